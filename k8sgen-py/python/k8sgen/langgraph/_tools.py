"""The registry's tools as tools of LangChain. Nothing about a tool is said here: names, descriptions and schemas
are the registry's."""

from __future__ import annotations

import functools
import json
from typing import Any, Literal

from langchain_core.tools import BaseTool, ToolException
from pydantic import ConfigDict, Field

import k8sgen
from k8sgen import K8sgenError, Session


class K8sTool(BaseTool):
    """One tool of the registry, which acts on one session.

    Its answer is the session's reply as JSON, with the reply itself as artifact. A call that is refused has changed
    nothing, and is answered with its problems, for the model to correct itself.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    session: Session = Field(exclude=True, repr=False)
    response_format: Literal["content", "content_and_artifact"] = "content_and_artifact"

    def _to_args_and_kwargs(
        self, tool_input: str | dict[str, Any], tool_call_id: str | None
    ) -> tuple[tuple[Any, ...], dict[str, Any]]:
        # Arguments stay one dict: a model may call one of them as a parameter of `_run` is called.
        arguments = self._parse_input(tool_input, tool_call_id)
        return (arguments,), {}

    def _run(self, arguments: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        try:
            reply = self.session.act(self.name, arguments)
        except (K8sgenError, TypeError, ValueError) as error:
            raise ToolException(explain(error)) from error
        return to_json(reply), reply


def k8s_tools(session: Session) -> list[BaseTool]:
    """All tools of the registry, for any agent of LangChain's: they act on `session`.

    >>> import json, k8sgen
    >>> from k8sgen.langgraph import k8s_tools
    >>> session = k8sgen.Session.load("examples/demo-replica-agent/k8sgen.yaml")
    >>> tools = {tool.name: tool for tool in k8s_tools(session)}
    >>> json.loads(tools["generate_namespace"].invoke({}))["path"]
    'base/namespace/namespace.yaml'
    >>> json.loads(tools["generate_service"].invoke({"name": "web-iu"}))["refused"][0]["nearest"]
    'web-ui'
    """
    return [_bound(spec, session) for spec in registry().values()]


def tool_of(session: Session, name: str) -> BaseTool | None:
    """One of them."""
    spec = registry().get(name)
    return None if spec is None else _bound(spec, session)


def _bound(spec: dict[str, Any], session: Session) -> BaseTool:
    return K8sTool(
        name=spec["name"],
        description=spec["description"],
        args_schema=spec["schema"],
        session=session,
        handle_tool_error=True,
    )


@functools.cache
def registry() -> dict[str, dict[str, Any]]:
    """What `k8sgen.tools` lists, by name; read once."""
    return {spec["name"]: spec for spec in k8sgen.tools()}


def functions() -> list[dict[str, Any]]:
    """The tools as models take them, without a session to act on."""
    return [
        {
            "type": "function",
            "function": {
                "name": spec["name"],
                "description": spec["description"],
                "parameters": spec["schema"],
            },
        }
        for spec in registry().values()
    ]


def explain(error: Exception) -> str:
    """All problems of an error, for a model: what was given where, what was expected, what is nearest."""
    if isinstance(error, K8sgenError):
        return to_json({"refused": [problem_fields(problem) for problem in error.problems]})
    # What JSON has not, such as a number of more than 64 bits.
    return refusal("tool/invalid-arguments", str(error))


def refusal(code: str, message: str) -> str:
    """An answer of the same form, for what no session has seen."""
    return to_json({"refused": [{"code": code, "message": message}]})


def problem_fields(problem: k8sgen.Problem) -> dict[str, Any]:
    """What a problem says. Its line is of no use to a model: that is k8sgen.yaml's."""
    fields = {
        name: getattr(problem, name)
        for name in ("code", "message", "help", "field", "given", "expected", "nearest")
    }
    return {name: value for name, value in fields.items() if value is not None}


def to_json(value: object) -> str:
    """JSON in as few characters as possible: models are paid by them."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
