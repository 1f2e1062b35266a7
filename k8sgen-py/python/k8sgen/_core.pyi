# Types of the extension module. Its documentation is in the Rust source, from where `help` has it too;
# `mypy.stubtest` holds that the two agree.

from collections.abc import Iterable
from os import PathLike
from typing import Literal, TypeAlias, final, overload

__all__ = ["Problem", "Report", "__version__", "generate"]

_Path: TypeAlias = str | PathLike[str]

__version__: str

@final
class Problem:
    def __new__(
        cls,
        code: str,
        message: str,
        path: str | None,
        line: int | None,
        column: int | None,
        help: str | None,
    ) -> Problem: ...
    @property
    def code(self) -> str: ...
    @property
    def message(self) -> str: ...
    @property
    def path(self) -> str | None: ...
    @property
    def line(self) -> int | None: ...
    @property
    def column(self) -> int | None: ...
    @property
    def help(self) -> str | None: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs__(
        self,
    ) -> tuple[str, str, str | None, int | None, int | None, str | None]: ...

@final
class Report:
    @property
    def created(self) -> int: ...
    @property
    def updated(self) -> int: ...
    @property
    def unchanged(self) -> int: ...
    @property
    def deleted(self) -> int: ...
    @property
    def files(self) -> list[str]: ...
    @property
    def changed(self) -> list[str]: ...
    @property
    def kept(self) -> list[str]: ...
    @property
    def notes(self) -> list[str]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

@overload
def generate(
    config: _Path,
    output: None = None,
    *,
    terraform: _Path | Iterable[_Path] = (),
    environment: str | None = None,
    plan: _Path | None = None,
    dry_run: Literal[False] = False,
) -> dict[str, str]: ...
@overload
def generate(
    config: _Path,
    output: _Path,
    *,
    terraform: _Path | Iterable[_Path] = (),
    environment: str | None = None,
    plan: _Path | None = None,
    dry_run: bool = False,
) -> Report: ...
