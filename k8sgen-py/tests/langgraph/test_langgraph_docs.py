"""Examples of `k8sgen.langgraph` do what they say, and the rest of k8sgen does without it."""

import doctest
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from k8sgen import langgraph


@pytest.fixture(autouse=True)
def folder(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Examples run where the demo is, and where what they write is in nobody's way."""
    shutil.copytree(root / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)


def run(name: str, text: str | None) -> None:
    """Runs the examples of a text."""
    test = doctest.DocTestParser().get_doctest(text or "", {}, name, None, 0)
    assert test.examples, "there is no example"
    assert doctest.DocTestRunner().run(test).failed == 0


def test_the_page(root: Path) -> None:
    run("docs/langgraph.md", (root / "docs" / "langgraph.md").read_text())


@pytest.mark.parametrize("name", ["create_k8s_agent", "k8s_tools", "session_of"])
def test_a_docstring(name: str) -> None:
    run(name, getattr(langgraph, name).__doc__)


def test_the_modules_docstring() -> None:
    run("k8sgen.langgraph", langgraph.__doc__)


def test_everything_has_a_docstring() -> None:
    assert langgraph.__all__ == sorted(langgraph.__all__)
    # `K8sGraph` is a name for a type of LangGraph's.
    public = [name for name in langgraph.__all__ if name != "K8sGraph"]
    assert [name for name in public if not getattr(langgraph, name).__doc__] == []


def python(code: str) -> subprocess.CompletedProcess[str]:
    """Runs Python in a process of its own."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)


def test_k8sgen_alone_brings_nothing_of_it() -> None:
    heavy = "{'langgraph', 'langchain_core', 'pydantic', 'k8sgen.langgraph'}"
    assert python(f"import sys, k8sgen; assert not {heavy} & sys.modules.keys()").returncode == 0


def test_without_the_extra_the_error_says_what_to_install() -> None:
    done = python("import sys; sys.modules['langgraph'] = None; import k8sgen.langgraph")
    assert done.returncode == 1
    assert "pip install 'k8sgen[langgraph]'" in done.stderr
