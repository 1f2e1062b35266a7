"""One call: made, and what came of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import ToolMessage
from langchain_core.runnables import RunnableConfig

from k8sgen import K8sgenError, Plan, Session
from k8sgen.langgraph._state import Observation
from k8sgen.langgraph._tools import explain, refusal, tool_of


@dataclass(frozen=True)
class Outcome:
    """What came of a call."""

    answer: ToolMessage
    """For the model."""
    reply: dict[str, Any] | None
    """The session's; none if the call was refused."""

    @property
    def refused(self) -> list[dict[str, str]]:
        """Why the call was refused: problems."""
        problems: list[dict[str, str]] = json.loads(self.answer.text)["refused"]
        return problems

    @property
    def code(self) -> str:
        """The first reason's code."""
        return self.refused[0]["code"]

    @property
    def why(self) -> str:
        """The reasons in words."""
        return "; ".join(problem["message"] for problem in self.refused)

    @property
    def progressed(self) -> bool:
        """Whether anything is other than before."""
        if self.reply is None:
            return False
        changes = [change for change in self.reply["changes"] if not change.endswith(" unchanged")]
        return bool(changes or self.reply.get("also"))


def make(
    session: Session, tool: str, args: dict[str, Any], id: str, config: RunnableConfig
) -> Outcome:
    """Makes a call. What is wrong with it is the model's to read, whatever it is."""
    acting = tool_of(session, tool)
    if acting is not None:
        call = {"name": tool, "args": args, "id": id, "type": "tool_call"}
        answer = acting.invoke(call, config)
        return Outcome(answer, answer.artifact)
    try:
        session.act(tool, args)
        text = refusal("tool/unknown-tool", f"there is no tool `{tool}`")
    except (K8sgenError, TypeError, ValueError) as error:
        text = explain(error)
    return Outcome(ToolMessage(text, tool_call_id=id, name=tool, status="error"), None)


def not_made(id: str | None) -> ToolMessage:
    """The answer to each call of a reply but the first."""
    text = refusal(
        "agent/one-call", "one call in each reply is made, the first; make this one again"
    )
    return ToolMessage(text, tool_call_id=id or "", status="error")


def not_read(id: str | None) -> ToolMessage:
    """The answer to a call whose arguments are no JSON."""
    text = refusal("tool/invalid-arguments", "the arguments are no JSON object")
    return ToolMessage(text, tool_call_id=id or "", status="error")


def subject(plan: Plan, tool: str, args: dict[str, Any]) -> tuple[str, str]:
    """What a call is about, as a key and in words: a step of the plan or, failing that, the tool."""
    for step in plan.steps:
        if step.tool == tool and step.args.items() <= args.items():
            return step_key(step.id), step.id
    return f"call:{tool}", tool


def step_key(id: str) -> str:
    """What attempts at a step of the plan are counted under."""
    return f"step:{id}"


def finding_key(finding: dict[str, Any]) -> str:
    """What attempts at a finding are counted under. A line moves while its file is worked on."""
    return f"finding:{finding['rule']}:{finding['path']}:{finding['message']}"


def errors(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What has to be mended: a warning is worth a word, and no attempt."""
    return [finding for finding in findings if finding["severity"] == "error"]


def event(
    observation: Observation, tool: str, args: dict[str, Any], outcome: Outcome
) -> dict[str, Any]:
    """What a reader of the stream sees of a call."""
    seen: dict[str, Any] = {
        "event": "act",
        "stage": observation["stage"],
        "tool": tool,
        "args": args,
        "ok": outcome.reply is not None,
        "total": observation["total"],
    }
    if outcome.reply is None:
        return {**seen, "made": observation["made"], "refused": outcome.refused}
    return {
        **seen,
        "made": observation["total"] - outcome.reply["left"],
        "path": outcome.reply.get("path"),
        "changes": outcome.reply["changes"],
    }
