"""What the graph knows: plain data, so that a checkpointer can keep it and another machine can go on."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypedDict

from langchain_core.messages import AnyMessage, ToolMessage
from langgraph.graph.message import Messages, add_messages

RECENT = 24
"""Messages that are kept. What was done is in the session; a model needs the rest for its next step only."""

Status = Literal["working", "done", "incomplete", "rejected"]
"""``incomplete`` means that ``unresolved`` says what is left; ``rejected``, that a person refused the write."""

Task = Literal["step", "mend", "extra", "end"]
"""What an iteration is for: a step of the plan, a finding to mend, what the request asks for beside the plan."""


class Call(TypedDict):
    """One call of one tool."""

    tool: str
    args: dict[str, Any]


class Observation(TypedDict):
    """What OBSERVE saw, for THINK."""

    task: Task
    stage: str
    made: int
    """Steps of the plan that are made."""
    total: int
    """Steps that the plan has."""
    next: list[Call]
    """Calls that can be made now, the plan's next one first."""
    findings: list[dict[str, Any]]
    """What the validator found and is to be mended now."""
    given_up: list[str]
    """What has been tried often enough."""


class Unresolved(TypedDict):
    """Something that the agent hands over to a person."""

    code: str
    """Stable, as everywhere in k8sgen."""
    message: str
    where: str
    """A path of the repository, a step of the plan, or a tool."""
    attempts: int
    """How often it was tried."""


def add_recent(left: Messages, right: Messages) -> Messages:
    """Adds messages, and keeps the last ones. An answer never stays without the call that it answers."""
    messages = add_messages(left, right)
    assert isinstance(messages, list)
    start = max(0, len(messages) - RECENT)
    while start < len(messages) and isinstance(messages[start], ToolMessage):
        start += 1
    return messages[start:]


class K8sAgentState(TypedDict, total=False):
    """The state of the agent and of its three sub-agents. A run needs none of it to start.

    ``request``, ``session`` and ``write_to`` are what a caller may give; the rest is the agent's own.
    """

    request: str
    """What a person wants beyond the inventory, in words. It goes to the model. A last message in ``messages`` that is a
    person's wins over it."""
    session: str
    """The session as JSON: `k8sgen.Session.from_json` reads it."""
    write_to: str
    """The folder that the repository is written to; without one, nothing is written."""
    messages: Annotated[list[AnyMessage], add_recent]
    """The last messages between the agent and its model."""
    observation: Observation
    """What OBSERVE saw last."""
    findings: list[dict[str, Any]]
    """What the validator found in the files that were written, and is not mended yet."""
    attempts: dict[str, int]
    """How often a finding, or a call that was refused, has been tried."""
    given_up: dict[str, Unresolved]
    """What has been tried often enough, by the same key."""
    steps: int
    """Iterations so far."""
    idle: int
    """Iterations in a row that changed nothing."""
    extras_done: bool
    """Whether the model has said that the request needs nothing beside the plan any more."""
    status: Status
    unresolved: list[Unresolved]
    """What is left when the status is ``incomplete``."""
    report: dict[str, Any]
    """What was written to the folder."""
