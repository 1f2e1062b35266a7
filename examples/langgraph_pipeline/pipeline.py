"""A small orchestrator: six Terraform steps, and then k8sgen's two nodes.

    python pipeline.py --dry-run                what would be done, and by whom
    python pipeline.py                          all eight steps
    python pipeline.py --step 7                 one of them
    python pipeline.py --model PROVIDER:NAME    with a model for Step 8

A query is routed by its name to the module that answers it. To add a step, add a query and a line to the map.
"""

import argparse
import importlib
import sys
from pathlib import Path
from typing import Any

from k8sgen.langgraph import K8sPipelineState, context_bridge, k8s_generation
from langchain_core.language_models import BaseChatModel
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.types import Command
from queries import STEPS
from terraform import prepare, stub

AGENT_MODULE_MAP: dict[str, str] = {
    "VPC": "networking",
    "RDS": "database",
    "ElastiCache": "cache",
    "S3": "storage",
    "ECR": "container_registry",
    "EKS": "compute",
    "Context_Bridge": "context_bridge",
    "K8s_Generation": "k8s_generation",
}


class PipelineState(K8sPipelineState, total=False):
    """The orchestrator's own: which steps are left, and which one is on."""

    left: list[int]
    step: int


Graph = CompiledStateGraph[PipelineState, None, PipelineState, PipelineState]


def create_pipeline(model: BaseChatModel | None = None, *, approve: bool = False) -> Graph:
    """The orchestrator. Its modules are nodes; the router gives each its query."""
    builder = StateGraph(PipelineState)
    builder.add_node("router", next_step)
    builder.add_node("networking", stub("vpc.json"))
    builder.add_node("database", stub("rds.json"))
    builder.add_node("cache", stub("elasticache.json"))
    builder.add_node("storage", stub("s3.json"))
    builder.add_node("container_registry", stub("ecr.json"))
    builder.add_node("compute", stub("eks.json"))
    builder.add_node("context_bridge", context_bridge)
    builder.add_node("k8s_generation", k8s_generation(model, approve=approve))
    builder.add_edge(START, "router")
    builder.add_conditional_edges("router", module, [*AGENT_MODULE_MAP.values(), END])
    for name in AGENT_MODULE_MAP.values():
        builder.add_edge(name, "router")
    return builder.compile(checkpointer=InMemorySaver() if approve else None)


def next_step(state: PipelineState) -> PipelineState:
    """Takes the next step, and puts its query where a module looks for it."""
    if not state["left"]:
        return {"step": 0}
    step, *left = state["left"]
    query = STEPS[step].query.replace("{workspace}", state["workspace"])
    return {"step": step, "left": left, "request": query}


def module(state: PipelineState) -> str:
    """Who answers the query."""
    step = state["step"]
    return AGENT_MODULE_MAP[STEPS[step].name] if step else END


def chat_model(name: str | None) -> BaseChatModel | None:
    """A model by its provider and name, as LangChain writes them."""
    if name is None:
        return None
    try:
        langchain = importlib.import_module("langchain.chat_models")
    except ModuleNotFoundError:
        sys.exit("--model needs `pip install langchain` and the package of the model's provider")
    model: BaseChatModel = langchain.init_chat_model(name)
    return model


def show(event: dict[str, Any]) -> None:
    """One line for each call and each write."""
    if event["event"] == "write":
        counts = [f"{event[what]} {what}" for what in ("created", "updated", "unchanged")]
        print(f"  {event['folder']}: {', '.join(counts)}")
        return
    progress = f"  {event['made']:>3}/{event['total']}"
    if event["ok"]:
        print(progress, event["tool"], event["path"] or "")
    else:
        print(progress, event["tool"], "refused:", event["refused"][0]["message"])


def run(pipeline: Graph, start: PipelineState) -> dict[str, Any]:
    """Runs it, shows what is done, and asks where it is to be asked."""
    config: Any = {"configurable": {"thread_id": "pipeline"}}
    given: Any = start
    state: dict[str, Any] = {}
    while True:
        question = None
        stream: Any = pipeline.stream(
            given, config, stream_mode=["custom", "updates", "values"], subgraphs=True
        )
        for path, mode, part in stream:
            if mode == "custom":
                show(part)
            elif mode == "values" and not path:
                state = part
            elif mode == "updates" and not path and "router" in part and part["router"]["step"]:
                step = part["router"]["step"]
                print(f"Step {step}: {STEPS[step].name}")
            elif mode == "updates" and not path and "__interrupt__" in part:
                question = part["__interrupt__"][0].value
        if question is None:
            return state
        wanted = f"Write {question['created'] + question['updated']} files to {question['folder']}?"
        given = Command(resume=input(f"{wanted} [yes/no] ").strip())


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="Terraform and then Kubernetes, in eight steps.")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done")
    parser.add_argument("--step", type=int, choices=STEPS, help="only this step")
    parser.add_argument(
        "--model", help="a chat model for Step 8; without one, the plan is followed"
    )
    parser.add_argument("--approve", action="store_true", help="ask before writing the manifests")
    parser.add_argument("--workspace", type=Path, default=Path("out/langgraph-pipeline"))
    options = parser.parse_args(arguments)

    steps = [options.step] if options.step else list(STEPS)
    if options.dry_run:
        for step in steps:
            name, query = STEPS[step].name, STEPS[step].query
            print(f"Step {step}: {name} -> {AGENT_MODULE_MAP[name]}")
            print("  " + query.replace("{workspace}", str(options.workspace)).replace("\n", "\n  "))
        return 0

    prepare(options.workspace)
    print(f"Workspace: {options.workspace}")
    pipeline = create_pipeline(chat_model(options.model), approve=options.approve)
    state = run(pipeline, {"workspace": str(options.workspace), "left": steps})
    for entry in state.get("unresolved", []):
        print(f"{entry['code']}: {entry['where']}: {entry['message']}", file=sys.stderr)
    return 0 if state.get("status", "done") == "done" else 1


if __name__ == "__main__":
    sys.exit(main())
