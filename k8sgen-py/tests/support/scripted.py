"""A chat model that says what a test tells it to."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage, ToolCall
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from pydantic import Field

Script = Callable[[list[BaseMessage]], AIMessage]


class ScriptedModel(BaseChatModel):
    """LangChain's own fakes bind no tools. This one does, and keeps what it was asked."""

    script: Script
    prompts: list[list[BaseMessage]] = Field(default_factory=list)
    bound: list[Any] = Field(default_factory=list)

    def bind_tools(
        self, tools: Sequence[Any], *, tool_choice: str | None = None, **kwargs: Any
    ) -> Runnable[LanguageModelInput, AIMessage]:
        self.bound = list(tools)
        return self

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        self.prompts.append(messages)
        return ChatResult(generations=[ChatGeneration(message=self.script(messages))])

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def said(self) -> str:
        """All that the model has read."""
        return "\n".join(message.text for prompt in self.prompts for message in prompt)


def call(tool: str, /, **args: Any) -> AIMessage:
    """A reply with one call."""
    return AIMessage("", tool_calls=[ToolCall(name=tool, args=args, id=f"call-{tool}")])


def text(content: str) -> AIMessage:
    """A reply without one."""
    return AIMessage(content)


def obey(messages: list[BaseMessage]) -> AIMessage:
    """Makes the call that the last message names first: that is all that a model has to do."""
    for line in messages[-1].text.splitlines():
        if line.startswith("- generate_") or line.startswith("- create_"):
            tool, args = line.removeprefix("- ").split(" ", 1)
            return call(tool, **json.loads(args))
    return text("DONE")


def first(*replies: AIMessage | Script) -> Script:
    """Says these one after the other, and obeys after the last."""
    left = list(replies)

    def script(messages: list[BaseMessage]) -> AIMessage:
        if not left:
            return obey(messages)
        reply = left.pop(0)
        return reply if isinstance(reply, AIMessage) else reply(messages)

    return script
