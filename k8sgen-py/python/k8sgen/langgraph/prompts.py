"""All that is said to a model, in one place.

Everything is built from the session, which holds no secret: what Terraform marks sensitive has a name there, and no
value.

- `planning` is the system message: the project, its plan, the rules.
- `parameter_extraction` opens the conversation: which arguments the request asks for, and what they may be.
- `custom_generation` is for what no tool of the plan makes.
- `turn` closes it, anew in each iteration: where the repository stands, and the one thing to do now.
"""

from __future__ import annotations

import json

from k8sgen import Session
from k8sgen.langgraph._state import Call, Observation


def planning(session: Session) -> str:
    """What is made, in which order, by which rules."""
    inventory, steps = session.inventory, session.plan.steps
    levels: dict[int, dict[str, int]] = {}
    for step in steps:
        tools = levels.setdefault(step.level, {})
        tools[step.tool] = tools.get(step.tool, 0) + 1
    lines = [
        f"level {level}: " + ", ".join(f"{tool} ×{count}" for tool, count in tools.items())
        for level, tools in levels.items()
    ]
    return f"""\
You make the Kubernetes repository of the project `{inventory.project}` by calling tools, one call in each reply.

Its services: {", ".join(inventory.services)}.
Its environments: {", ".join(inventory.environments)}. Its namespace: `{inventory.namespace}`.

The plan has {len(steps)} steps. Documentation comes first, because it is where you think the repository through; then \
one level after the other:
{chr(10).join(lines)}

Rules:
- Call the tool that the last message names as next, with its arguments. You may take another of the calls that it lists.
- A tool fills in what you don't say, from the inventory and from Terraform's outputs. Give an argument only where the \
request asks for something else. Never guess a value.
- A call that is refused has changed nothing. Its answer says what is wrong, what is expected and what is nearest: \
correct the call and make it again.
- Secrets have names here, and no values. Never write a password, a key or a token: an ExternalSecret copies it inside of \
the cluster.
- Paths are inside of the repository. You can't read or write anything else."""


def parameter_extraction(session: Session, request: str) -> str:
    """Which arguments differ from what the tools fill in by themselves."""
    if not request:
        return (
            "There is no request beyond the inventory: make the plan's calls with the plan's arguments, and "
            "add none."
        )
    context = json.dumps(session.context.to_dict(), ensure_ascii=False)
    return f"""\
This is the request:

{request}

Take from it the arguments in which calls differ from the plan: which tool, which name, which argument, which value. All \
others stay as the tools fill them in. Where a value belongs to the infrastructure, it is one of these, which Terraform \
gave:

{context}"""


def custom_generation(session: Session, request: str) -> str:
    """For what the request asks for and no tool of the plan makes."""
    return f"""\
The plan's files are made. Read the request again:

{request}

If it asks for something that is not made yet, make it now. First think: which kind is it, what does it refer to, who may \
talk to it? If one of the tools makes this kind, call that. If none does, call `write_custom_manifest` with one whole \
document: `apiVersion`, `kind`, `metadata.name` in the namespace `{session.inventory.namespace}`, and no secret's value. \
It is parsed, checked against its type, and added to the base.

If nothing is missing, reply with the word DONE, and call no tool."""


def turn(observation: Observation) -> str:
    """Where the repository stands, and the one thing to do now."""
    lines = [f"{observation['made']} of {observation['total']} steps of the plan are made."]
    if observation["given_up"]:
        lines.append(f"Given up, don't try again: {', '.join(observation['given_up'])}.")
    match observation["task"]:
        case "mend":
            lines.append(
                "The validator found mistakes. Mend them: make the call again that wrote the file, corrected."
            )
            lines += [_finding(finding) for finding in observation["findings"]]
        case "extra":
            lines.append(
                "Make the next call that the request asks for beside the plan, or reply DONE."
            )
        case _:
            lines.append("Next:")
            lines += [_call(call) for call in observation["next"]]
            lines.append("Make one call.")
    return "\n".join(lines)


def _call(call: Call) -> str:
    return f"- {call['tool']} {json.dumps(call['args'], ensure_ascii=False)}"


def _finding(finding: dict[str, object]) -> str:
    place = ":".join(str(finding[key]) for key in ("path", "line") if finding.get(key))
    advice = f" ({finding['help']})" if finding.get("help") else ""
    return f"- {finding['rule']} in {place}: {finding['message']}{advice}"
