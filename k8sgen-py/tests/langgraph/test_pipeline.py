"""The two nodes for an orchestrator, and the example that uses them."""

import importlib
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import k8sgen
import pytest
from k8sgen.langgraph import K8sPipelineState, context_bridge, k8s_generation
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, StateGraph
from langgraph.types import Command
from scripted import ScriptedModel, obey

THREAD: Any = {"configurable": {"thread_id": "1"}}
CONTEXT = [
    "k8s-generation-plan.yaml",
    "outputs-summary.yaml",
    "service-inventory.yaml",
    "template-variables.yaml",
]


@pytest.fixture
def workspace(demo: Path, tmp_path: Path) -> Path:
    """A folder in which Terraform has been."""
    folder = tmp_path / "workspace"
    shutil.copytree(demo.parent, folder)
    return folder


@pytest.fixture
def golden(root: Path) -> dict[str, bytes]:
    """The repository of the demo, its lock included."""
    return contents(root / "tests" / "golden" / "demo-replica-agent")


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def both(**options: Any) -> Any:
    """An orchestrator that has nothing but the two nodes."""
    builder = StateGraph(K8sPipelineState)
    builder.add_node("bridge", context_bridge)
    builder.add_node("generation", k8s_generation(**options))
    builder.add_edge(START, "bridge")
    builder.add_edge("bridge", "generation")
    builder.add_edge("generation", END)
    return builder.compile(checkpointer=InMemorySaver())


def test_step_7_writes_the_context(workspace: Path) -> None:
    state = context_bridge({"workspace": str(workspace)})
    assert sorted(state["context_report"]["changed"]) == CONTEXT
    written = contents(workspace / "k8s-context")
    assert [path for path in sorted(written) if not path.startswith(".k8sgen/")] == CONTEXT
    summary = (workspace / "k8s-context" / "outputs-summary.yaml").read_text()
    assert "database_name: appdb" in summary
    assert k8sgen.Session.from_json(state["session"]).observe()["made"] == 0


def test_step_7_says_all_that_is_missing(workspace: Path) -> None:
    (workspace / "terraform" / "outputs" / "rds.json").unlink()
    (workspace / "terraform" / "outputs" / "elasticache.json").unlink()
    with pytest.raises(k8sgen.ContextError) as raised:
        context_bridge({"workspace": str(workspace)})
    assert len(raised.value.problems) >= 2
    assert not (workspace / "k8s-context").exists()


def test_step_8_makes_the_repository(workspace: Path, golden: dict[str, bytes]) -> None:
    result = both().invoke({"workspace": str(workspace)}, THREAD)
    assert result["status"] == "done"
    assert result["report"]["folder"] == str(workspace / "k8s-manifests")
    assert contents(workspace / "k8s-manifests") == golden


def test_step_8_needs_nothing_but_the_workspace(workspace: Path, golden: dict[str, bytes]) -> None:
    k8s_generation().invoke({"workspace": str(workspace)})
    assert contents(workspace / "k8s-manifests") == golden


def test_step_8_follows_a_plan_that_was_edited(workspace: Path) -> None:
    context_bridge({"workspace": str(workspace)})
    plan = workspace / "k8s-context" / "k8s-generation-plan.yaml"
    text = plan.read_text()
    wanted = "tool: generate_deployment\n        args: {name: auth-service}"
    assert wanted in text
    plan.write_text(text.replace(wanted, wanted.replace("}", ", memory_limit: 2Gi}")))
    k8s_generation().invoke({"workspace": str(workspace)})
    deployment = workspace / "k8s-manifests" / "base/deployments/backend/auth-service.yaml"
    assert "memory: 2Gi" in deployment.read_text()


def test_a_question_reaches_the_orchestrator(workspace: Path, golden: dict[str, bytes]) -> None:
    pipeline = both(model=ScriptedModel(script=obey), approve=True)
    paused = pipeline.invoke({"workspace": str(workspace)}, THREAD)
    assert paused["__interrupt__"][0].value["action"] == "write"
    assert not (workspace / "k8s-manifests").exists()
    assert pipeline.invoke(Command(resume=True), THREAD)["status"] == "done"
    assert contents(workspace / "k8s-manifests") == golden


def example(root: Path, *arguments: str, answer: str = "") -> subprocess.CompletedProcess[str]:
    """Runs the example as its README says."""
    script = root / "examples" / "langgraph_pipeline" / "pipeline.py"
    command = [sys.executable, "-B", "-W", "error", str(script), *arguments]
    return subprocess.run(command, capture_output=True, text=True, input=answer)


def test_the_example_runs_all_steps(root: Path, tmp_path: Path, golden: dict[str, bytes]) -> None:
    done = example(root, "--workspace", str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    for step, name in enumerate(["VPC", "RDS", "ElastiCache", "S3", "ECR", "EKS"], 1):
        assert f"Step {step}: {name}\n" in done.stdout
    assert "Step 8: K8s_Generation\n    1/" in done.stdout
    assert contents(tmp_path / "k8s-manifests") == golden


def test_the_example_dry(root: Path, tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    done = example(root, "--dry-run", "--workspace", str(workspace))
    assert done.returncode == 0
    assert "Step 7: Context_Bridge -> context_bridge" in done.stdout
    assert f"Output location: {workspace}/k8s-manifests/" in done.stdout
    assert not workspace.exists()


def test_the_example_step_by_step(root: Path, tmp_path: Path, golden: dict[str, bytes]) -> None:
    for step in range(1, 8):
        assert example(root, "--workspace", str(tmp_path), "--step", str(step)).returncode == 0
    assert set(contents(tmp_path / "k8s-context")) >= set(CONTEXT)
    asked = ("--workspace", str(tmp_path), "--step", "8", "--approve")
    refused = example(root, *asked, answer="no\n")
    assert refused.returncode == 1 and "agent/rejected" in refused.stderr
    assert not (tmp_path / "k8s-manifests").exists()
    assert example(root, *asked, answer="yes\n").returncode == 0
    assert contents(tmp_path / "k8s-manifests") == golden


def test_the_example_with_a_model(
    root: Path, tmp_path: Path, golden: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(root / "examples" / "langgraph_pipeline")
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    pipeline = importlib.import_module("pipeline")
    model = ScriptedModel(script=obey)
    importlib.import_module("terraform").prepare(tmp_path)
    start = {"workspace": str(tmp_path), "left": list(range(1, 9))}
    state = pipeline.run(pipeline.create_pipeline(model), start)
    assert state["status"] == "done"
    assert f"Output location: {tmp_path}/k8s-manifests/" in model.prompts[0][1].text
    assert contents(tmp_path / "k8s-manifests") == golden
