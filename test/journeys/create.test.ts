import { existsSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { keys, startOnTerminal } from "../support/pty.ts";
import { createWorld } from "../support/run-cli.ts";

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
  await terminal.see("bundle id");
  terminal.type(keys.enter);
  await terminal.see("redirect URI");
  terminal.type(keys.enter);
  await terminal.see("after sign-out");
  terminal.type(keys.enter);
  await terminal.see("What opens the app?");
  await terminal.see("A face or a finger only");
  terminal.type(keys.enter);
  await terminal.see("until it locks");
  terminal.type(keys.enter);
  await terminal.see("Which Okta org?");
  await terminal.see("A local one");
  terminal.type(keys.enter);
  await terminal.see("access policy");
  await terminal.see("Go on?");
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
  await terminal.see("bundle id");
  terminal.type(`_x${keys.enter}`);
  await terminal.see("two segments or more");

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
  await terminal.see("Go on?");
  terminal.type(`n${keys.enter}`);
  expect(await terminal.exitCode).toBe(130);
  expect(readdirSync(world.cwd)).toEqual([]);
});

test("an API token is asked for without showing it", async () => {
  const world = createWorld();
  const terminal = startOnTerminal(world, [...answered, "--org", "https://127.0.0.1:9"]);
  await terminal.see("(hidden, not kept)");
  terminal.type(`00verysecrettoken${keys.enter}`);
  expect(await terminal.exitCode).toBe(6);
  expect(terminal.text()).not.toContain("00very");
});
