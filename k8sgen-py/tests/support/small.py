"""A project of one service, for what needs many runs."""

from collections.abc import Mapping
from pathlib import Path

import k8sgen
from k8sgen.langgraph import session_of

INVENTORY = """\
project: shop
environment: prod
namespace: shop
tiers:
  backend: {}
services:
  cart:
    tier: backend
    port: 8080
    image: registry.example.com/cart:1.0.0
environments:
  production:
    namespace: shop-production
"""
OUTPUTS = Path(__file__).parents[3] / "examples" / "demo-replica-agent" / "terraform" / "outputs"


def small() -> k8sgen.Session:
    """Nothing is made yet."""
    inventory = k8sgen.Inventory.read(INVENTORY)
    return k8sgen.Session(inventory, k8sgen.Context.load(OUTPUTS, inventory))


def is_whole(state: Mapping[str, object]) -> bool:
    """Whether an agent made what the plan's calls make, in its order."""
    session = small()
    while (step := session.next) is not None:
        session.act(step.tool, step.args)
    return session_of(state).finish() == session.finish()
