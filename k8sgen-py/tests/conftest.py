"""What the tests share. The package under test is the installed wheel, never the source tree."""

from pathlib import Path

import pytest


@pytest.fixture
def root() -> Path:
    """The repository."""
    return Path(__file__).parents[2]


@pytest.fixture
def demo(root: Path) -> Path:
    """The demo's inventory."""
    return root / "examples" / "demo-replica-agent" / "k8sgen.yaml"
