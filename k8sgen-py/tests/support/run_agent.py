"""Runs the agent in a process of its own, so that it can be killed: run_agent.py DATABASE SESSION KILL_AT [resume]

SESSION is a file with a session as JSON; with `resume` it is not read, because the checkpoint holds all. The process
kills itself in the middle of the KILL_AT-th reply of its model, as a power cut would.
"""

import os
import signal
import sys
from pathlib import Path
from typing import Any

import k8sgen
from k8sgen.langgraph import create_k8s_agent
from langchain_core.messages import AIMessage, BaseMessage
from langgraph.checkpoint.sqlite import SqliteSaver
from scripted import ScriptedModel, obey

replies = 0


def script(messages: list[BaseMessage]) -> AIMessage:
    """Obeys, until the light goes out."""
    global replies
    replies += 1
    if replies == kill_at:
        os.kill(os.getpid(), signal.SIGKILL)
    return obey(messages)


database, session, kill_at, *resume = (
    sys.argv[1],
    Path(sys.argv[2]),
    int(sys.argv[3]),
    *sys.argv[4:],
)
with SqliteSaver.from_conn_string(database) as checkpointer:
    start = None if resume else k8sgen.Session.from_json(session.read_text())
    agent = create_k8s_agent(ScriptedModel(script=script), start, checkpointer)
    thread: Any = {"configurable": {"thread_id": "1"}}
    result = agent.invoke(None if resume else {}, thread)
    session.with_suffix(".result").write_text(result["session"])
