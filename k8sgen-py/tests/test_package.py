"""The package around the extension module: what it exports, and that its types are right."""

import importlib.metadata
import os
import subprocess
import sys
from pathlib import Path

import k8sgen


def check(root: Path, *arguments: str) -> None:
    """Runs a type checker's module, in the folder where its settings are."""
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=root / "k8sgen-py",
        # pyright takes the first Python on the path for the one to look in.
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, done.stdout


def test_the_stub_says_what_is_there(root: Path) -> None:
    check(root, "mypy.stubtest", "k8sgen")


def test_the_types_are_right(root: Path) -> None:
    check(root, "mypy", "python", "tests")


def test_pyright_agrees(root: Path) -> None:
    check(root, "pyright", "tests")


def test_every_public_type_is_known(root: Path) -> None:
    check(root, "pyright", "--verifytypes", "k8sgen")


def test_the_installed_wheel_is_tested(root: Path) -> None:
    assert root / "k8sgen-py" not in Path(k8sgen.__file__).parents
    assert (Path(k8sgen.__file__).parent / "py.typed").exists()


def test_the_version_is_the_wheels() -> None:
    assert k8sgen.__version__ == importlib.metadata.version("k8sgen")


def test_everything_public_is_exported_under_its_name() -> None:
    assert k8sgen.__all__ == sorted(k8sgen.__all__)
    for name in k8sgen.__all__:
        if not isinstance(getattr(k8sgen, name), type):
            continue
        exported = getattr(k8sgen, name)
        assert (exported.__module__, exported.__qualname__) == ("k8sgen", name)
