"""Six steps that stand for Terraform: each leaves what `terraform output -json` printed for the demo.

In a pipeline of your own, a step runs `terraform apply` here, and then writes the outputs to the same place.
"""

import shutil
from pathlib import Path
from typing import Any

from k8sgen.langgraph import K8sPipelineState
from langchain_core.runnables import Runnable, RunnableLambda

DEMO = Path(__file__).parents[1] / "demo-replica-agent"
OUTPUTS = Path("terraform", "outputs")


def stub(output: str) -> Runnable[Any, K8sPipelineState]:
    """A node that has "applied" the module whose outputs are in this file."""

    def apply(state: K8sPipelineState) -> K8sPipelineState:
        folder = Path(state["workspace"])
        (folder / OUTPUTS).mkdir(parents=True, exist_ok=True)
        shutil.copy(DEMO / OUTPUTS / output, folder / OUTPUTS / output)
        return {}

    return RunnableLambda(apply)


def prepare(workspace: Path) -> None:
    """The inventory is the one thing that a person writes. Here it is the demo's."""
    workspace.mkdir(parents=True, exist_ok=True)
    if not (workspace / "k8sgen.yaml").exists():
        shutil.copy(DEMO / "k8sgen.yaml", workspace / "k8sgen.yaml")
