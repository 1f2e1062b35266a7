"""Examples in docstrings and in the README do what they say."""

import doctest
import shutil
from pathlib import Path

import k8sgen
import pytest

# Every public name that has an example; the module itself is one.
DOCUMENTED = [
    "Context",
    "Inventory",
    "K8sgenError",
    "Plan",
    "Session",
    "Tree",
    "generate",
    "tools",
]


@pytest.fixture(autouse=True)
def folder(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Examples run where the demo is, and where what they write is in nobody's way."""
    shutil.copytree(root / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)


def run(name: str, text: str) -> None:
    test = doctest.DocTestParser().get_doctest(text, {}, name, None, 0)
    assert test.examples, "there is no example"
    result = doctest.DocTestRunner().run(test)
    assert result.failed == 0


@pytest.mark.parametrize("name", DOCUMENTED)
def test_docstring(name: str) -> None:
    run(name, getattr(k8sgen, name).__doc__)


def test_module_docstring() -> None:
    assert k8sgen.__doc__
    run("k8sgen", k8sgen.__doc__)


@pytest.mark.parametrize("page", ["k8sgen-py/README.md", "docs/python.md"])
def test_page(root: Path, page: str) -> None:
    run(page, (root / page).read_text())


def test_everything_has_a_docstring() -> None:
    public = [getattr(k8sgen, name) for name in k8sgen.__all__ if name != "__version__"]
    classes = [value for value in public if isinstance(value, type)]
    attributes = [
        value
        for cls in classes
        for name, value in vars(cls).items()
        if not name.startswith("_") and not isinstance(value, str)
    ]
    assert classes and attributes
    assert [value for value in public + attributes if not value.__doc__] == []
