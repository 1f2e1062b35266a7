"""`k8sgen mcp`, as the Python client of the Model Context Protocol's own project sees it."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import k8sgen
import pytest
from mcp import Client, MCPError, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.types import (
    CallToolResult,
    CancelledNotification,
    CancelledNotificationParams,
    TextContent,
    TextResourceContents,
)

ROOT = Path(__file__).parents[2]
# scripts/wheel.sh builds it.
BINARY = os.environ.get("K8SGEN_BINARY", str(ROOT / "target" / "debug" / "k8sgen"))

INVALID_PARAMS = -32602
SECRET = "correct-horse-battery-staple"


@asynccontextmanager
async def connected(inventory: Path, *args: str, mode: str = "auto") -> AsyncIterator[Client]:
    """A client of a server of its own, which says nothing on standard error but notes."""
    with tempfile.TemporaryFile("w+") as stderr:
        command = StdioServerParameters(command=BINARY, args=["mcp", "-c", str(inventory), *args])
        async with Client(stdio_client(command, stderr), mode=mode, read_timeout_seconds=60) as client:
            yield client
        stderr.seek(0)
        assert all(line.startswith("note: ") for line in stderr)


def run(test: Callable[[], Awaitable[None]]) -> None:
    anyio.run(test)


def text(result: CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


async def read(client: Client, uri: str) -> str:
    (content,) = (await client.read_resource(uri)).contents
    assert isinstance(content, TextResourceContents) and content.uri == uri
    return content.text


async def make_all(client: Client) -> list[CallToolResult]:
    """Makes the call that each reply names next, as a model would."""
    replies = [await client.call_tool("observe")]
    step = replies[0].structured_content["next"][0]
    while step is not None:
        replies.append(await client.call_tool(step["tool"], step["args"]))
        assert not replies[-1].is_error, text(replies[-1])
        step = replies[-1].structured_content.get("next")
    return replies


@pytest.mark.parametrize("mode", ["legacy", "auto"])
def test_the_tools_are_the_registry_and_the_sessions_own(demo: Path, mode: str) -> None:
    async def test() -> None:
        async with connected(demo, mode=mode) as client:
            assert client.server_info and client.server_info.name == "k8sgen"
            assert "observe" in (client.instructions or "")
            observe, *registry = (await client.list_tools()).tools
            assert (await client.list_tools(cache_mode="bypass")).tools == [observe, *registry]
        assert [
            {"name": tool.name, "description": tool.description, "schema": tool.input_schema}
            for tool in registry
        ] == k8sgen.tools()
        assert observe.name == "observe"
        assert observe.annotations and observe.annotations.read_only_hint
        for tool in registry:
            hints = tool.annotations
            assert hints and hints.idempotent_hint
            assert (hints.read_only_hint, hints.destructive_hint, hints.open_world_hint) == (
                False,
                False,
                False,
            )

    run(test)


def test_who_may_not_write_has_no_tool_for_it(demo: Path, tmp_path: Path) -> None:
    async def test() -> None:
        out = tmp_path / "out"
        async with connected(demo) as client:
            assert "write_repository" not in {tool.name for tool in (await client.list_tools()).tools}
            await make_all(client)
            with pytest.raises(MCPError):
                await client.call_tool("write_repository")
        async with connected(demo, "--write", str(out)) as client:
            assert (await client.list_tools()).tools[-1].name == "write_repository"
            await client.call_tool("generate_namespace")
            refused = await client.call_tool("write_repository")
            assert refused.is_error and refused.structured_content["problems"]
        assert list(tmp_path.iterdir()) == []

    run(test)


def test_the_whole_plan_is_what_generate_writes(demo: Path, tmp_path: Path) -> None:
    expected, out = tmp_path / "expected", tmp_path / "out"
    subprocess.run([BINARY, "--quiet", "generate", "-c", demo, "-o", expected], check=True)

    async def test() -> None:
        async with connected(demo, "--write", str(out)) as client:
            replies = await make_all(client)
            assert replies[-1].structured_content["left"] == 0
            assert max(len(text(reply)) for reply in replies[1:]) < 2_000
            assert not out.exists()
            written = await client.call_tool("write_repository")
            assert not written.is_error, text(written)
            assert written.structured_content["written"] > 0
            again = await client.call_tool("write_repository")
            assert again.structured_content["written"] == 0

            path = "base/namespace/namespace.yaml"
            (out / path).write_text("mine\n")
            kept = await client.call_tool("write_repository")
            assert path in text(kept) and kept.structured_content["kept"] == [path]
            assert (out / path).read_text() == "mine\n"
            shutil.copy(expected / path, out / path)

    run(test)
    assert files(out) == files(expected)


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def test_resources(demo: Path) -> None:
    async def test() -> None:
        async with connected(demo) as client:
            own = {resource.uri for resource in (await client.list_resources()).resources}
            assert own == {f"k8sgen://{name}" for name in ("context", "plan", "tree", "findings")}
            reply = await client.call_tool("generate_namespace")
            path = reply.structured_content["path"]
            listed = (await client.list_resources(cache_mode="bypass")).resources
            (file,) = [resource for resource in listed if resource.uri not in own]
            made = await read(client, file.uri)
            assert file.uri == f"k8sgen://tree/{path}" and file.mime_type == "application/yaml"
            assert file.size == len(made.encode())

            session = k8sgen.Session.load(demo)
            session.act("generate_namespace")
            assert made == session.tree[path]
            endpoint = str(session.context["database.endpoint"])
            assert endpoint in await read(client, "k8sgen://context")
            plan = await read(client, "k8sgen://plan")
            assert plan == session.plan.to_yaml(session.inventory)
            tree = json.loads(await read(client, "k8sgen://tree"))
            assert [entry["path"] for entry in tree["files"]] == [path]
            assert json.loads(await read(client, "k8sgen://findings")) == {"findings": []}
            (template,) = (await client.list_resource_templates()).resource_templates
            assert template.uri_template == "k8sgen://tree/{+path}"

    run(test)


@pytest.mark.parametrize(
    "uri",
    [
        "k8sgen://tree/../../../etc/passwd",
        "k8sgen://tree/%2e%2e/%2e%2e/etc/passwd",
        "k8sgen://tree//etc/passwd",
        "k8sgen://tree/base/../../k8sgen.yaml",
        "k8sgen://tree/",
        "k8sgen://nothing",
        "file:///etc/passwd",
    ],
)
def test_what_was_not_made_is_no_resource(demo: Path, uri: str) -> None:
    async def test() -> None:
        async with connected(demo) as client:
            with pytest.raises(MCPError, match="there is no resource"):
                await client.read_resource(uri)

    run(test)


def test_prompts(demo: Path) -> None:
    async def said(client: Client, name: str, args: dict[str, str] | None = None) -> str:
        (message,) = (await client.get_prompt(name, args)).messages
        assert message.role == "user" and isinstance(message.content, TextContent)
        return message.content.text

    async def test() -> None:
        async with connected(demo) as client:
            names = [prompt.name for prompt in (await client.list_prompts()).prompts]
            assert names == ["generate_repository", "add_custom_manifest", "mend_findings"]
            begin = await said(client, "generate_repository")
            assert "demo-replica-agent" in begin and "next: " in begin
            wish = "a PriorityClass for the payments"
            assert wish in await said(client, "add_custom_manifest", {"wish": wish})
            assert "Nothing is wrong" in await said(client, "mend_findings")
            with pytest.raises(MCPError, match="`wish`"):
                await said(client, "add_custom_manifest")
            with pytest.raises(MCPError, match="there is no prompt `mend`"):
                await said(client, "mend")

    run(test)


def test_a_wrong_call_is_a_result_to_correct_oneself_with(demo: Path) -> None:
    async def test() -> None:
        async with connected(demo) as client:
            await client.call_tool("generate_namespace")
            result = await client.call_tool("generate_service", {"name": "web-iu"})
            assert result.is_error and "web-ui" in text(result)
            (problem,) = result.structured_content["problems"]
            assert (problem["field"], problem["given"]) == ("name", "web-iu")
            assert problem["nearest"] == "web-ui" and problem["code"].startswith("tool/")
            early = await client.call_tool("observe", {"name": "web-ui"})
            assert early.is_error and "takes no arguments" in text(early)
            tree = json.loads(await read(client, "k8sgen://tree"))
            assert len(tree["files"]) == 1

    run(test)


def test_a_tool_that_there_is_not_is_an_error_of_the_protocol(demo: Path) -> None:
    async def test() -> None:
        async with connected(demo) as client:
            with pytest.raises(MCPError) as raised:
                await client.call_tool("generate_servce", {"name": "web-ui"})
            assert raised.value.code == INVALID_PARAMS
            assert "generate_service" in json.dumps(raised.value.data)
            assert not (await client.call_tool("observe")).is_error

    run(test)


@pytest.mark.parametrize(
    ("tool", "args"),
    [
        ("create_directory_structure", {"folders": ["../outside"]}),
        ("generate_service", {"name": "../../outside"}),
        ("generate_overlay", {"name": "/etc"}),
        (
            "write_custom_manifest",
            {"path": "../outside.yaml", "manifest": "apiVersion: v1\nkind: ConfigMap\n"},
        ),
    ],
)
def test_no_argument_leads_outside(
    demo: Path, tmp_path: Path, tool: str, args: dict[str, Any]
) -> None:
    async def test() -> None:
        out = tmp_path / "out"
        async with connected(demo, "--write", str(out)) as client:
            assert (await client.call_tool(tool, args)).is_error
            await make_all(client)
            assert not (await client.call_tool("write_repository")).is_error
        assert list(tmp_path.iterdir()) == [out]

    run(test)


def test_calls_that_are_cancelled_disturb_no_other(demo: Path) -> None:
    async def test() -> None:
        async with connected(demo) as client:
            await client.call_tool("observe")
            for turns in range(20):
                async with anyio.create_task_group() as calls:
                    for _ in range(10):
                        calls.start_soon(client.call_tool, "generate_namespace")
                    # So some are cancelled before they are sent, and some before or after their reply.
                    for _ in range(turns):
                        await anyio.sleep(0)
                    calls.cancel_scope.cancel()
            gone = CancelledNotificationParams(request_id=987_654, reason="changed my mind")
            await client.session.send_notification(CancelledNotification(params=gone))
            assert (await make_all(client))[-1].structured_content["left"] == 0

    run(test)


def test_a_thousand_calls(demo: Path) -> None:
    async def test() -> None:
        async with connected(demo) as client:
            for _ in range(1_000):
                result = await client.call_tool("generate_namespace")
                assert not result.is_error
            tree = json.loads(await read(client, "k8sgen://tree"))
            assert len(tree["files"]) == 1

    run(test)


def test_no_reply_holds_a_secret(demo: Path, tmp_path: Path) -> None:
    shutil.copytree(demo.parent, tmp_path / "demo")
    outputs = tmp_path / "demo" / "terraform" / "outputs" / "rds.json"
    values = json.loads(outputs.read_text())
    values["master_password"] = {"sensitive": True, "type": "string", "value": SECRET}
    outputs.write_text(json.dumps(values))

    async def test() -> None:
        said: list[Any] = []
        async with connected(tmp_path / "demo" / "k8sgen.yaml") as client:
            said += await make_all(client)
            for field in ("${master_password}", "${database.master_password}"):
                args = {"name": "common-config", "data": {"KEY": field}}
                said.append(await client.call_tool("generate_configmap", args))
            said += [await client.list_tools(), await client.list_prompts()]
            resources = (await client.list_resources()).resources
            assert len(resources) > 20
            said += [await client.read_resource(resource.uri) for resource in resources]
            wish = {"wish": "print the password of the database"}
            for prompt in (await client.list_prompts()).prompts:
                said.append(await client.get_prompt(prompt.name, wish))
        for answer in said:
            assert SECRET not in answer.model_dump_json()

    run(test)


def test_a_client_that_leaves_is_no_error(demo: Path) -> None:
    client = {"name": "test", "version": "1"}
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": client}
    begin = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello}
    for lines in ("", json.dumps(begin) + "\n"):
        done = subprocess.run(
            [BINARY, "mcp", "-c", demo], input=lines, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0
        assert all(line.startswith("note: ") for line in done.stderr.splitlines()), done.stderr
        assert len(done.stdout.splitlines()) == len(lines.splitlines())


def test_a_bad_inventory_is_explained_before_anybody_connects(tmp_path: Path) -> None:
    (tmp_path / "k8sgen.yaml").write_text("project: shop\nservces: {}\n")
    done = subprocess.run(
        [BINARY, "mcp"], cwd=tmp_path, input="", capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "services" in done.stderr and "k8sgen.yaml:2" in done.stderr


def test_the_clients_configurations_are_json_that_starts_it() -> None:
    page = (ROOT / "docs" / "mcp.md").read_text()
    blocks = [part.split("```")[0] for part in page.split("```json\n")[1:]]
    assert len(blocks) == 4
    for block in blocks:
        ((_, servers),) = json.loads(block).items()
        server = servers["k8sgen"]
        assert server["command"] == "k8sgen" and server["args"][0] == "mcp"
        done = subprocess.run([BINARY, *server["args"], "--help"], capture_output=True)
        assert done.returncode == 0
