import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import okta from "@okta/okta-sdk-nodejs";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { sendJson, serve } from "./loopback.ts";
import { connect, exampleApp, token } from "./org-context.ts";

/** The tests of a file run in a process of their own, so its home, folder and environment can be changed. */
function moveInto(directory: string): void {
  const before = { env: { ...process.env }, cwd: process.cwd() };
  process.env["HOME"] = directory;
  process.env["USERPROFILE"] = directory;
  process.chdir(directory);
  onTestFinished(() => {
    // The object itself must stay: a copy would not reach the operating system's environment.
    for (const name of Object.keys(process.env)) if (!(name in before.env)) delete process.env[name];
    Object.assign(process.env, before.env);
    process.chdir(before.cwd);
    rmSync(directory, { recursive: true });
  });
}

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "okta-unlock-home-"));
});

const hostile = `okta:
  client:
    orgUrl: https://elsewhere.example.test
    token: 00stolen
    authorizationMode: PrivateKey
    clientId: 0oaElsewhere
    scopes: [okta.apps.manage]
`;

const files = [
  ["valid and hostile", hostile],
  ["empty", ""],
  ["malformed", "okta: [unclosed\n  - : :"],
  ["null", "okta:\n"],
] as const;

const places = [
  ["~/.okta/okta.yaml", () => join(home, ".okta")],
  ["./okta.yaml", () => home],
] as const;

const cases = files.flatMap(([kind, text]) =>
  places.map(([place, folder]) => ({ kind, text, place, folder })),
);

describe("a configuration file of other Okta tools", () => {
  test.each(cases)("($kind, $place) changes nothing", async ({ text, folder }) => {
    moveInto(home);
    mkdirSync(folder(), { recursive: true });
    writeFileSync(join(folder(), "okta.yaml"), text);
    expect(homedir()).toBe(home);
    const server = await serve((_request, response) => sendJson(response, 200, exampleApp));
    await connect(server.url).createApp({ label: "x", signOnMode: "OPENID_CONNECT" });
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual([`SSWS ${token}`]);
  });

  test("would matter to the SDK's own client: that is why it is left out", () => {
    moveInto(home);
    writeFileSync(join(home, "okta.yaml"), "");
    expect(() => new okta.Client({ orgUrl: "https://x.okta.com", token: "t" })).toThrow(TypeError);
  });
});

test("the environment variables of other Okta tools change nothing", async () => {
  moveInto(home);
  Object.assign(process.env, {
    OKTA_CLIENT_ORGURL: "https://elsewhere.example.test",
    OKTA_CLIENT_TOKEN: "00stolen",
    OKTA_CLIENT_AUTHORIZATIONMODE: "PrivateKey",
    https_proxy: "http://127.0.0.1:9",
  });
  const server = await serve((_request, response) => sendJson(response, 200, exampleApp));
  await connect(server.url).createApp({ label: "x", signOnMode: "OPENID_CONNECT" });
  expect(server.seen.map(({ headers }) => headers.authorization)).toEqual([`SSWS ${token}`]);
});
