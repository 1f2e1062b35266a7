"""The session that a state holds as JSON."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from k8sgen import Session
from k8sgen.langgraph._state import K8sAgentState

MISSING = "there is no session: give one to the agent, or `session` (its `to_json()`) in the state"


class Sessions:
    """Opens and closes the sessions of states.

    A state holds its session as text, so each node would read all of it anew. The session that was closed last is
    kept, and is given out once if the next state holds its very text: so threads never share one.
    """

    def __init__(self, start: Session | None = None) -> None:
        self._start = None if start is None else start.to_json()
        self._lock = threading.Lock()
        self._last: tuple[str, Session] | None = None

    def text(self, state: K8sAgentState) -> str:
        """The state's session or, before there is one, that which the agent was made with."""
        text = state.get("session") or self._start
        if text is None:
            raise ValueError(MISSING)
        return text

    def open(self, state: K8sAgentState) -> Session:
        """The state's session, to be read and changed by one node."""
        text = self.text(state)
        with self._lock:
            last, self._last = self._last, None
        if last is not None and last[0] == text:
            return last[1]
        return Session.from_json(text)

    @contextmanager
    def reading(self, state: K8sAgentState) -> Iterator[Session]:
        """The state's session, for a node that only looks at it."""
        text, session = self.text(state), self.open(state)
        yield session
        self._keep(text, session)

    def close(self, session: Session) -> str:
        """The session as text, for the state."""
        text = session.to_json()
        self._keep(text, session)
        return text

    def _keep(self, text: str, session: Session) -> None:
        with self._lock:
            self._last = (text, session)


def session_of(state: Mapping[str, object]) -> Session:
    """The session that a state holds: what the agent has made so far, and what is left. A copy, to do with as you like.

    >>> import k8sgen
    >>> from k8sgen.langgraph import create_k8s_agent, session_of
    >>> session = k8sgen.Session.load("examples/demo-replica-agent/k8sgen.yaml")
    >>> result = create_k8s_agent(None, session).invoke({})
    >>> session_of(result).finish().files() == k8sgen.generate("examples/demo-replica-agent/k8sgen.yaml")
    True
    """
    text = state.get("session")
    if not isinstance(text, str):
        raise ValueError(MISSING)
    return Session.from_json(text)
