"""Whatever is given to a function, it raises or returns: it never aborts, and never panics."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import k8sgen
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

NAMES = [tool["name"] for tool in k8sgen.tools()]
ARGUMENTS = sorted({name for tool in k8sgen.tools() for name in tool["schema"]["properties"]})
WORDS = ["web-ui", "default-deny", "production", "base", "database-config", "root", "argocd", ""]

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(WORDS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
anything = json_values | st.binary(max_size=8) | st.builds(object) | st.just(k8sgen)
arguments = st.dictionaries(st.sampled_from(ARGUMENTS) | st.text(max_size=8), json_values, max_size=4)

EXPECTED = (k8sgen.K8sgenError, TypeError, ValueError, KeyError, OverflowError)


@pytest.fixture(scope="module")
def config() -> Path:
    return Path(__file__).parents[2] / "examples" / "demo-replica-agent" / "k8sgen.yaml"


@pytest.fixture(scope="module")
def session(config: Path) -> k8sgen.Session:
    session = k8sgen.Session.load(config)
    while (step := session.next) is not None:
        session.act(step.tool, step.args)
    return session


def attempt(call: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
    try:
        call(*args, **kwargs)
    except k8sgen.InternalError:
        raise
    except EXPECTED as error:
        assert str(error) or isinstance(error, (TypeError, KeyError))


examples = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@examples
@given(tool=st.sampled_from(NAMES) | st.text(max_size=20), args=arguments)
def test_act(config: Path, session: k8sgen.Session, tool: str, args: dict[str, Any]) -> None:
    attempt(session.act, tool, args)
    attempt(session.act, tool, args, detail="full")


@examples
@given(tool=anything, args=anything, detail=anything)
def test_act_with_anything(session: k8sgen.Session, tool: Any, args: Any, detail: Any) -> None:
    attempt(session.act, tool, args, detail=detail)
    attempt(session.is_made, tool)


FUNCTIONS: list[Callable[..., Any]] = [
    k8sgen.Context.from_json,
    k8sgen.Context.load,
    k8sgen.Inventory.load,
    k8sgen.Inventory.read,
    k8sgen.Plan.build,
    k8sgen.Plan.from_json,
    k8sgen.Plan.load,
    k8sgen.Problem,
    k8sgen.Session,
    k8sgen.Session.from_json,
    k8sgen.Session.load,
    k8sgen.Tree.from_json,
    k8sgen.generate,
    k8sgen.tools,
]


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__qualname__)
@examples
@given(args=st.lists(anything, max_size=3))
def test_a_function(
    function: Callable[..., Any],
    args: list[Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    attempt(function, *args)


def mutated(text: str) -> st.SearchStrategy[str]:
    """The text with a piece of it gone, doubled, or replaced."""
    places = st.tuples(st.integers(0, len(text)), st.integers(0, 40), st.text(max_size=6))
    return places.map(lambda at: text[: at[0]] + at[2] + text[at[0] + at[1] :])


@examples
@given(data=st.data())
def test_a_broken_checkpoint(session: k8sgen.Session, data: st.DataObject) -> None:
    for value in (session.context, session.plan, session.tree, session):
        attempt(type(value).from_json, data.draw(mutated(value.to_json())))


@examples
@given(data=st.data())
def test_a_broken_inventory(session: k8sgen.Session, data: st.DataObject) -> None:
    attempt(k8sgen.Inventory.read, data.draw(mutated(session.inventory.text)))


@examples
@given(key=anything)
def test_a_strange_key(session: k8sgen.Session, key: Any) -> None:
    for value in (session.tree, session.context):
        attempt(value.__getitem__, key)
        attempt(value.__contains__, key)
    attempt(session.context.origin, key)
    attempt(session.plan.to_yaml, key)
