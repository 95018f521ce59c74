import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findSuggestions, suggestionsView } from "../../../src/commands/completion/suggestions.ts";
import { Command } from "commander";
import { createFetch } from "../../../src/okta/transport.ts";
import { escapeTexts } from "../../../src/terminal/escape-controls.ts";
import { type CommandWorld, openCommandWorld } from "../commands/command-world.ts";

let world: CommandWorld;

beforeAll(async () => {
  world = await openCommandWorld();
});

afterAll(async () => world.close());

const program = new Command("okta-unlock").addCommand(new Command("open").option("--app <app>"));
const plain = { strong: String, faint: String, good: String, bad: String, warning: String, accent: String };

test.each([
  ["labels begin no line and hold nothing that a terminal obeys", ["0oa1a2"], ["values", "0oa1a2", ""]],
  ["an ID that a shell would run is none", ["0oa1a2", "$(touch x)"], ["values", ""]],
])("what an org says of its apps: %s", async (_what, ids, expected) => {
  const apps = ids.map((id) => ({
    id,
    label: `App\n--evil  \u001B[31m\u2028$(x)`,
    status: "ACTIVE",
    name: "oidc_client",
    signOnMode: "OPENID_CONNECT",
    settings: { oauthClient: { application_type: "native" } },
  }));
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(apps));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const transport = createFetch({});
  const context = world.context({
    fetch: async (...request) => transport.fetch(...request),
    env: {
      OKTA_CLIENT_ORGURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      OKTA_CLIENT_TOKEN: "00a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6q7r8s9t0",
      OKTA_UNLOCK_COMPLETE: ["open", "--app", ""].join("\u001F"),
    },
  });
  const found = await findSuggestions(context, async () => program);
  const text = suggestionsView.stdout(escapeTexts(found), plain, Infinity);
  await transport.close();
  server.close();
  expect(text.split("\n").map((line) => line.split("  ")[0])).toEqual(expected);
  expect(text).not.toMatch(/[\u001B\u2028]/u);
});
