"""Two nodes for an orchestrator, to put behind its Terraform steps: Step 7 collects what Terraform made, Step 8 makes
the Kubernetes repository.

Both work in a folder, the workspace, and each can be run without the other: Step 8 reads from the workspace what Step 7
left there, a plan that a person has edited since included.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from langchain_core.language_models import BaseChatModel
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.types import Checkpointer

from k8sgen import Session
from k8sgen.langgraph._agent import RECURSION_LIMIT, create_k8s_agent, fields
from k8sgen.langgraph._loop import ATTEMPTS
from k8sgen.langgraph._state import K8sAgentState

INVENTORY = "k8sgen.yaml"
CONTEXT = "k8s-context"
MANIFESTS = "k8s-manifests"
PLAN = "k8s-generation-plan.yaml"


class K8sPipelineState(K8sAgentState, total=False):
    """What the two nodes read of an orchestrator's state, and what they add to it.

    Only ``workspace`` is needed: the folder with ``k8sgen.yaml``, which gets ``k8s-context/`` and ``k8s-manifests/``.
    """

    workspace: str
    """The folder that all steps work in."""
    inventory: str
    """The inventory; ``k8sgen.yaml`` of the workspace, if there is none."""
    terraform: list[str]
    """Files or folders of Terraform's outputs; those that the inventory names, if there are none."""
    context_report: dict[str, Any]
    """What Step 7 wrote."""


def context_bridge(state: K8sPipelineState) -> K8sPipelineState:
    """Step 7: reads what Terraform made, and writes the four files of ``k8s-context/``. A node.

    Raises `k8sgen.K8sgenError` with everything that is missing, before anything is written.
    """
    folder = Path(state["workspace"])
    session = Session.load(_inventory(state), terraform=state.get("terraform", []))
    report = session.context_files().write(folder / CONTEXT)
    return {
        "session": session.to_json(),
        "context_report": fields(str(folder / CONTEXT), report),
        "write_to": str(folder / MANIFESTS),
    }


def k8s_generation(
    model: BaseChatModel | None = None,
    checkpointer: Checkpointer = None,
    *,
    approve: bool = False,
    attempts: int = ATTEMPTS,
    max_steps: int | None = None,
) -> CompiledStateGraph[K8sPipelineState, None, K8sPipelineState, K8sPipelineState]:
    """Step 8: makes the repository in ``k8s-manifests/``. A node that is a graph: the agent behind a look into the
    workspace.

    The arguments are those of `create_k8s_agent`. As a node of another graph it needs no checkpointer of its own.
    """
    agent = create_k8s_agent(model, approve=approve, attempts=attempts, max_steps=max_steps)
    builder = StateGraph(K8sPipelineState)
    builder.add_node("open", open_workspace)
    builder.add_node("agent", agent)
    builder.add_edge(START, "open")
    builder.add_edge("open", "agent")
    builder.add_edge("agent", END)
    graph = builder.compile(checkpointer=checkpointer, name="k8s_generation")
    return graph.with_config(recursion_limit=RECURSION_LIMIT)


def open_workspace(state: K8sPipelineState) -> K8sPipelineState:
    """Finds the session: Step 7's or, where that ran in another process, what it left in the workspace."""
    folder = Path(state["workspace"])
    found: K8sPipelineState = {"write_to": state.get("write_to", str(folder / MANIFESTS))}
    if "session" not in state:
        plan = folder / CONTEXT / PLAN
        session = Session.load(
            _inventory(state),
            terraform=state.get("terraform", []),
            plan=plan if plan.exists() else None,
        )
        found["session"] = session.to_json()
    return found


def _inventory(state: K8sPipelineState) -> Path:
    return Path(state.get("inventory", str(Path(state["workspace"]) / INVENTORY)))
