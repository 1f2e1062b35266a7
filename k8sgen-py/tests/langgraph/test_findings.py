"""What the validator finds is mended, or handed over."""

import pytest
from k8sgen.langgraph import assembly_agent, create_k8s_agent, session_of
from langchain_core.messages import AIMessage, BaseMessage
from scripted import ScriptedModel, call, obey
from small import is_whole, small

PATH = "base/deployments/backend/cart.yaml"


@pytest.fixture
def broken() -> str:
    """A session whose Deployment somebody has spoilt in its checkpoint; all else is made but the last level."""
    session = small()
    while (step := session.next) is not None and step.level < 8:
        session.act(step.tool, step.args)
    text = session.to_json()
    assert text.count("kind: Deployment") == 1
    return text.replace("kind: Deployment", "kind: Deploymint")


def test_a_finding_is_mended_at_the_final_check(broken: str) -> None:
    seen: list[str] = []

    def script(messages: list[BaseMessage]) -> AIMessage:
        if "Mend them" not in messages[-1].text:
            return obey(messages)
        seen.append(messages[-1].text)
        return call("generate_deployment", name="cart")

    result = create_k8s_agent(ScriptedModel(script=script)).invoke({"session": broken})
    assert len(seen) == 1
    assert f"session/other-kind in {PATH}" in seen[0] and "Deploymint" in seen[0]
    assert result["status"] == "done" and is_whole(result)


def test_after_three_attempts_a_finding_is_handed_over(broken: str) -> None:
    def script(messages: list[BaseMessage]) -> AIMessage:
        return call("generate_pdb", name="cart") if "Mend" in messages[-1].text else obey(messages)

    model = ScriptedModel(script=script)
    result = create_k8s_agent(model).invoke({"session": broken})
    assert sum("Mend them" in prompt[-1].text for prompt in model.prompts) == 3
    assert result["status"] == "incomplete"
    found = {(finding["code"], finding["where"]) for finding in result["unresolved"]}
    assert found == {("KG123", PATH), ("session/other-kind", PATH)}
    assert {finding["attempts"] for finding in result["unresolved"]} == {3}
    assert session_of(result).done()


def test_without_a_model_a_finding_is_handed_over_at_once(broken: str) -> None:
    result = assembly_agent(None).invoke({"session": broken})
    assert result["status"] == "incomplete"
    assert [entry["code"] for entry in result["unresolved"]] == ["KG123", "session/other-kind"]
    assert result["unresolved"][0]["attempts"] == 0
