"""`k8sgen.generate`, with input that is wrong."""

import pickle
import shutil
from pathlib import Path
from typing import Any

import k8sgen
import pytest


@pytest.fixture
def copy(demo: Path, tmp_path: Path) -> Path:
    """An inventory to spoil, with its Terraform outputs beside it."""
    folder = tmp_path / "input"
    shutil.copytree(demo.parent, folder)
    return folder / demo.name


def spoil(inventory: Path, text: str, replacement: str) -> int:
    """Replaces the first `text`, and returns its line, counted from 1."""
    before, found, after = inventory.read_text().partition(text)
    assert found
    inventory.write_text(before + replacement + after)
    return before.count("\n") + 1


def test_a_problem_says_what_and_where(copy: Path, tmp_path: Path) -> None:
    line = spoil(copy, "\nnamespace:", "\nnamespaec:") + 1
    with pytest.raises(k8sgen.K8sgenError) as raised:
        k8sgen.generate(copy, tmp_path / "out")

    error = raised.value
    assert (error.code, error.path, error.line) == ("yaml/unknown-key", str(copy), line)
    problem = error.problems[0]
    assert (problem.code, problem.path, problem.line) == (error.code, error.path, error.line)
    assert problem.column == 1
    assert "namespaec" in problem.message
    assert problem.help is not None and "namespace" in problem.help
    assert not (tmp_path / "out").exists()


def test_all_problems_are_listed(copy: Path) -> None:
    spoil(copy, "\nnamespace:", "\nnamespaec:")
    spoil(copy, "replicas: 1\n", "replcas: 1\n")
    with pytest.raises(k8sgen.K8sgenError) as raised:
        k8sgen.generate(copy)

    error = raised.value
    assert len(error.problems) >= 2
    assert str(error) == "\n".join(str(problem) for problem in error.problems)
    assert str(error).startswith(f"error[{error.code}]: ")
    assert f"--> {copy}:{error.line}" in str(error)


def test_without_a_place_there_is_none() -> None:
    problem = k8sgen.Problem("context/missing", "there is no endpoint", None, None, None, None)
    error = k8sgen.K8sgenError(str(problem), [problem])
    assert (error.path, error.line) == (None, None)
    assert str(error) == "error[context/missing]: there is no endpoint"


def test_missing_files_are_errors_of_their_own(demo: Path, tmp_path: Path) -> None:
    away = tmp_path / "away"
    with pytest.raises(k8sgen.K8sgenError) as inventory:
        k8sgen.generate(away)
    with pytest.raises(k8sgen.K8sgenError) as terraform:
        k8sgen.generate(demo, terraform=away)
    with pytest.raises(k8sgen.K8sgenError) as plan:
        k8sgen.generate(demo, plan=away)

    errors = [raised.value for raised in (inventory, terraform, plan)]
    assert [error.path for error in errors] == [str(away)] * 3
    assert [error.code.split("/")[0] for error in errors] == ["inventory", "terraform", "plan"]


def test_what_someone_else_wrote_stays(demo: Path, tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("Mine.\n")
    for dry_run in (True, False):
        with pytest.raises(k8sgen.K8sgenError) as raised:
            k8sgen.generate(demo, tmp_path, dry_run=dry_run)
        assert (raised.value.code, raised.value.path) == ("repo/conflict", str(readme))
    assert list(tmp_path.iterdir()) == [readme]
    assert readme.read_text() == "Mine.\n"


def test_a_file_is_no_folder_to_write_to(demo: Path, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(k8sgen.K8sgenError) as raised:
        k8sgen.generate(demo, file)
    assert raised.value.code == "repo/not-a-folder"


def test_a_dry_run_needs_a_folder(demo: Path) -> None:
    with pytest.raises(ValueError, match="dry_run needs an output folder"):
        k8sgen.generate(demo, dry_run=True)  # type: ignore[call-overload]


@pytest.mark.parametrize(
    "arguments",
    [
        {"config": None},
        {"config": 3},
        {"output": 3},
        {"terraform": 3},
        {"terraform": b"outputs"},
        {"terraform": [3]},
        {"terraform": None},
        {"plan": []},
        {"dry_run": "no"},
        {"unknown": 1},
    ],
    ids=str,
)
def test_a_wrong_type_is_a_type_error(demo: Path, arguments: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        k8sgen.generate(**{"config": demo, **arguments})


def test_an_iterable_that_fails_fails_as_it_does(demo: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        k8sgen.generate(demo, terraform=(str(1 // n) for n in [1, 0]))


@pytest.mark.parametrize("path", ["", "a\0b", "\udcff", "x" * 5000], ids=ascii)
def test_a_strange_path_is_an_error_like_any_other(demo: Path, path: str) -> None:
    with pytest.raises(k8sgen.K8sgenError):
        k8sgen.generate(path)
    with pytest.raises(k8sgen.K8sgenError):
        k8sgen.generate(demo, terraform=[path])


def test_an_error_survives_pickle(copy: Path) -> None:
    spoil(copy, "\nnamespace:", "\nnamespaec:")
    with pytest.raises(k8sgen.K8sgenError) as raised:
        k8sgen.generate(copy)

    error = pickle.loads(pickle.dumps(raised.value))
    assert type(error) is k8sgen.YamlError
    assert str(error) == str(raised.value)
    assert error.problems == raised.value.problems


def test_a_problem_is_a_value() -> None:
    fields = ("yaml/unknown-key", "`a` is no key", "k8sgen.yaml", 3, 1, "remove it")
    problem = k8sgen.Problem(*fields)
    assert problem == k8sgen.Problem(*fields)
    assert hash(problem) == hash(k8sgen.Problem(*fields))
    assert problem != k8sgen.Problem(*fields[:3], 4, *fields[4:])
    assert repr(problem) == f"Problem{fields!r}"
    assert str(problem) == (
        "error[yaml/unknown-key]: `a` is no key\n  --> k8sgen.yaml:3:1\n  = help: remove it"
    )
    with pytest.raises(AttributeError):
        problem.line = 4  # type: ignore[misc]
