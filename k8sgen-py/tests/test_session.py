"""`k8sgen.Session`, and what it is made of."""

import copy
import json
import pickle
import random
from pathlib import Path
from typing import Any

import k8sgen
import pytest
from k8sgen import _core


@pytest.fixture
def session(demo: Path) -> k8sgen.Session:
    """Nothing is made yet."""
    return k8sgen.Session.load(demo)


def finish_plan(session: k8sgen.Session) -> None:
    while (step := session.next) is not None:
        session.act(step.tool, step.args)


def test_the_plan_step_by_step_is_what_generate_makes(
    session: k8sgen.Session, demo: Path, tmp_path: Path
) -> None:
    assert not session.done()
    for made, step in enumerate(session.plan.steps):
        assert not session.is_made(step.id)
        reply = session.act(step.tool, step.args)
        assert session.is_made(step.id)
        assert reply["step"] == step.id
        assert reply["left"] == len(session.plan) - made - 1
    assert session.done() and session.next is None and session.ready == []

    tree = session.finish()
    assert tree.files() == k8sgen.generate(demo)
    k8sgen.generate(demo, tmp_path)
    assert tree.write(tmp_path).changed == []


def test_it_resumes_anywhere(session: k8sgen.Session) -> None:
    choose = random.Random(7)
    while not session.done():
        step = choose.choice(session.ready)
        session.act(step.tool, step.args)
        if choose.random() < 0.1:
            session = k8sgen.Session.from_json(session.to_json())
        elif choose.random() < 0.1:
            session = pickle.loads(pickle.dumps(session))
        elif choose.random() < 0.1:
            session = copy.deepcopy(session)
    again = k8sgen.Session(session.inventory, session.context, session.plan)
    finish_plan(again)
    assert again.finish() == session.finish()
    assert again.to_json() == session.to_json()


def test_a_checkpoint_holds_no_secret(session: k8sgen.Session, demo: Path) -> None:
    finish_plan(session)
    text = session.to_json()
    for outputs in (demo.parent / "terraform" / "outputs").rglob("*.json"):
        for name, output in json.loads(outputs.read_text()).items():
            if output.get("sensitive") and output["value"]:
                assert json.dumps(output["value"]).strip('"') not in text, name


def test_an_error_is_for_correcting_oneself(session: k8sgen.Session) -> None:
    session.act("generate_namespace")
    before = session.to_json()
    with pytest.raises(k8sgen.ToolError) as raised:
        session.act("generate_service", {"name": "web-iu"})
    problem = raised.value.problems[0]
    assert (problem.field, problem.given, problem.nearest) == ("name", "web-iu", "web-ui")
    assert problem.expected is not None and "web-ui" in problem.expected
    assert pickle.loads(pickle.dumps(problem)) == problem
    assert session.to_json() == before


def test_what_it_is_made_of(session: k8sgen.Session, demo: Path, tmp_path: Path) -> None:
    inventory = k8sgen.Inventory.load(demo)
    context = k8sgen.Context.load(demo.parent / "terraform" / "outputs", inventory)
    plan = k8sgen.Plan.build(inventory)
    assert (session.inventory, session.context, session.plan) == (inventory, context, plan)
    assert k8sgen.Inventory.read(inventory.text, inventory.file) == inventory
    assert inventory.environments and inventory.text == demo.read_text()

    assert "database.endpoint" in context and "database.endpoint" in context.fields()
    assert context.to_dict()["database"]["endpoint"] == context["database.endpoint"]
    assert "nothing" not in context
    with pytest.raises(KeyError):
        context["database.endpont"]

    (tmp_path / "plan.yaml").write_text(plan.to_yaml(inventory))
    assert k8sgen.Plan.load(tmp_path / "plan.yaml").to_json() == plan.to_json()
    step = plan.steps[-1]
    assert step.level == 8 and step.after and step.path.endswith(".yaml")

    for value in (inventory, context, plan, step, session.tree):
        assert pickle.loads(pickle.dumps(value)) == value


def test_a_tree_is_read_like_a_dict(session: k8sgen.Session, tmp_path: Path) -> None:
    path = session.act("generate_namespace")["path"]
    tree = session.tree
    assert len(tree) == 1 and path in tree and "../x" not in tree
    assert tree[path] == tree.files()[path]
    with pytest.raises(KeyError):
        tree["base/nothing.yaml"]
    assert tree.write(tmp_path / "out", dry_run=True).created == 1
    assert not (tmp_path / "out").exists()
    tree.write(tmp_path / "out")
    (tmp_path / "out" / path).write_text("mine\n")
    finish_plan(session)
    assert session.finish().write(tmp_path / "out").kept == [path]


def test_the_full_reply_holds_the_text(session: k8sgen.Session) -> None:
    reply = session.act("generate_namespace", detail="full")
    change = reply["changes"][0]
    assert change["text"] == session.tree[change["path"]]
    with pytest.raises(ValueError):
        session.act("generate_namespace", detail="long")  # type: ignore[arg-type]


class Odd:
    """Nothing that JSON has."""


def endless() -> dict[str, Any]:
    args: dict[str, Any] = {}
    args["name"] = args
    return args


@pytest.mark.parametrize(
    "args",
    [
        {"name": Odd()},
        {"name": {1: 2}},
        {"name": float("nan")},
        {"name": 1 << 70},
        {"name": "\ud800"},
        {"name": b"web-ui"},
        endless(),
        ["name"],
    ],
    ids=str,
)
def test_what_is_no_json_is_refused(session: k8sgen.Session, args: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        session.act("generate_service", args)


def test_a_panic_is_an_exception() -> None:
    with pytest.raises(k8sgen.InternalError, match="a test asked for it") as raised:
        _core._panic()
    assert raised.value.code == "internal/panic"
