"""`k8sgen.langgraph.k8s_tools`."""

import json
from pathlib import Path
from typing import Any

import k8sgen
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from k8sgen.langgraph import k8s_tools
from langchain_core.messages import ToolMessage
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool

DEMO = Path(__file__).parents[3] / "examples" / "demo-replica-agent" / "k8sgen.yaml"
SESSION = k8sgen.Session.load(DEMO).to_json()


def tools() -> dict[str, BaseTool]:
    """The tools, on a session of their own."""
    return {tool.name: tool for tool in k8s_tools(k8sgen.Session.from_json(SESSION))}


def ask(tool: BaseTool, args: dict[str, Any]) -> ToolMessage:
    """Calls a tool as an agent does."""
    answer = tool.invoke({"name": tool.name, "args": args, "id": "1", "type": "tool_call"})
    assert isinstance(answer, ToolMessage)
    return answer


def test_the_registry_is_what_a_model_sees() -> None:
    seen = [convert_to_openai_tool(tool)["function"] for tool in tools().values()]
    registry = k8sgen.tools()
    assert [tool["name"] for tool in seen] == [tool["name"] for tool in registry]
    for function, spec in zip(seen, registry, strict=True):
        assert function["description"] == spec["description"]
        schema = spec["schema"]
        assert function["parameters"].items() <= schema.items()
        assert schema.keys() - function["parameters"].keys() <= {"$schema", "title", "description"}


def test_a_call_acts_on_the_session() -> None:
    session = k8sgen.Session.from_json(SESSION)
    namespace = {tool.name: tool for tool in k8s_tools(session)}["generate_namespace"]
    answer = ask(namespace, {})

    assert answer.status == "success"
    assert session.is_made("namespace")
    assert json.loads(answer.text) == answer.artifact
    assert answer.artifact["path"] == "base/namespace/namespace.yaml"


def test_a_refused_call_says_how_to_correct_it() -> None:
    answer = ask(tools()["generate_service"], {"name": "web-iu"})

    assert answer.status == "error"
    (problem,) = json.loads(answer.text)["refused"]
    assert (problem["field"], problem["given"], problem["nearest"]) == ("name", "web-iu", "web-ui")
    assert problem["code"] == "tool/unknown-name"


@pytest.mark.parametrize("name", ["self", "config", "run_manager", "arguments", "callbacks"])
def test_an_argument_may_be_called_like_pythons_own(name: str) -> None:
    answer = ask(tools()["generate_namespace"], {name: 1})
    assert answer.status == "error"
    assert json.loads(answer.text)["refused"][0]["field"] == name


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda value: st.lists(value, max_size=3) | st.dictionaries(st.text(), value, max_size=3),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None)
@given(
    tool=st.sampled_from([tool["name"] for tool in k8sgen.tools()]),
    args=st.dictionaries(
        st.sampled_from(["name", "path", "port", "data"]) | st.text(), JSON, max_size=4
    ),
)
def test_whatever_a_model_says_is_answered(tool: str, args: dict[str, Any]) -> None:
    answer = ask(tools()[tool], args)
    assert answer.status in ("success", "error")
    assert ("refused" in json.loads(answer.text)) == (answer.status == "error")
