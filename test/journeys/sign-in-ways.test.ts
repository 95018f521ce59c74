import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { codeIn } from "../support/device-code.ts";
import { keys, startOnTerminal, type TerminalRun } from "../support/pty.ts";
import { createWorld, type World } from "../support/run-cli.ts";
import { startTestOrg, type TestOrg } from "../unit/local-org/support.ts";
import { cliApp, decide } from "../unit/auth/sign-in/device-support.ts";
import { pemOf, rsaKey, serviceApp } from "../unit/auth/sign-in/support.ts";

let org: TestOrg;

const granted = [
  "okta.apps.manage",
  "okta.authorizationServers.manage",
  "okta.groups.read",
  "okta.policies.read",
  "okta.users.read.self",
];

beforeAll(async () => {
  org = await startTestOrg({}, afterAll);
});

function start(world: World, args: readonly string[], at = org): TerminalRun {
  return startOnTerminal(world, args, { NODE_EXTRA_CA_CERTS: at.caCertificatePath });
}

/** Chooses the way that is so many lines down. */
async function chooseWay(terminal: TerminalRun, down: number): Promise<void> {
  await terminal.see("How do you want to sign in?");
  for (let step = 0; step < down; step += 1) terminal.type(keys.down);
  terminal.type(keys.enter);
}

/** Signs in on another device with the code that is on the screen. */
async function signInElsewhere(terminal: TerminalRun, at = org): Promise<void> {
  await terminal.see("Code: ");
  await terminal.see("▀▀▀▀");
  const code = codeIn(terminal.text());
  if (code === undefined) throw new Error("no code on the screen");
  await decide(at, { ...code, completeUrl: undefined, expiresAt: new Date() });
}

test("by the client ID of a native app: code and QR code are shown, and the sign-in is kept", async () => {
  const world = createWorld();
  const clientId = await cliApp(org, { granted });
  const terminal = start(world, ["login", "--org", org.url, "--insecure-storage"]);
  await chooseWay(terminal, 2);
  await terminal.see("Client ID of the native app:");
  terminal.type(`${clientId}${keys.enter}`);
  await terminal.see("Open this address on any device");
  await signInElsewhere(terminal);
  await terminal.see("Signed in as admin@example.com");
  expect(await terminal.exitCode).toBe(0);
});

test("Ctrl-C while waiting for the other device ends at once and keeps nothing", async () => {
  const world = createWorld();
  const clientId = await cliApp(org, { granted });
  const terminal = start(world, ["login", "--org", org.url, "--client-id", clientId, "--insecure-storage"]);
  await terminal.see("Waiting for you to sign in there");
  terminal.type(keys.controlC);
  expect(await terminal.exitCode).toBe(130);
  expect((await world.run(["orgs", "list", "--json"])).stdout).toContain('"orgs":[]');
});

test("as a service app: a file that holds no key is refused at once, then the right one is taken", async () => {
  const world = createWorld();
  const { credential } = await serviceApp(org, { granted });
  writeFileSync(world.path("public.pem"), "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n");
  writeFileSync(world.path("key.pem"), pemOf(rsaKey));
  const terminal = start(world, ["login", "--org", org.url, "--insecure-storage"]);
  await chooseWay(terminal, 3);
  await terminal.see("Client ID of the service app:");
  terminal.type(`${credential.clientId}${keys.enter}`);
  await terminal.see("File with its private key");
  terminal.type(`public.pem${keys.enter}`);
  await terminal.see("this: public key");
  terminal.type(`${"\u007F".repeat("public.pem".length)}key.pem${keys.enter}`);
  await terminal.see(`Signed in as ${credential.clientId}`);
  expect(await terminal.exitCode).toBe(0);
});

test("by an API token once: the app is made, the token revoked after a yes", async () => {
  const own = await startTestOrg();
  const world = createWorld();
  const terminal = start(world, ["login", "--org", own.url, "--insecure-storage"], own);
  await chooseWay(terminal, 1);
  await terminal.see("API token (hidden):");
  terminal.type(`${own.apiToken}${keys.enter}`);
  await signInElsewhere(terminal, own);
  await terminal.see("Revoke the API token?");
  terminal.type(keys.enter);
  await terminal.see("Signed in as admin@example.com");
  expect(await terminal.exitCode).toBe(0);
  expect(terminal.text()).not.toContain(own.apiToken);
  expect((await own.call("GET", "/api/v1/users/me")).status).toBe(401);
});
