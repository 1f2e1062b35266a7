"""Terraform outputs in, a Kubernetes repository out.

    >>> import k8sgen
    >>> files = k8sgen.generate("examples/demo-replica-agent/k8sgen.yaml")
    >>> "base/kustomization.yaml" in files
    True
"""

from k8sgen._core import (
    Context,
    Inventory,
    Plan,
    Problem,
    Report,
    Session,
    Step,
    Tree,
    __version__,
    generate,
    tools,
)
from k8sgen._errors import (
    ContextError,
    GenerateError,
    InternalError,
    InventoryError,
    K8sgenError,
    PlanError,
    RepoError,
    SessionError,
    TerraformError,
    ToolError,
    TreeError,
    YamlError,
)

__all__ = [
    "Context",
    "ContextError",
    "GenerateError",
    "InternalError",
    "Inventory",
    "InventoryError",
    "K8sgenError",
    "Plan",
    "PlanError",
    "Problem",
    "RepoError",
    "Report",
    "Session",
    "SessionError",
    "Step",
    "TerraformError",
    "ToolError",
    "Tree",
    "TreeError",
    "YamlError",
    "__version__",
    "generate",
    "tools",
]
