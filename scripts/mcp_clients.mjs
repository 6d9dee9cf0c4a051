// Every MCP tool, resource and prompt through the official TypeScript client, over both transports; see mcp-clients.sh.
// The client checks structured results against the output schemas by itself.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [binary, modules] = process.argv.slice(2);
const require = createRequire(join(modules, "package.json"));
const sdk = (path) => import(pathToFileURL(require.resolve(`@modelcontextprotocol/sdk/client/${path}`)).href);
const { Client } = await sdk("index.js");
const { StdioClientTransport } = await sdk("stdio.js");
const { StreamableHTTPClientTransport } = await sdk("streamableHttp.js");

const COMMON = ["--embedder", "none", "--as-of", "2024-04-02"];
const { calls, wrong } = JSON.parse(readFileSync(new URL("mcp_calls.json", import.meta.url), "utf8"));
const MOST_BYTES = 100_000;

async function everything(transport, how) {
  const client = new Client({ name: "tester", version: "1" });
  await client.connect(transport);
  assert.match(client.getInstructions(), /zhoubao|周报|report/);
  const { tools } = await client.listTools();
  assert.deepEqual(tools.map((tool) => tool.name).sort(), Object.keys(calls).sort());
  let answer;
  for (const tool of tools) {
    const given = tool.name === "feedback" ? { ...calls.feedback, id: answer } : calls[tool.name];
    const result = await client.callTool({ name: tool.name, arguments: given });
    assert.ok(!result.isError, `${tool.name}: ${JSON.stringify(result.content)}`);
    assert.ok(result.structuredContent, tool.name);
    const size = JSON.stringify(result).length;
    assert.ok(size < MOST_BYTES, `${tool.name}: ${size}`);
    const links = result.content.filter((block) => block.type === "resource_link");
    for (const link of links.slice(0, 2)) {
      const { contents } = await client.readResource({ uri: link.uri });
      assert.ok(contents[0].text, link.uri);
    }
    if (tool.name === "ask") answer = result.structuredContent.id;
    console.log(`${how}: ${tool.name}: ${size} characters, ${links.length} links`);
  }
  for (const [name, given, hint] of wrong) {
    const result = await client.callTool({ name, arguments: given });
    assert.ok(result.isError && result.content[0].text.includes(hint), `${name}: ${JSON.stringify(result.content)}`);
  }
  await assert.rejects(client.callTool({ name: "weather", arguments: {} }), /there is no tool/);
  const { resources } = await client.listResources();
  assert.ok((await client.readResource({ uri: resources[0].uri })).contents[0].text.startsWith("#"));
  const { resourceTemplates } = await client.listResourceTemplates();
  assert.equal(resourceTemplates.length, 2);
  const { prompts } = await client.listPrompts();
  for (const [at, given] of [{ period: "2023-06" }, { lang: "en" }].entries()) {
    const { messages } = await client.getPrompt({ name: prompts[at].name, arguments: given });
    assert.ok(messages[0].content.text.length > 500, prompts[at].name);
  }
  const stop = new AbortController();
  stop.abort();
  await assert.rejects(client.callTool({ name: "goals", arguments: {} }, undefined, { signal: stop.signal }));
  await client.ping();
  await client.close();
  console.log(`${how}: ${wrong.length} errors, ${resources.length} resources, ${prompts.length} prompts`);
}

await everything(new StdioClientTransport({ command: binary, args: [...COMMON, "mcp"], env: process.env }), "stdio");

const token = randomBytes(24).toString("hex");
const tokens = join(process.env.HOME, "tokens-ts");
writeFileSync(tokens, `tester read,ask,write ${token}\n`);
const options = ["serve", "--address", "127.0.0.1:0", "--token-file", tokens, "--log-format", "off"];
const server = spawn(binary, [...COMMON, ...options], { stdio: ["ignore", "pipe", "ignore"] });
try {
  const address = await new Promise((found) => createInterface({ input: server.stdout }).once("line", found));
  const requestInit = { headers: { Authorization: `Bearer ${token}` } };
  await everything(new StreamableHTTPClientTransport(new URL("mcp", address.trim()), { requestInit }), "http");
} finally {
  server.kill();
}
