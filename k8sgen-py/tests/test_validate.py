"""k8sgen.validate: what is wrong with a repository, whoever wrote it."""

import pickle
from pathlib import Path

import k8sgen
import pytest

SERVICE = """\
apiVersion: v1
kind: Service
metadata:
  name: web-ui
spec:
  port:
    - port: 80
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "service.yaml").write_text(SERVICE)
    return tmp_path


def test_a_finding_says_where_and_what(repository: Path) -> None:
    found = k8sgen.validate(repository)
    [finding] = [finding for finding in found if finding.rule == "KG101"]
    assert finding.severity == "error"
    assert finding.path.endswith("service.yaml")
    assert (finding.line, finding.column) == (6, 3)
    assert "port" in finding.message and "ports" in f"{finding.message} {finding.help}"
    assert str(finding).startswith(f"{finding.path}:6:3: error[KG101]: ")
    assert pickle.loads(pickle.dumps(finding)) == finding


def test_rules_are_chosen(repository: Path) -> None:
    assert k8sgen.validate(repository, select=["KG0"]) == []
    assert k8sgen.validate(repository, ignore=["KG1", "KG4"]) == []


def test_what_was_generated_has_no_errors(demo: Path) -> None:
    session = k8sgen.Session.load(demo)
    while (step := session.next) is not None:
        session.act(step.tool, step.args)
    found = k8sgen.validate(session.finish())
    assert [finding for finding in found if finding.severity != "info"] == []


@pytest.mark.parametrize("wrong", [{"kubernetes_version": "2.x"}, {"select": ["XX"]}])
def test_what_there_is_not_is_said(repository: Path, wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="2.x|XX"):
        k8sgen.validate(repository, **wrong)  # type: ignore[arg-type]


def test_a_session_refuses_a_manifest_that_is_not_of_its_type(demo: Path) -> None:
    session = k8sgen.Session.load(demo)
    manifest = "apiVersion: v1\nkind: LimitRange\nmetadata:\n  name: most\nspec:\n  limit: []\n"
    with pytest.raises(k8sgen.K8sgenError) as error:
        session.act("write_custom_manifest", {"manifest": manifest})
    assert "limits" in str(error.value)
    assert not any("most" in path for path in session.tree.files())
