"""What each of the three sub-agents is for: some levels of the plan."""

from __future__ import annotations

from dataclasses import dataclass

from k8sgen import Plan, Step


@dataclass(frozen=True)
class Stage:
    """Some levels of the plan."""

    name: str
    levels: range

    def steps(self, plan: Plan) -> list[Step]:
        """Its steps, and those that they come after: so a sub-agent is of use alone."""
        steps = {step.id: step for step in plan.steps}
        wanted = [step.id for step in steps.values() if step.level in self.levels]
        known: set[str] = set()
        while wanted:
            step = wanted.pop()
            if step in steps and step not in known:
                known.add(step)
                wanted += steps[step].after
        return [step for step in steps.values() if step.id in known]


STRUCTURE = Stage("structure", range(0, 2))
"""Documentation, folders and the namespace."""

TEMPLATE = Stage("template", range(2, 8))
"""One file after the other: accounts, configuration, services, workloads, networking, scaling."""

ASSEMBLY = Stage("assembly", range(0, 9))
"""What is left: behind the other two, kustomizations, overlays and what deploys them. Then the final check."""
