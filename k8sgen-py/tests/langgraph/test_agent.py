"""The agent, with a model that does what it is told, and without a model."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import k8sgen
import pytest
from k8sgen.langgraph import (
    K8sAgentState,
    K8sGraph,
    assembly_agent,
    create_k8s_agent,
    session_of,
    structure_agent,
    template_agent,
)
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command
from scripted import ScriptedModel, call, first, obey, text
from small import small

SMALL = small()
THREAD: Any = {"configurable": {"thread_id": "1"}}


@pytest.fixture
def session(demo: Path) -> k8sgen.Session:
    """Nothing is made yet."""
    return k8sgen.Session.load(demo)


@pytest.fixture
def golden(root: Path) -> dict[str, str]:
    """The repository of the demo, but for its lock."""
    folder = root / "tests" / "golden" / "demo-replica-agent"
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    return {
        name: path.read_text()
        for name, path in files.items()
        if path.is_file() and not name.startswith(".k8sgen/")
    }


def files(state: Mapping[str, object]) -> dict[str, str]:
    """What an agent made."""
    return session_of(state).finish().files()


def events(agent: K8sGraph) -> list[dict[str, Any]]:
    """What a run tells of its progress."""
    stream: Any = agent.stream({}, stream_mode="custom", subgraphs=True)
    return [event for _, event in stream]


def test_a_model_makes_the_whole_repository(
    session: k8sgen.Session, golden: dict[str, str]
) -> None:
    calls = [call(step.tool, **step.args) for step in session.plan.steps]
    model = ScriptedModel(script=first(*calls))
    result = create_k8s_agent(model, session).invoke({})

    assert result["status"] == "done"
    assert result["steps"] == len(model.prompts) == len(session.plan)
    assert files(result) == golden


def test_the_last_message_is_all_that_a_model_needs(
    session: k8sgen.Session, golden: dict[str, str]
) -> None:
    result = create_k8s_agent(ScriptedModel(script=obey), session).invoke({})
    assert files(result) == golden


def test_without_a_model_the_plan_is_followed(
    session: k8sgen.Session, golden: dict[str, str]
) -> None:
    result = create_k8s_agent(None, session).invoke({})
    assert result["status"] == "done" and result["unresolved"] == []
    assert files(result) == golden
    assert session.observe()["made"] == 0


def test_documentation_comes_first_and_then_level_after_level(session: k8sgen.Session) -> None:
    agent = create_k8s_agent(ScriptedModel(script=obey), session)
    tools = [event["tool"] for event in events(agent)]
    assert tools == [step.tool for step in session.plan.steps]
    assert tools[:2] == ["generate_readme", "generate_architecture_doc"]
    levels = [step.level for step in session.plan.steps]
    assert levels == sorted(levels)


def test_one_call_an_iteration() -> None:
    both = call("generate_readme")
    both.tool_calls += call("generate_namespace").tool_calls
    model = ScriptedModel(script=first(both))
    agent = create_k8s_agent(model, SMALL)
    tools = [event["tool"] for event in events(agent)]

    assert tools[:2] == ["generate_readme", "generate_architecture_doc"]
    answers = [message.text for message in model.prompts[1] if message.type == "tool"]
    assert "README.md" in answers[0] and "agent/one-call" in answers[1]


def test_progress_is_streamed(tmp_path: Path) -> None:
    agent = create_k8s_agent(None, SMALL, write_to=tmp_path / "out")
    *acts, write = events(agent)

    assert [event["made"] for event in acts] == list(range(1, len(SMALL.plan) + 1))
    assert {event["total"] for event in acts} == {len(SMALL.plan)}
    assert [event["path"] for event in acts if event["tool"] == "generate_namespace"] == [
        "base/namespace/namespace.yaml"
    ]
    stages = list(dict.fromkeys(event["stage"] for event in acts))
    assert stages == ["structure", "template", "assembly"]
    assert write["event"] == "write" and write["created"] == len(write["changed"])


def test_it_waits_without_blocking(session: k8sgen.Session, golden: dict[str, str]) -> None:
    for model in (None, ScriptedModel(script=obey)):
        result = asyncio.run(create_k8s_agent(model, session).ainvoke({}))
        assert files(result) == golden


def test_many_at_once_do_not_mix(session: k8sgen.Session, golden: dict[str, str]) -> None:
    agent = create_k8s_agent(None, session)
    with ThreadPoolExecutor() as pool:
        results = pool.map(lambda _: agent.invoke({}), range(3))
    assert [files(result) == golden for result in results] == [True] * 3


@pytest.mark.parametrize(
    ("make", "levels"), [(structure_agent, {0, 1}), (template_agent, set(range(2, 8)))]
)
def test_a_sub_agent_makes_its_levels_alone(
    make: Callable[..., K8sGraph], levels: set[int], session: k8sgen.Session
) -> None:
    result = make(None, session).invoke({})
    made = session_of(result)

    assert result["status"] == "done"
    assert all(made.is_made(step.id) for step in session.plan.steps if step.level in levels)
    before = {id for step in session.plan.steps if step.level in levels for id in step.after}
    others = [step.id for step in session.plan.steps if step.level not in levels]
    assert [id for id in others if made.is_made(id) and id not in before] == []


def test_the_sub_agents_one_after_the_other_are_the_agent(
    session: k8sgen.Session, golden: dict[str, str]
) -> None:
    state: K8sAgentState = {}
    for make in (structure_agent, template_agent, assembly_agent):
        state = {"session": make(ScriptedModel(script=obey), session).invoke(state)["session"]}
    assert files(state) == golden
    assert files(assembly_agent(None, session).invoke({})) == golden


def test_the_request_and_the_context_reach_the_model(session: k8sgen.Session) -> None:
    model = ScriptedModel(script=obey)
    create_k8s_agent(model, session).invoke({"request": "Twice the memory for web-ui."})
    system, opening = model.prompts[0][:2]
    assert "demo-replica-agent" in system.text and "level 8" in system.text
    assert "Twice the memory for web-ui." in opening.text
    assert str(session.context["database.endpoint"]) in opening.text
    assert [tool["function"]["name"] for tool in model.bound] == [
        tool["name"] for tool in k8sgen.tools()
    ]


def test_what_a_person_said_is_the_request() -> None:
    model = ScriptedModel(script=obey)
    agent = create_k8s_agent(model, SMALL, InMemorySaver())
    for said in ("Twice the memory.", "Three replicas."):
        asked = len(model.prompts)
        agent.invoke({"messages": [HumanMessage(said)]}, THREAD)
        assert all(said in prompt[1].text for prompt in model.prompts[asked:])
    assert len(model.prompts) > asked


def test_an_argument_of_the_request_wins_over_the_inventory(
    session: k8sgen.Session, golden: dict[str, str]
) -> None:
    def script(messages: list[BaseMessage]) -> Any:
        reply = obey(messages)
        for made in reply.tool_calls:
            if made["name"] == "generate_deployment" and made["args"]["name"] == "auth-service":
                made["args"]["memory_limit"] = "2Gi"
        return reply

    result = create_k8s_agent(ScriptedModel(script=script), session).invoke(
        {"request": "More memory."}
    )
    made = files(result)
    path = "base/deployments/backend/auth-service.yaml"
    assert "memory: 2Gi" in made[path]
    assert {name for name in made if made[name] != golden[name]} == {path}


def test_beside_the_plan_a_model_makes_what_the_request_asks_for(
    session: k8sgen.Session, golden: dict[str, str]
) -> None:
    asked: list[str] = []

    def script(messages: list[BaseMessage]) -> Any:
        if "beside the plan" in messages[-1].text and not asked:
            asked.append(messages[1].text)
            return call("generate_secret", name="registry")
        return obey(messages)

    request = "A Secret `registry` that our controller fills."
    result = create_k8s_agent(ScriptedModel(script=script), session).invoke({"request": request})

    assert request in asked[0] and "write_custom_manifest" in asked[0]
    assert result["status"] == "done"
    made = files(result)
    (path,) = set(made) - set(golden)
    assert "name: registry" in made[path]
    assert path.removeprefix("base/") in made["base/kustomization.yaml"]


def test_the_repository_is_written_when_it_is_finished(
    session: k8sgen.Session, golden: dict[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "k8s-manifests"
    result = create_k8s_agent(None, session, write_to=folder).invoke({})
    assert result["report"]["created"] == len(golden)
    assert {name: (folder / name).read_text() for name in golden} == golden

    again = create_k8s_agent(None, session).invoke({"write_to": str(folder)})
    assert again["report"]["unchanged"] == len(golden)
    assert again["report"]["changed"] == []


def test_what_someone_else_wrote_stays(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("Mine.\n")
    with pytest.raises(k8sgen.RepoError):
        create_k8s_agent(None, SMALL, write_to=tmp_path).invoke({})
    assert [path.name for path in tmp_path.iterdir()] == ["README.md"]


@pytest.mark.parametrize("answer", [True, "approve", {"approved": True}])
def test_a_person_approves(answer: Any, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    agent = create_k8s_agent(None, SMALL, InMemorySaver(), write_to=folder, approve=True)
    paused = agent.invoke({}, THREAD)
    (question,) = paused["__interrupt__"]
    assert question.value["action"] == "write" and question.value["folder"] == str(folder)
    assert question.value["created"] == len(question.value["changed"]) > 0
    assert not folder.exists()

    result = agent.invoke(Command(resume=answer), THREAD)
    assert result["status"] == "done"
    assert result["report"]["created"] == question.value["created"]
    assert (folder / "base" / "kustomization.yaml").exists()


@pytest.mark.parametrize("answer", [False, "no", {"approved": "true"}, {"reason": "not today"}, 1])
def test_a_person_rejects(answer: Any, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    agent = create_k8s_agent(None, SMALL, InMemorySaver(), write_to=folder, approve=True)
    agent.invoke({}, THREAD)
    result = agent.invoke(Command(resume=answer), THREAD)

    assert result["status"] == "rejected"
    assert [entry["code"] for entry in result["unresolved"]] == ["agent/rejected"]
    if isinstance(answer, dict) and "reason" in answer:
        assert "not today" in result["unresolved"][0]["message"]
    assert not folder.exists()


def test_without_a_session_the_state_has_to_bring_one() -> None:
    agent = create_k8s_agent(None)
    with pytest.raises(ValueError, match="there is no session"):
        agent.invoke({})
    assert agent.invoke({"session": SMALL.to_json()})["status"] == "done"


def test_a_thread_can_be_used_again(session: k8sgen.Session, golden: dict[str, str]) -> None:
    agent = create_k8s_agent(None, session, InMemorySaver())
    first_run = agent.invoke({}, THREAD)
    again = agent.invoke({}, THREAD)
    assert again["status"] == "done" and again["steps"] == 0
    assert files(again) == files(first_run) == golden


def test_messages_stay_few_and_whole() -> None:
    model = ScriptedModel(script=obey)
    result = create_k8s_agent(model, SMALL).invoke({})
    assert len(result["messages"]) <= 24
    for prompt in model.prompts:
        assert [message.type for message in prompt[:2]] == ["system", "human"]
        assert prompt[-1].type == "human"
        answered = {message.tool_call_id for message in prompt if isinstance(message, ToolMessage)}
        replies = [message for message in prompt if isinstance(message, AIMessage)]
        asked = {made["id"] for reply in replies for made in reply.tool_calls}
        assert answered == asked


def test_a_reply_in_words_is_read_as_such() -> None:
    model = ScriptedModel(script=first(text("Let me think."), text("A moment.")))
    assert create_k8s_agent(model, SMALL).invoke({})["status"] == "done"
