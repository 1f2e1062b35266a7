"""What k8sgen raises: one class for each stage that can say no, all of them `K8sgenError`."""

from __future__ import annotations

from collections.abc import Sequence

from k8sgen._core import Problem


class K8sgenError(Exception):
    """Everything that is wrong with the inputs, with a call, or in the way of a write. Nothing has changed.

    Its ``str()`` is what the command line prints. It is raised as one of its subclasses: that of the stage
    that found the first problem.

        >>> import k8sgen
        >>> try:
        ...     k8sgen.generate("examples/not-there.yaml")
        ... except k8sgen.K8sgenError as error:
        ...     print(type(error).__name__, error.code, error.path)
        InventoryError inventory/unreadable examples/not-there.yaml
    """

    problems: list[Problem]
    """All of them, in the order of the input; at least one."""

    def __init__(self, message: str, problems: Sequence[Problem]) -> None:
        super().__init__(message, problems)
        self.problems = list(problems)

    def __str__(self) -> str:
        return str(self.args[0])

    @property
    def code(self) -> str:
        """The first problem's code, such as ``yaml/unknown-key``. Stable."""
        return self.problems[0].code

    @property
    def path(self) -> str | None:
        """The file that the first problem stands in, as it was given; None if it stands in no file."""
        return self.problems[0].path

    @property
    def line(self) -> int | None:
        """The first problem's line, counted from 1."""
        return self.problems[0].line


class YamlError(K8sgenError):
    """A file is not YAML, or has keys and values that mean nothing there."""


class TerraformError(K8sgenError):
    """Terraform's outputs can't be read."""


class ContextError(K8sgenError):
    """A value of Terraform's is missing, ambiguous, or of the wrong shape."""


class InventoryError(K8sgenError):
    """The inventory can't be read, or contradicts itself."""


class PlanError(K8sgenError):
    """The plan can't be run."""


class ToolError(K8sgenError):
    """A tool's call is wrong, or misses something."""


class GenerateError(K8sgenError):
    """A step of the plan does not make what it says."""


class SessionError(K8sgenError):
    """A call comes too early, steps are left, or a checkpoint can't be read."""


class TreeError(K8sgenError):
    """Two paths can't stand side by side."""


class RepoError(K8sgenError):
    """Something is in the way of a write."""


class InternalError(K8sgenError):
    """k8sgen made a mistake. It is worth a report."""


_BY_STAGE: dict[str, type[K8sgenError]] = {
    "yaml": YamlError,
    "terraform": TerraformError,
    "context": ContextError,
    "inventory": InventoryError,
    "plan": PlanError,
    "tool": ToolError,
    "generate": GenerateError,
    "session": SessionError,
    "tree": TreeError,
    "repo": RepoError,
    "internal": InternalError,
}


def of(message: str, problems: Sequence[Problem]) -> K8sgenError:
    """The exception for these problems."""
    stage = problems[0].code.partition("/")[0]
    return _BY_STAGE.get(stage, K8sgenError)(message, problems)


# Tracebacks, pickles and `help` know them by their public names.
for _class in (K8sgenError, *_BY_STAGE.values()):
    _class.__module__ = "k8sgen"
