"""Terraform outputs in, a Kubernetes repository out.

    >>> import k8sgen
    >>> files = k8sgen.generate("examples/demo-replica-agent/k8sgen.yaml")
    >>> "base/kustomization.yaml" in files
    True
"""

from k8sgen._core import Problem, Report, __version__, generate
from k8sgen._errors import K8sgenError

__all__ = ["K8sgenError", "Problem", "Report", "__version__", "generate"]
