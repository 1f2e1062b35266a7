"""The agent, with models that make mistakes."""

import json
from pathlib import Path
from typing import Any

import k8sgen
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from k8sgen.langgraph import create_k8s_agent, session_of
from langchain_core.messages import AIMessage, BaseMessage, InvalidToolCall, ToolCall
from scripted import Script, ScriptedModel, call, first, obey, text
from small import is_whole, small


@pytest.fixture
def session() -> k8sgen.Session:
    """Nothing is made yet."""
    return small()


def run(
    script: Script, session: k8sgen.Session, **options: Any
) -> tuple[dict[str, Any], ScriptedModel]:
    """Runs the agent with a model that says what `script` does."""
    model = ScriptedModel(script=script)
    result = create_k8s_agent(model, session, **options).invoke({})
    assert isinstance(result, dict)
    return result, model


def refusals(model: ScriptedModel) -> list[dict[str, str]]:
    """The problems that the model has been told of, each once."""
    answers = {message.id: message for prompt in model.prompts for message in prompt}
    errors = [message for message in answers.values() if getattr(message, "status", "") == "error"]
    return [problem for message in errors for problem in json.loads(message.text)["refused"]]


def test_wrong_arguments_are_corrected(session: k8sgen.Session) -> None:
    at: list[str] = []

    def script(messages: list[BaseMessage]) -> AIMessage:
        reply = obey(messages)
        wanted = reply.tool_calls[0]
        if wanted["name"] != "generate_deployment" or len(at) >= 3:
            return reply
        at.append(wanted["args"]["name"])
        wrong: list[dict[str, Any]] = [
            {"name": "cat"},
            {"name": "cart", "replicas": "many"},
            {"name": "cart", "memory_limits": "1Gi"},
        ]
        return call("generate_deployment", **wrong[len(at) - 1])

    result, model = run(script, session, attempts=5)
    told = refusals(model)
    assert [problem["code"] for problem in told] == [
        "tool/unknown-name",
        "tool/invalid-arguments",
        "tool/invalid-arguments",
    ]
    assert [problem.get("nearest") for problem in told] == ["cart", None, "memory_limit"]
    assert at == ["cart"] * 3
    assert result["status"] == "done" and is_whole(result)


def test_a_tool_that_does_not_exist(session: k8sgen.Session) -> None:
    result, model = run(first(call("generate_deploment", name="cart")), session)
    (problem,) = refusals(model)
    assert (problem["code"], problem["nearest"]) == ("tool/unknown-tool", "generate_deployment")
    assert result["status"] == "done" and is_whole(result)


def test_calls_out_of_order(session: k8sgen.Session) -> None:
    early = [call("generate_deployment", name="cart") for _ in range(4)]
    result, model = run(first(*early), session)
    told = refusals(model)
    assert [problem["code"] for problem in told] == ["session/too-early"] * 4
    assert "first call `generate_namespace`" in told[0]["help"]
    assert result["status"] == "done" and is_whole(result)


def test_any_order_that_the_plan_allows(session: k8sgen.Session) -> None:
    def last_first(messages: list[BaseMessage]) -> AIMessage:
        lines = [line for line in messages[-1].text.splitlines() if line.startswith("- ")]
        tool, args = lines[-1].removeprefix("- ").split(" ", 1)
        return call(tool, **json.loads(args))

    result, _ = run(last_first, session)
    assert result["status"] == "done" and is_whole(result)


def test_a_model_that_stops_early(session: k8sgen.Session) -> None:
    done = [call(step.tool, **step.args) for step in session.plan.steps[:9]]
    result, model = run(first(*done, *[text("All done!")] * 1000), session)

    assert result["status"] == "incomplete"
    assert len(model.prompts) == 12
    assert session_of(result).observe()["made"] == 9
    left, why = result["unresolved"]
    assert (
        left["code"] == "session/unfinished" and f"{len(session.plan) - 9} steps" in left["message"]
    )
    assert why["code"] == "agent/stuck"

    rest = create_k8s_agent(None).invoke({"session": result["session"]})
    assert rest["status"] == "done" and rest["steps"] == len(session.plan) - 9
    assert is_whole(rest)


def test_what_is_not_finished_is_not_written(session: k8sgen.Session, tmp_path: Path) -> None:
    result, _ = run(lambda _: text("Done."), session, write_to=tmp_path / "out")
    assert result["status"] == "incomplete" and "report" not in result
    assert not (tmp_path / "out").exists()


def test_a_model_that_repeats_itself_is_stopped(session: k8sgen.Session) -> None:
    result, model = run(lambda _: call("generate_namespace"), session)
    assert result["status"] == "incomplete"
    assert result["unresolved"][-1]["code"] == "agent/stuck"
    assert len(model.prompts) < 15


def test_a_model_that_never_stops_is_stopped() -> None:
    replicas = iter(range(1, 10_000))

    def script(messages: list[BaseMessage]) -> AIMessage:
        """Each call changes something, and none of them is what is left to do."""
        wanted = obey(messages)
        if wanted.tool_calls[0]["name"] != "generate_deployment":
            return wanted
        return call("generate_service", name="cart", port=1000 + next(replicas))

    result, model = run(script, small(), max_steps=60)
    assert len(model.prompts) == 60
    assert result["status"] == "incomplete"
    assert [entry["code"] for entry in result["unresolved"]] == [
        "session/unfinished",
        "agent/step-limit",
    ]


def test_a_request_without_end_does_not_keep_the_rest_from_being_made() -> None:
    def script(messages: list[BaseMessage]) -> AIMessage:
        if "beside the plan" in messages[-1].text:
            return call("generate_namespace")
        return obey(messages)

    agent = create_k8s_agent(ScriptedModel(script=script), small())
    result = agent.invoke({"request": "More!"})
    assert result["status"] == "done"


def test_what_fails_three_times_is_handed_over_and_the_rest_is_made(
    session: k8sgen.Session,
) -> None:
    def script(messages: list[BaseMessage]) -> AIMessage:
        reply = obey(messages)
        for made in reply.tool_calls:
            if made["args"].get("name") == "allow-dns":
                made["args"]["environment"] = "nowhere"
        return reply

    result, model = run(script, session)
    assert [problem["given"] for problem in refusals(model)] == ["nowhere"] * 3
    assert result["status"] == "incomplete"
    dns = result["unresolved"][0]
    assert (dns["where"], dns["code"], dns["attempts"]) == (
        "network-policy/allow-dns",
        "tool/unknown-name",
        3,
    )
    assert "network-policy/allow-dns" in model.prompts[-1][-1].text
    made = session_of(result)
    behind = {step.id for step in session.plan.steps if "network-policy/allow-dns" in step.after}
    left = {step.id for step in session.plan.steps if not made.is_made(step.id)}
    assert left == {"network-policy/allow-dns"} | behind


@pytest.mark.parametrize(
    ("tool", "args"),
    [
        ("write_custom_manifest", {"path": "../outside.yaml"}),
        ("write_custom_manifest", {"path": "/etc/cron.d/job"}),
        ("generate_kustomization", {"path": "../.."}),
        ("generate_configmap", {"name": "../../etc/passwd"}),
        ("generate_overlay", {"environment": "../production"}),
    ],
)
def test_a_path_outside_is_refused(
    tool: str, args: dict[str, str], session: k8sgen.Session, tmp_path: Path
) -> None:
    manifest = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"
    if tool == "write_custom_manifest":
        args = {**args, "manifest": manifest}
    folder = tmp_path / "here" / "out"
    result, model = run(first(call(tool, **args)), session, write_to=folder)
    assert len(refusals(model)) >= 1
    assert result["status"] == "done" and is_whole(result)
    assert [path.name for path in tmp_path.iterdir()] == ["here"]
    assert [path.name for path in folder.parent.iterdir()] == ["out"]


def test_arguments_that_are_no_json(session: k8sgen.Session) -> None:
    broken = InvalidToolCall(
        name="generate_readme", args="{", id="1", error="cut off", type="invalid_tool_call"
    )
    result, model = run(first(AIMessage("", invalid_tool_calls=[broken])), session)
    assert [problem["code"] for problem in refusals(model)] == ["tool/invalid-arguments"]
    assert result["status"] == "done" and is_whole(result)


def test_numbers_that_are_none(session: k8sgen.Session) -> None:
    for number in (2**70, float("nan"), float("inf")):
        wrong = call("generate_pdb", name="cart", min_available=number)
        result, model = run(first(wrong), session)
        assert [problem["code"] for problem in refusals(model)] == ["tool/invalid-arguments"]
        assert result["status"] == "done"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-10, 10) | st.text(max_size=5),
    lambda value: (
        st.lists(value, max_size=2) | st.dictionaries(st.text(max_size=5), value, max_size=2)
    ),
    max_leaves=4,
)
NAMES = st.sampled_from([tool["name"] for tool in k8sgen.tools()]) | st.text(max_size=8)
CALLS = st.builds(
    lambda name, args, id: ToolCall(name=name, args=args, id=id),
    NAMES,
    st.dictionaries(
        st.sampled_from(["name", "environment", "port"]) | st.text(max_size=5), JSON, max_size=3
    ),
    st.none() | st.text(max_size=3),
)
REPLIES = st.builds(
    lambda content, calls: AIMessage(content, tool_calls=calls),
    st.text(),
    st.lists(CALLS, max_size=3),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(REPLIES, max_size=12))
def test_whatever_a_model_says_the_agent_ends(replies: list[AIMessage]) -> None:
    left = list(replies)
    result, model = run(lambda messages: left.pop() if left else obey(messages), small())
    assert result["status"] in ("done", "incomplete")
    assert (result["status"] == "incomplete") == bool(result["unresolved"])
    if result["status"] == "done":
        session_of(result).finish()
