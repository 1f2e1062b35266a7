"""`k8sgen.tools`, as the validators of JSON Schema and a provider of language models see them."""

import json
from typing import Any

import jsonschema
import k8sgen
import pytest

TOOLS = {tool["name"]: tool for tool in k8sgen.tools()}


@pytest.mark.parametrize("name", TOOLS)
def test_a_schema_is_one_of_draft_2020_12(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(TOOLS[name]["schema"])


@pytest.mark.parametrize("name", TOOLS)
def test_its_examples_are_valid_and_other_arguments_are_not(name: str) -> None:
    schema = TOOLS[name]["schema"]
    validator = jsonschema.Draft202012Validator(schema)
    example: dict[str, Any] = {
        argument: about.get("examples", about.get("enum"))[0]
        for argument, about in schema["properties"].items()
    }
    validator.validate(example)
    assert not validator.is_valid({**example, "no_such_argument": 1})
    for required in schema.get("required", []):
        rest = {argument: value for argument, value in example.items() if argument != required}
        assert not validator.is_valid(rest)


def test_the_plan_calls_by_the_schemas(demo: Any) -> None:
    for step in k8sgen.Plan.build(k8sgen.Inventory.load(demo)).steps:
        jsonschema.Draft202012Validator(TOOLS[step.tool]["schema"]).validate(step.args)


def test_all_of_them_fit_a_prompt() -> None:
    assert len(json.dumps(k8sgen.tools(), separators=(",", ":"))) < 32_000


def test_a_list_is_the_callers_own() -> None:
    k8sgen.tools()[0]["schema"].clear()
    assert k8sgen.tools()[0]["schema"]
