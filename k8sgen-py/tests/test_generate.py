"""`k8sgen.generate`, with input that is right."""

import os
import shutil
import sys
import threading
from pathlib import Path

import k8sgen
import pytest


LOCK = Path(".k8sgen/lock.json")


def texts(folder: Path) -> dict[str, str]:
    """Every file of a repository but its lock: the text by the path."""
    files = {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}
    del files[LOCK]
    return {name.as_posix(): path.read_bytes().decode() for name, path in files.items()}


def snapshot(folder: Path) -> dict[Path, tuple[int, int]]:
    """Inode and time of everything, so that a file that was written again shows."""
    stats = {path: path.stat() for path in folder.rglob("*")}
    return {path: (stat.st_ino, stat.st_mtime_ns) for path, stat in stats.items()}


def test_the_folder_holds_what_the_dict_does(demo: Path, tmp_path: Path) -> None:
    files = k8sgen.generate(demo)
    report = k8sgen.generate(demo, tmp_path / "repository")

    assert "base/kustomization.yaml" in files
    assert list(files) == sorted(files)
    assert texts(tmp_path / "repository") == files
    assert report.files == report.changed == list(files)
    assert report.created == len(files)
    assert report.updated == report.unchanged == report.deleted == 0
    assert report.kept == []


def test_the_second_run_writes_nothing(demo: Path, tmp_path: Path) -> None:
    first = k8sgen.generate(demo, tmp_path)
    before = snapshot(tmp_path)
    second = k8sgen.generate(demo, tmp_path)

    assert snapshot(tmp_path) == before
    assert second.changed == []
    assert second.unchanged == first.created
    assert second.files == first.files
    assert "nothing to write" in str(second)


def test_a_dry_run_writes_nothing(demo: Path, tmp_path: Path) -> None:
    folder = tmp_path / "repository"
    report = k8sgen.generate(demo, folder, dry_run=True)

    assert not folder.exists()
    assert report.changed == report.files
    assert "create     base/kustomization.yaml" in str(report)
    assert report.created == k8sgen.generate(demo, folder).created


def test_what_changed_on_disk_is_told(demo: Path, tmp_path: Path) -> None:
    k8sgen.generate(demo, tmp_path)
    (tmp_path / "base/kustomization.yaml").unlink()
    edited = tmp_path / "README.md"
    edited.write_text(edited.read_text() + "By hand.\n")
    report = k8sgen.generate(demo, tmp_path)

    assert report.changed == ["base/kustomization.yaml"]
    assert report.kept == ["README.md"]
    assert edited.read_text().endswith("By hand.\n")


def test_paths_may_be_strings(demo: Path, tmp_path: Path) -> None:
    assert k8sgen.generate(str(demo)) == k8sgen.generate(demo)
    assert k8sgen.generate(str(demo), str(tmp_path)).created


def test_terraform_is_one_path_or_many(demo: Path) -> None:
    outputs = demo.parent / "terraform" / "outputs"
    files = k8sgen.generate(demo)

    assert k8sgen.generate(demo, terraform=outputs) == files
    assert k8sgen.generate(demo, terraform=os.fspath(outputs)) == files
    assert k8sgen.generate(demo, terraform=sorted(outputs.iterdir())) == files
    assert k8sgen.generate(demo, terraform=outputs.glob("*.json")) == files
    assert k8sgen.generate(demo, terraform=[]) == files


def test_terraform_replaces_what_the_inventory_says(demo: Path, tmp_path: Path) -> None:
    alone = tmp_path / "k8sgen.yaml"
    shutil.copy(demo, alone)
    outputs = demo.parent / "terraform" / "outputs"

    assert k8sgen.generate(alone, terraform=outputs) == k8sgen.generate(demo)


def test_one_environment_of_several(demo: Path, tmp_path: Path) -> None:
    outputs = demo.parent / "terraform" / "outputs"
    for environment in ["production", "staging"]:
        shutil.copytree(outputs, tmp_path / environment)

    chosen = k8sgen.generate(demo, terraform=tmp_path, environment="production")
    assert chosen == k8sgen.generate(demo)
    with pytest.raises(k8sgen.K8sgenError) as raised:
        k8sgen.generate(demo, terraform=tmp_path)
    assert [problem.code for problem in raised.value.problems] == [
        "terraform/several-environments"
    ]


def test_notes_say_what_no_service_uses(demo: Path, tmp_path: Path) -> None:
    report = k8sgen.generate(demo, tmp_path, dry_run=True)
    assert [note for note in report.notes if "belongs to no service" in note]


def test_a_report_is_a_value(demo: Path, tmp_path: Path) -> None:
    report = k8sgen.generate(demo, tmp_path, dry_run=True)

    assert report == k8sgen.generate(demo, tmp_path, dry_run=True)
    assert report != k8sgen.generate(demo, tmp_path)
    assert repr(report).startswith(f"<Report created={report.created} ")
    with pytest.raises(AttributeError):
        report.created = 0  # type: ignore[misc]


def test_other_threads_run_meanwhile(demo: Path) -> None:
    go, ran = threading.Event(), threading.Event()

    def work() -> None:
        go.wait()
        ran.set()

    thread = threading.Thread(target=work)
    thread.start()
    interval = sys.getswitchinterval()
    # Now only who gives the interpreter away lets the thread run.
    sys.setswitchinterval(3600)
    try:
        go.set()
        tries = 0
        while not ran.is_set() and tries < 500:
            k8sgen.generate(demo)
            tries += 1
        assert ran.is_set()
    finally:
        sys.setswitchinterval(interval)
        thread.join()


def test_the_demo_is_the_golden_repository(demo: Path, root: Path, tmp_path: Path) -> None:
    golden = root / "tests" / "golden" / "demo-replica-agent"
    k8sgen.generate(demo, tmp_path)

    assert (golden / LOCK).is_file()
    assert texts(tmp_path) == texts(golden)
    assert (tmp_path / LOCK).read_bytes() == (golden / LOCK).read_bytes()
