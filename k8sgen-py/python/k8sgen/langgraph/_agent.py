"""The agent: its three sub-agents one after the other, and then the write."""

from __future__ import annotations

from os import PathLike, fspath
from typing import Any

from langchain_core.language_models import BaseChatModel
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.types import Checkpointer, StreamWriter, interrupt

from k8sgen import Report, Session
from k8sgen.langgraph._loop import ATTEMPTS, Loop
from k8sgen.langgraph._sessions import Sessions
from k8sgen.langgraph._stage import ASSEMBLY, STRUCTURE, TEMPLATE, Stage
from k8sgen.langgraph._state import K8sAgentState, Unresolved

K8sGraph = CompiledStateGraph[K8sAgentState, None, K8sAgentState, K8sAgentState]
"""A compiled graph over `K8sAgentState`."""

RECURSION_LIMIT = 1_000_000
"""LangGraph's own limit on a graph's length. The loop is bounded by `max_steps`, and says so when it gets there."""


def structure_agent(
    model: BaseChatModel | None,
    session: Session | None = None,
    checkpointer: Checkpointer = None,
    *,
    attempts: int = ATTEMPTS,
    max_steps: int | None = None,
) -> K8sGraph:
    """The sub-agent that makes the documentation, the folders and the namespace: levels 0 and 1 of the plan."""
    return _alone(STRUCTURE, model, session, checkpointer, attempts, max_steps)


def template_agent(
    model: BaseChatModel | None,
    session: Session | None = None,
    checkpointer: Checkpointer = None,
    *,
    attempts: int = ATTEMPTS,
    max_steps: int | None = None,
) -> K8sGraph:
    """The sub-agent that makes one file after the other: levels 2 to 7, what they come after, and what the request
    asks for beside the plan."""
    return _alone(TEMPLATE, model, session, checkpointer, attempts, max_steps)


def assembly_agent(
    model: BaseChatModel | None,
    session: Session | None = None,
    checkpointer: Checkpointer = None,
    *,
    attempts: int = ATTEMPTS,
    max_steps: int | None = None,
) -> K8sGraph:
    """The sub-agent that makes what is left, behind the other two the kustomizations, the overlays and what deploys
    them, and then checks the whole repository."""
    return _alone(ASSEMBLY, model, session, checkpointer, attempts, max_steps)


def _alone(
    stage: Stage,
    model: BaseChatModel | None,
    session: Session | None,
    checkpointer: Checkpointer,
    attempts: int,
    max_steps: int | None,
) -> K8sGraph:
    loop = Loop(stage, model, Sessions(session), attempts=attempts, max_steps=max_steps)
    graph = loop.graph().compile(checkpointer=checkpointer, name=f"{stage.name}_agent")
    return graph.with_config(recursion_limit=RECURSION_LIMIT)


def create_k8s_agent(
    model: BaseChatModel | None,
    session: Session | None = None,
    checkpointer: Checkpointer = None,
    *,
    write_to: str | PathLike[str] | None = None,
    approve: bool = False,
    attempts: int = ATTEMPTS,
    max_steps: int | None = None,
    name: str = "k8s_agent",
) -> K8sGraph:
    """An agent that makes the repository of `session`, one call after the other.

    It starts from the session as it is now, and works on a copy: what it makes is in the state's `session`, which
    `session_of` opens. Without a session, the state that it is invoked with has to bring one.

    - `model`: a chat model that can call tools. With None, a policy makes the plan's calls in the plan's order.
    - `checkpointer`: keeps the state after each node, so that a run that was stopped goes on where it was.
    - `write_to`: the folder that the repository is written to at the end, if nothing is left unresolved. `write_to`
      in the state wins over it.
    - `approve`: ask a person before writing, by LangGraph's `interrupt`. It needs a checkpointer.
    - `attempts`: how often a finding, or a call that is refused, is tried before it is handed over as unresolved.
    - `max_steps`: the most iterations, those of all three sub-agents together; by default three for each step of the
      plan, and fifty.

    >>> import k8sgen
    >>> from k8sgen.langgraph import create_k8s_agent
    >>> session = k8sgen.Session.load("examples/demo-replica-agent/k8sgen.yaml")
    >>> agent = create_k8s_agent(None, session, write_to="out/k8s-manifests")
    >>> result = agent.invoke({})
    >>> result["status"], result["report"]["created"] > 50
    ('done', True)
    """
    sessions = Sessions(session)
    output = None if write_to is None else fspath(write_to)

    def begin(state: K8sAgentState) -> K8sAgentState:
        """A new run counts anew, whatever the last one on this thread came to."""
        return {
            "session": sessions.text(state),
            "findings": [],
            "attempts": {},
            "given_up": {},
            "steps": 0,
            "idle": 0,
            "extras_done": False,
        }

    def deliver(state: K8sAgentState, writer: StreamWriter) -> K8sAgentState:
        """Writes the repository to its folder, when a person agrees if one is asked."""
        folder = state.get("write_to", output)
        assert folder is not None
        tree = sessions.open(state).finish()
        if approve:
            planned = tree.write(folder, dry_run=True)
            answer = interrupt({"action": "write", **fields(folder, planned)})
            if not approved(answer):
                return {"status": "rejected", "unresolved": [rejection(folder, answer)]}
        report = tree.write(folder)
        written = fields(folder, report)
        writer({"event": "write", **written})
        return {"report": written}

    def finished(state: K8sAgentState) -> bool:
        """What is not finished is not written."""
        return state.get("write_to", output) is not None and state["status"] == "done"

    builder = StateGraph(K8sAgentState)
    builder.add_node("begin", begin)
    for stage in (STRUCTURE, TEMPLATE, ASSEMBLY):
        loop = Loop(stage, model, sessions, attempts=attempts, max_steps=max_steps)
        builder.add_node(stage.name, loop.graph().compile(name=stage.name))
    builder.add_node("deliver", deliver)
    builder.add_edge(START, "begin")
    builder.add_edge("begin", "structure")
    builder.add_edge("structure", "template")
    builder.add_edge("template", "assembly")
    builder.add_conditional_edges("assembly", finished, {True: "deliver", False: END})
    builder.add_edge("deliver", END)
    graph = builder.compile(checkpointer=checkpointer, name=name)
    return graph.with_config(recursion_limit=RECURSION_LIMIT)


def fields(folder: str, report: Report) -> dict[str, Any]:
    """A report as plain data."""
    return {
        "folder": folder,
        "created": report.created,
        "updated": report.updated,
        "deleted": report.deleted,
        "unchanged": report.unchanged,
        "changed": report.changed,
        "kept": report.kept,
    }


def approved(answer: object) -> bool:
    """Whether a person agreed. Whatever is not clearly a yes is a no."""
    if isinstance(answer, dict):
        answer = answer.get("approved")
    return answer is True or answer in ("approve", "approved", "yes")


def rejection(folder: str, answer: object) -> Unresolved:
    """What a person said instead of yes."""
    reason = answer.get("reason") if isinstance(answer, dict) else answer
    said = f": {reason}" if isinstance(reason, str) and reason else ""
    message = f"writing to {folder} was refused{said}"
    return Unresolved(code="agent/rejected", message=message, where=folder, attempts=0)
