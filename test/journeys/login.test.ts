import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalOrg, startLocalOrg } from "../../src/local-org/index.ts";
import { keys, startOnTerminal } from "../support/pty.ts";
import { createWorld, type World } from "../support/run-cli.ts";

let org: LocalOrg;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "okta-unlock-login-"));
  org = await startLocalOrg({ dataDirectory: folder, port: 0 });
});

afterAll(async () => {
  await org.close();
  rmSync(folder, { recursive: true });
});

function start(world: World, args: readonly string[]) {
  return startOnTerminal(world, args, { NODE_EXTRA_CA_CERTS: org.caCertificatePath });
}

async function isSignedIn(world: World): Promise<boolean> {
  const { stdout } = await world.run(["orgs", "list", "--json"]);
  return (JSON.parse(stdout) as { readonly orgs: readonly object[] }).orgs.length > 0;
}

test("a person gives the URL, finds the page for tokens, pastes one unseen, and agrees to a file", async () => {
  const world = createWorld();
  const terminal = start(world, ["login"]);
  await terminal.see("The URL of your org, such as");
  terminal.type(`local${keys.enter}`);
  await terminal.see("register --local");
  terminal.type(`${"\u007F".repeat(5)}${org.url}/${keys.enter}`);
  // Nobody types a secret that can't be kept.
  await terminal.see("on this machine");
  await terminal.see("Keep the secret as plain text");
  terminal.type(`y${keys.enter}`);
  await terminal.see("How do you want to sign in?");
  terminal.type(keys.enter);
  await terminal.see(`${org.url}/admin/access/api/tokens`);
  await terminal.see("API token (hidden):");
  terminal.type(`${org.apiToken}${keys.enter}`);
  await terminal.see("Signed in as admin@example.com");
  await terminal.see("Create a project: okta-unlock create my-app");
  expect(await terminal.exitCode).toBe(0);
  expect(terminal.text()).not.toContain(org.apiToken);
  expect(readFileSync(join(world.home, "config", "okta-unlock", "secrets.json"), "utf8")).toContain(
    org.apiToken,
  );
});

test("who pastes a token that is none, or that the org does not accept, is asked again", async () => {
  const world = createWorld();
  const terminal = start(world, ["login", "--org", org.url, "--insecure-storage"]);
  await terminal.see("How do you want to sign in?");
  terminal.type(keys.enter);
  await terminal.see("API token (hidden):");
  terminal.type(`two words${keys.enter}`);
  await terminal.see("An API token contains only letters");
  terminal.type(`${"\u007F".repeat(9)}00wrongwrongwrong${keys.enter}`);
  await terminal.see("does not accept this API token");
  await terminal.see("API token (hidden):");
  terminal.type(`SSWS ${org.apiToken}${keys.enter}`);
  await terminal.see("Signed in as admin@example.com");
  expect(await terminal.exitCode).toBe(0);
  expect(await isSignedIn(world)).toBe(true);
});

test("a no to the file keeps nothing, asks for nothing more, and says the same command with the flag", async () => {
  const world = createWorld();
  const terminal = start(world, ["login", "--org", org.url, "--name", "work"]);
  await terminal.see("Keep the secret as plain text");
  terminal.type(keys.enter);
  await terminal.see(`okta-unlock login --org ${org.url} --name work --insecure-storage`);
  expect(await terminal.exitCode).toBe(2);
  expect(terminal.text()).not.toContain("API token (hidden)");
  expect(terminal.text()).not.toMatch(/d-?bus|x11/iu);
  expect(await isSignedIn(world)).toBe(false);
});

test.each([
  ["y", true],
  ["n", false],
])("~/.okta/okta.yaml is offered, and %s is obeyed", async (answer, isTaken) => {
  const world = createWorld();
  mkdirSync(join(world.home, ".okta"), { recursive: true });
  const lines = ["okta:", "  client:", `    orgUrl: ${org.url}`, `    token: ${org.apiToken}`, ""];
  writeFileSync(join(world.home, ".okta", "okta.yaml"), lines.join("\n"));
  const terminal = start(world, ["login", "--insecure-storage"]);
  await terminal.see("okta.yaml?");
  terminal.type(`${answer}${keys.enter}`);
  if (!isTaken) {
    await terminal.see("The URL of your org, such as");
    terminal.type(keys.controlC);
  }
  expect(await terminal.exitCode).toBe(isTaken ? 0 : 130);
  expect(await isSignedIn(world)).toBe(isTaken);
  expect(terminal.text()).not.toContain(org.apiToken);
});

test("Ctrl-C at the hidden prompt keeps nothing", async () => {
  const world = createWorld();
  const terminal = start(world, ["login", "--org", org.url, "--insecure-storage"]);
  await terminal.see("How do you want to sign in?");
  terminal.type(keys.enter);
  await terminal.see("API token (hidden):");
  terminal.type(keys.controlC);
  expect(await terminal.exitCode).toBe(130);
  expect(await isSignedIn(world)).toBe(false);
});

test("--with-token on a terminal says to pipe the token in", async () => {
  const world = createWorld();
  const terminal = start(world, ["login", "--org", org.url, "--with-token", "--insecure-storage"]);
  await terminal.see("--with-token < token.txt");
  expect(await terminal.exitCode).toBe(2);
});
