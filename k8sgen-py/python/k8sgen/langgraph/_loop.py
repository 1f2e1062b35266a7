"""OBSERVE, THINK, ACT: the loop of every sub-agent, one call an iteration.

OBSERVE reads the session and decides what there is to do, THINK asks the model for a call (or the policy, without a
model), ACT makes it. What is done is in the session alone; the rest of the state counts how often something failed,
so that the loop ends whatever a model says.
"""

from __future__ import annotations

from typing import Any

from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, SystemMessage, ToolCall
from langchain_core.runnables import Runnable, RunnableConfig, RunnableLambda
from langgraph.graph import END, START, StateGraph
from langgraph.types import StreamWriter

from k8sgen import K8sgenError, Plan, Session, Step
from k8sgen.langgraph import prompts
from k8sgen.langgraph._act import (
    errors,
    event,
    finding_key,
    make,
    not_made,
    not_read,
    step_key,
    subject,
)
from k8sgen.langgraph._sessions import Sessions
from k8sgen.langgraph._stage import ASSEMBLY, TEMPLATE, Stage
from k8sgen.langgraph._state import Call, K8sAgentState, Observation, Task, Unresolved
from k8sgen.langgraph._tools import functions

ATTEMPTS = 3
"""How often a finding or a call that is refused is tried before it is handed over."""

PATIENCE = 9
"""Iterations in a row that may change nothing. A reply without a call counts for three."""

NAMED = 8
"""How many of the next calls a model is shown."""

Builder = StateGraph[K8sAgentState, None, K8sAgentState, K8sAgentState]


class Loop:
    """The nodes of one sub-agent."""

    def __init__(
        self,
        stage: Stage,
        model: BaseChatModel | None,
        sessions: Sessions,
        *,
        attempts: int = ATTEMPTS,
        max_steps: int | None = None,
    ) -> None:
        self.stage = stage
        self.sessions = sessions
        self.max_steps = max_steps
        # The policy would make the very same call again.
        self.attempts = attempts if model is not None else 1
        self.model: Runnable[LanguageModelInput, AIMessage] | None = None
        if model is not None:
            self.model = model.bind_tools(functions())

    def graph(self) -> Builder:
        """The loop as a graph that is not compiled yet. It ends behind OBSERVE, and the last one behind a check."""
        builder = StateGraph(K8sAgentState)
        builder.add_node("observe", self.observe)
        builder.add_node("think", RunnableLambda(self.think, afunc=self.athink, name="think"))
        builder.add_node("act", self.act)
        builder.add_edge(START, "observe")
        if self.stage is ASSEMBLY:
            builder.add_node("check", self.check)
            builder.add_edge("check", END)
        end = "check" if self.stage is ASSEMBLY else END
        builder.add_conditional_edges("observe", going_on, {True: "think", False: end})
        builder.add_edge("think", "act")
        builder.add_edge("act", "observe")
        return builder

    def observe(self, state: K8sAgentState) -> K8sAgentState:
        """Reads where the repository stands, and decides what to do now."""
        with self.sessions.reading(state) as session:
            seen = self._seen(state, session)
        if "session" not in state:
            seen["session"] = self.sessions.text(state)
        return seen

    def _seen(self, state: K8sAgentState, session: Session) -> K8sAgentState:
        plan = session.plan
        todo = [step for step in self.stage.steps(plan) if not session.is_made(step.id)]
        findings = self._findings(state, session, todo)
        given_up = self._given_up(state, findings)
        mend = [finding for finding in findings if finding_key(finding) not in given_up]
        ids = {step.id for step in todo if step_key(step.id) not in given_up}
        ready = [step for step in session.ready if step.id in ids]

        extra = self._extra(state)
        task: Task = "mend" if mend else "step" if ready else "extra" if extra else "end"
        stopped = self._stopped(state, plan)
        if stopped is not None:
            task = "end"
        update: K8sAgentState = {
            "request": request_of(state),
            "findings": findings,
            "given_up": given_up,
            "observation": Observation(
                task=task,
                stage=self.stage.name,
                made=sum(session.is_made(step.id) for step in plan.steps),
                total=len(plan),
                next=[Call(tool=step.tool, args=step.args) for step in ready[:NAMED]],
                findings=mend,
                given_up=[entry["where"] for entry in given_up.values()],
            ),
            "status": "working",
            "unresolved": [],
        }
        if task == "end":
            left = unresolved(given_up, findings, [step.id for step in todo])
            if stopped is not None and left:
                left.append(stopped)
            update["unresolved"] = left
            update["status"] = "incomplete" if left else "done"
            if extra and not todo:
                # Who finds no end beside the plan does not keep it from being assembled.
                update["idle"] = 0
        return update

    def think(self, state: K8sAgentState, config: RunnableConfig) -> K8sAgentState:
        """Asks the model for one call."""
        if self.model is None:
            return {"messages": [policy(state)]}
        return {"messages": [self.model.invoke(self.prompt(state), config)]}

    async def athink(self, state: K8sAgentState, config: RunnableConfig) -> K8sAgentState:
        """`think`, without blocking who waits for other things."""
        if self.model is None:
            return {"messages": [policy(state)]}
        return {"messages": [await self.model.ainvoke(self.prompt(state), config)]}

    def prompt(self, state: K8sAgentState) -> list[AnyMessage]:
        """What the model reads: the rules, the request, what happened last, and what to do now."""
        request, observation = state.get("request", ""), state["observation"]
        extra = observation["task"] == "extra"
        opening = prompts.custom_generation if extra else prompts.parameter_extraction
        with self.sessions.reading(state) as session:
            first: list[AnyMessage] = [
                SystemMessage(prompts.planning(session)),
                HumanMessage(opening(session, request)),
            ]
        recent = [message for message in state.get("messages", []) if message.type != "human"]
        return [*first, *recent, HumanMessage(prompts.turn(observation))]

    def act(
        self, state: K8sAgentState, config: RunnableConfig, writer: StreamWriter
    ) -> K8sAgentState:
        """Makes the call, and notes what came of it."""
        said = state["messages"][-1]
        if not isinstance(said, AIMessage) or not said.tool_calls:
            return self._no_call(state, said)
        call, *others = said.tool_calls
        session, observation = self.sessions.open(state), state["observation"]
        outcome = make(session, call["name"], call["args"], call["id"] or "", config)
        writer(event(observation, call["name"], call["args"], outcome))

        attempts, given_up = dict(state.get("attempts", {})), dict(state.get("given_up", {}))
        tried = observation["findings"] if observation["task"] == "mend" else []
        for finding in tried:
            key = finding_key(finding)
            attempts[key] = attempts.get(key, 0) + 1
        key, where = subject(session.plan, call["name"], call["args"])
        if outcome.reply is not None:
            attempts.pop(key, None)
            given_up.pop(key, None)
        # What is only too early will be in order later.
        elif outcome.code != "session/too-early":
            attempts[key] = attempts.get(key, 0) + 1
            planned = key == step_key(where)
            if attempts[key] >= self.attempts and (planned or observation["task"] == "extra"):
                given_up[key] = handed_over(outcome.code, outcome.why, where, attempts[key])
        found = [] if outcome.reply is None else outcome.reply.get("findings", [])
        return {
            "session": self.sessions.close(session),
            "messages": [outcome.answer, *(not_made(other["id"]) for other in others)],
            "findings": [*state.get("findings", []), *errors(found)],
            "attempts": attempts,
            "given_up": given_up,
            "steps": state.get("steps", 0) + 1,
            "idle": 0 if outcome.progressed else state.get("idle", 0) + 1,
        }

    def check(self, state: K8sAgentState) -> K8sAgentState:
        """The final check of the whole repository, alone and together."""
        left = list(state.get("unresolved", []))
        known = {(entry["code"], entry["message"]) for entry in left}
        with self.sessions.reading(state) as session:
            try:
                session.finish()
                problems = []
            except K8sgenError as error:
                problems = error.problems
        for problem in problems:
            said = (problem.code, problem.message)
            if problem.code != "session/unfinished" and said not in known:
                left.append(handed_over(*said, problem.path or self.stage.name, 0))
        return {"unresolved": left, "status": "incomplete" if left else "done"}

    def _no_call(self, state: K8sAgentState, message: AnyMessage) -> K8sAgentState:
        """The model made no call, or none that can be read."""
        calls = message.invalid_tool_calls if isinstance(message, AIMessage) else []
        update: K8sAgentState = {
            "messages": [not_read(call["id"]) for call in calls],
            "steps": state.get("steps", 0) + 1,
            "idle": state.get("idle", 0) + PATIENCE // 3,
        }
        if not calls and state["observation"]["task"] == "extra":
            update["extras_done"] = True
            update["idle"] = 0
        return update

    def _findings(
        self, state: K8sAgentState, session: Session, todo: list[Step]
    ) -> list[dict[str, Any]]:
        """What is wrong: in the files that were written, and at the end in all of them."""
        final = self.stage is ASSEMBLY and not todo
        found = {finding_key(finding): finding for finding in state.get("findings", [])}
        if not final and not found:
            return []
        seen = errors(session.observe()["findings"])
        return seen if final else [finding for finding in seen if finding_key(finding) in found]

    def _given_up(
        self, state: K8sAgentState, findings: list[dict[str, Any]]
    ) -> dict[str, Unresolved]:
        given_up = dict(state.get("given_up", {}))
        for finding in findings:
            key = finding_key(finding)
            tried = state.get("attempts", {}).get(key, 0)
            if self.model is None or tried >= self.attempts:
                rule, message, where = finding["rule"], finding["message"], finding["path"]
                given_up[key] = handed_over(rule, message, where, tried)
        return given_up

    def _extra(self, state: K8sAgentState) -> bool:
        """Whether the model may go beyond the plan now: when its files are made, and before they are assembled."""
        asked = self.model is not None and bool(request_of(state))
        return asked and self.stage is TEMPLATE and not state.get("extras_done", False)

    def _stopped(self, state: K8sAgentState, plan: Plan) -> Unresolved | None:
        """Why the loop has to end although something is left."""
        steps, idle = state.get("steps", 0), state.get("idle", 0)
        most = self.max_steps if self.max_steps is not None else 3 * len(plan) + 50
        if idle >= PATIENCE:
            code, message = "agent/stuck", "the last calls changed nothing, or there were none"
        elif steps >= most:
            code, message = "agent/step-limit", f"all {steps} iterations that may be were made"
        else:
            return None
        return handed_over(code, message, self.stage.name, steps)


def going_on(state: K8sAgentState) -> bool:
    """Whether there is something to do."""
    return state["observation"]["task"] != "end"


def policy(state: K8sAgentState) -> AIMessage:
    """Without a model: the plan's next call, as it stands in the plan."""
    call = state["observation"]["next"][0]
    id = f"step-{state.get('steps', 0)}"
    return AIMessage("", tool_calls=[ToolCall(name=call["tool"], args=call["args"], id=id)])


def handed_over(code: str, message: str, where: str, attempts: int) -> Unresolved:
    """What is left to a person."""
    return Unresolved(code=code, message=message, where=where, attempts=attempts)


def request_of(state: K8sAgentState) -> str:
    """What a person asked for: what was said last, in a graph that talks, or the request."""
    messages = state.get("messages", [])
    if messages and isinstance(messages[-1], HumanMessage):
        return messages[-1].text
    return state.get("request", "")


def unresolved(
    given_up: dict[str, Unresolved], findings: list[dict[str, Any]], left: list[str]
) -> list[Unresolved]:
    """What was given up and is still wrong or missing, and the other steps that are not made."""
    wrong = {finding_key(finding) for finding in findings} | {step_key(id) for id in left}
    still = [entry for key, entry in given_up.items() if key in wrong or key.startswith("call:")]
    others = [id for id in left if step_key(id) not in given_up]
    if others:
        message = f"{len(others)} steps have not been made: {', '.join(others)}"
        still.append(handed_over("session/unfinished", message, others[0], 0))
    return still
