"""What k8sgen raises."""

from __future__ import annotations

from collections.abc import Sequence

from k8sgen._core import Problem


class K8sgenError(Exception):
    """Everything that is wrong with the inputs, or in the way of a write. Nothing was written.

    Its ``str()`` is what the command line prints.

        >>> import k8sgen
        >>> try:
        ...     k8sgen.generate("examples/not-there.yaml")
        ... except k8sgen.K8sgenError as error:
        ...     print(error.code, error.path)
        inventory/unreadable examples/not-there.yaml
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


# Tracebacks, pickles and `help` know it by its public name.
K8sgenError.__module__ = "k8sgen"
