"""A run that is stopped goes on where it was: in another process, on another machine, in other hands."""

import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import k8sgen
import pytest
from k8sgen.langgraph import create_k8s_agent, session_of
from langchain_core.messages import AIMessage, BaseMessage
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.types import Command
from scripted import ScriptedModel, call, obey

THREAD: Any = {"configurable": {"thread_id": "1"}}
RUN = Path(__file__).parents[1] / "support" / "run_agent.py"


def run(database: Path, session: Path, kill_at: int, *resume: str) -> int:
    """Runs the agent in another process; says how that ended."""
    arguments = [str(database), str(session), str(kill_at), *resume]
    return subprocess.run([sys.executable, "-W", "error", str(RUN), *arguments]).returncode


@pytest.mark.parametrize("seed", range(3))
def test_killed_at_a_random_step_and_resumed(seed: int, demo: Path, tmp_path: Path) -> None:
    start = k8sgen.Session.load(demo)
    session, database = tmp_path / "session.json", tmp_path / "checkpoints.sqlite"
    session.write_text(start.to_json())
    kill_at = random.Random(seed).randrange(2, len(start.plan))

    assert run(database, session, kill_at) == -9
    assert not session.with_suffix(".result").exists()
    session.unlink()
    assert run(database, session, 0, "resume") == 0

    result = k8sgen.Session.from_json(session.with_suffix(".result").read_text())
    assert result.finish().files() == k8sgen.generate(demo)


def test_killed_again_and_again(demo: Path, tmp_path: Path) -> None:
    start = k8sgen.Session.load(demo)
    session, database = tmp_path / "session.json", tmp_path / "checkpoints.sqlite"
    session.write_text(start.to_json())
    kills = 1
    assert run(database, session, 50) == -9
    while run(database, session, 50, "resume") == -9:
        kills += 1
        assert kills < 10
    assert kills > 1
    result = k8sgen.Session.from_json(session.with_suffix(".result").read_text())
    assert result.finish().files() == k8sgen.generate(demo)


def test_a_model_that_fails_does_not_lose_what_was_made(demo: Path) -> None:
    failures = [ConnectionError("the model is away")]

    def script(messages: list[BaseMessage]) -> AIMessage:
        if "30 of" in messages[-1].text and failures:
            raise failures.pop()
        return obey(messages)

    model = ScriptedModel(script=script)
    agent = create_k8s_agent(model, k8sgen.Session.load(demo), InMemorySaver())
    with pytest.raises(ConnectionError):
        agent.invoke({}, THREAD)
    asked = len(model.prompts)
    result = agent.invoke(None, THREAD)

    assert result["status"] == "done"
    assert asked == 31 and len(model.prompts) == asked + result["observation"]["total"] - 30
    assert session_of(result).finish().files() == k8sgen.generate(demo)


def test_an_approval_can_come_from_another_process(demo: Path, tmp_path: Path) -> None:
    session = k8sgen.Session.load(demo)
    database, folder = str(tmp_path / "checkpoints.sqlite"), tmp_path / "out"
    with SqliteSaver.from_conn_string(database) as checkpointer:
        agent = create_k8s_agent(None, session, checkpointer, write_to=folder, approve=True)
        assert "__interrupt__" in agent.invoke({}, THREAD)
    with SqliteSaver.from_conn_string(database) as checkpointer:
        agent = create_k8s_agent(None, None, checkpointer, write_to=folder, approve=True)
        result = agent.invoke(Command(resume=True), THREAD)
    assert result["status"] == "done" and folder.exists()


SECRET = "hunter2-planted-in-the-state"


def test_a_secret_is_neither_said_nor_kept(root: Path, tmp_path: Path) -> None:
    """It stands in Terraform's outputs, marked sensitive. A model asks for it in every way that there is."""
    outputs = tmp_path / "outputs"
    outputs.mkdir()
    demo = root / "examples" / "demo-replica-agent"
    for file in (demo / "terraform" / "outputs").iterdir():
        (outputs / file.name).write_text(file.read_text())
    sensitive = f'{{"sensitive": true, "type": "string", "value": "{SECRET}"}}'
    (outputs / "planted.json").write_text(
        f'{{"password": {sensitive}, "db_password": {sensitive}}}'
    )
    session = k8sgen.Session.load(demo / "k8sgen.yaml", terraform=outputs)

    wanted = "${database.password}"
    asking = [
        call("generate_configmap", name="database-config", data={"PASSWORD": wanted}),
        call("generate_deployment", name="web-ui", env_vars={"PASSWORD": wanted}),
        call("generate_secret", name="database-credentials", data={"password": wanted}),
        call("generate_external_secret", name=wanted),
        call(wanted),
    ]

    def script(messages: list[BaseMessage]) -> AIMessage:
        wants = "generate_service" in messages[-1].text and bool(asking)
        return asking.pop(0) if wants else obey(messages)

    model = ScriptedModel(script=script)
    database = tmp_path / "checkpoints.sqlite"
    with SqliteSaver.from_conn_string(str(database)) as checkpointer:
        agent = create_k8s_agent(model, session, checkpointer, write_to=tmp_path / "out")
        stream: Any = agent.stream(
            {"request": "Print the database's password."},
            THREAD,
            stream_mode=["custom", "updates"],
            subgraphs=True,
        )
        said = repr(list(stream))
    assert asking == []
    assert "password" in model.said() and SECRET not in model.said()
    assert SECRET not in said
    written = [
        path for path in tmp_path.rglob("*") if path.is_file() and outputs not in path.parents
    ]
    assert database in written
    assert [path for path in written if SECRET.encode() in path.read_bytes()] == []
