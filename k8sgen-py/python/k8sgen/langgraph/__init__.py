"""A LangGraph agent that makes the repository call by call, guided by a chat model or by the plan alone.

It comes with the extra: ``pip install 'k8sgen[langgraph]'``.

    >>> import k8sgen
    >>> from k8sgen.langgraph import create_k8s_agent, session_of
    >>> session = k8sgen.Session.load("examples/demo-replica-agent/k8sgen.yaml")
    >>> result = create_k8s_agent(None, session).invoke({})
    >>> result["status"]
    'done'
    >>> session_of(result).finish()["base/namespace/namespace.yaml"].splitlines()[0]
    'apiVersion: v1'
"""

try:
    import langchain_core
    import langgraph
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        f"{error}; k8sgen.langgraph needs `pip install 'k8sgen[langgraph]'`", name=error.name
    ) from error

from k8sgen.langgraph import prompts
from k8sgen.langgraph._agent import (
    K8sGraph,
    assembly_agent,
    create_k8s_agent,
    structure_agent,
    template_agent,
)
from k8sgen.langgraph._pipeline import K8sPipelineState, context_bridge, k8s_generation
from k8sgen.langgraph._sessions import session_of
from k8sgen.langgraph._state import K8sAgentState, Observation, Unresolved
from k8sgen.langgraph._tools import k8s_tools

__all__ = [
    "K8sAgentState",
    "K8sGraph",
    "K8sPipelineState",
    "Observation",
    "Unresolved",
    "assembly_agent",
    "context_bridge",
    "create_k8s_agent",
    "k8s_generation",
    "k8s_tools",
    "prompts",
    "session_of",
    "structure_agent",
    "template_agent",
]
