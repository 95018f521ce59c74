import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { keys, startOnTerminal } from "../support/pty.ts";
import { createWorld } from "../support/run-cli.ts";
import { startTestOrg } from "../unit/local-org/support.ts";

const answered = [
  "create",
  "demo",
  "--name=Demo",
  "--bundle-id=com.example.demo",
  "--redirect-uri=com.example.demo:/cb",
  "--post-logout-redirect-uri=com.example.demo:/out",
  "--unlock-policy=biometric",
  "--lock-after=60",
];

test("a person answers seven questions and has a project", async () => {
  const world = createWorld();
  const terminal = startOnTerminal(world, ["create"]);
  await terminal.see("What is the app called?");
  terminal.type(`Demo App${keys.enter}`);
  await terminal.see("Bundle ID");
  terminal.type(keys.enter);
  await terminal.see("Redirect URI");
  terminal.type(keys.enter);
  await terminal.see("after sign-out");
  terminal.type(keys.enter);
  await terminal.see("What unlocks the app?");
  await terminal.see("A face or a fingerprint only");
  terminal.type(keys.enter);
  await terminal.see("until the app locks");
  terminal.type(keys.enter);
  await terminal.see("Which Okta org?");
  await terminal.see("A local one");
  terminal.type(keys.enter);
  await terminal.see("access policy");
  await terminal.see("Continue?");
  terminal.type(keys.enter);
  await terminal.see("is ready");
  await terminal.see("Next:");
  await terminal.see("okta-unlock create demo-app");
  expect(await terminal.exitCode).toBe(0);
  expect(existsSync(world.path("demo-app", "okta-unlock.json"))).toBe(true);
});

test("a wrong answer is explained at once, and can be mended", async () => {
  const world = createWorld();
  const terminal = startOnTerminal(world, ["create", "demo", "--name", "Demo", "--org", "local"]);
  await terminal.see("Bundle ID");
  terminal.type(`_x${keys.enter}`);
  await terminal.see("at least two segments");

  terminal.type(keys.controlC);
  expect(await terminal.exitCode).toBe(130);
});

test.each([
  ["Ctrl-C", keys.controlC],
  ["Ctrl-D", keys.controlD],
])("%s at a question ends with 130 and leaves nothing", async (_name, key) => {
  const world = createWorld();
  const terminal = startOnTerminal(world, ["create", "demo"]);
  await terminal.see("What is the app called?");
  terminal.type(key);
  expect(await terminal.exitCode).toBe(130);
  expect(readdirSync(world.cwd)).toEqual([]);
  expect(existsSync(world.home)).toBe(false);
});

test("declining the plan changes nothing", async () => {
  const world = createWorld();
  const terminal = startOnTerminal(world, [...answered, "--org", "local"]);
  await terminal.see("Continue?");
  terminal.type(`n${keys.enter}`);
  expect(await terminal.exitCode).toBe(130);
  expect(readdirSync(world.cwd)).toEqual([]);
});

test("an org of one's own is signed in to on the way, and the sign-in need not be kept", async () => {
  const org = await startTestOrg();
  const world = createWorld();
  const terminal = startOnTerminal(world, answered, { NODE_EXTRA_CA_CERTS: org.caCertificatePath });
  await terminal.see("Which Okta org?");
  terminal.type(`${keys.down}${keys.enter}`);
  await terminal.see("The URL of your org:");
  terminal.type(`${org.url}${keys.enter}`);
  await terminal.see("How do you want to sign in?");
  terminal.type(keys.enter);
  await terminal.see("API token (hidden):");
  terminal.type(`${org.apiToken}${keys.enter}`);
  await terminal.see("Keep the secret as plain text");
  terminal.type(keys.enter);
  await terminal.see("Continue?");
  terminal.type(keys.enter);
  await terminal.see("is ready");
  expect(await terminal.exitCode).toBe(0);
  expect(terminal.text()).not.toContain(org.apiToken);
  expect(existsSync(world.path("demo", "okta-unlock.json"))).toBe(true);
  expect(existsSync(join(world.home, "config", "okta-unlock", "secrets.json"))).toBe(false);
});
