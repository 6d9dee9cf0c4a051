"""Every MCP tool, resource and prompt through the official client, over both transports; see mcp-clients.sh."""

import asyncio
import json
import os
import pathlib
import secrets
import subprocess
import sys

import httpx2
import jsonschema
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client

BINARY = sys.argv[1]
COMMON = ["--embedder", "none", "--as-of", "2024-04-02"]
DATA = json.loads((pathlib.Path(__file__).parent / "mcp_calls.json").read_text(encoding="utf-8"))
CALLS, WRONG = DATA["calls"], DATA["wrong"]
MOST_BYTES = 100_000


async def everything(session: ClientSession, how: str) -> None:
    await session.initialize()
    tools = (await session.list_tools()).tools
    assert {tool.name for tool in tools} == set(CALLS), [tool.name for tool in tools]
    answer = None
    for tool in tools:
        arguments = dict(CALLS[tool.name])
        if tool.name == "feedback":
            arguments["id"] = answer
        jsonschema.validate(arguments, tool.input_schema)
        result = await session.call_tool(tool.name, arguments)
        assert not result.is_error, (tool.name, result.content[0].text)
        jsonschema.validate(result.structured_content, tool.output_schema)
        size = len(result.model_dump_json())
        assert size < MOST_BYTES, (tool.name, size)
        links = [block for block in result.content if block.type == "resource_link"]
        for link in links[:2]:
            read = await session.read_resource(str(link.uri))
            assert read.contents[0].text, link.uri
        if tool.name == "ask":
            answer = result.structured_content["id"]
        print(f"{how}: {tool.name}: {size} bytes, {len(links)} links")
    for name, arguments, hint in WRONG:
        result = await session.call_tool(name, arguments)
        assert result.is_error and hint in result.content[0].text, (name, result.content)
    resources = (await session.list_resources()).resources
    page = await session.read_resource(str(resources[0].uri))
    assert page.contents[0].text.startswith("#"), page
    assert len((await session.list_resource_templates()).resource_templates) == 2
    prompts = (await session.list_prompts()).prompts
    for prompt, arguments in zip(prompts, [{"period": "2023-06"}, {"lang": "en"}], strict=True):
        filled = await session.get_prompt(prompt.name, arguments)
        assert len(filled.messages[0].content.text) > 500, prompt.name
    print(f"{how}: {len(WRONG)} errors, {len(resources)} resources, {len(prompts)} prompts")


async def over_stdio() -> None:
    server = StdioServerParameters(command=BINARY, args=[*COMMON, "mcp"], env=dict(os.environ))
    async with stdio_client(server) as (read, write), ClientSession(read, write) as session:
        await everything(session, "stdio")


async def over_http() -> None:
    token = secrets.token_urlsafe(24)
    tokens = os.path.join(os.environ["HOME"], "tokens")
    with open(tokens, "w", encoding="utf-8") as file:
        file.write(f"tester read,ask,write {token}\n")
    arguments = [BINARY, *COMMON, "serve", "--address", "127.0.0.1:0", "--token-file", tokens, "--log-format", "off"]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            url = server.stdout.readline().strip() + "mcp"
            async with (
                httpx2.AsyncClient(headers={"Authorization": f"Bearer {token}"}, timeout=60) as client,
                streamable_http_client(url, http_client=client) as streams,
                ClientSession(streams[0], streams[1]) as session,
            ):
                await everything(session, "http")
        finally:
            server.terminate()


asyncio.run(over_stdio())
asyncio.run(over_http())
