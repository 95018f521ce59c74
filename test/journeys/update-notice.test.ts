import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { startOnTerminal, startProgramOnTerminal } from "../support/pty.ts";
import { answerTags, type Registry, startRegistry } from "../support/registry.ts";
import { cliPath, createWorld, nodePath, type World } from "../support/run-cli.ts";
import { amount } from "../support/stress.ts";

const command = ["orgs", "list"];
const notice =
  /okta-unlock 99\.1\.2 is out \(this is \d+\.\d+\.\d+\): npm install -g okta-unlock@latest\r\n/gu;

/** The notice turned on, which no other test has. */
const turnedOn = { OKTA_UNLOCK_UPDATE_NOTICE: "on" };

function askAt({ url }: Registry) {
  return { ...turnedOn, npm_config_registry: url };
}

function locateRecord({ home }: World): string {
  return join(home, "config", "okta-unlock", "update-notice.json");
}

function readRecord(world: World): Record<string, unknown> {
  return JSON.parse(readFileSync(locateRecord(world), "utf8")) as Record<string, unknown>;
}

/** A machine that knows of a newer version, and has asked today. */
function createInformedWorld(): World {
  const world = createWorld();
  mkdirSync(dirname(locateRecord(world)), { recursive: true, mode: 0o700 });
  const record = { checkedAt: Date.now(), shownAt: 0, latest: "99.1.2" };
  writeFileSync(locateRecord(world), JSON.stringify(record), { mode: 0o600 });
  return world;
}

/** The question comes from a process in the background. */
async function untilAsked({ requests }: Registry): Promise<void> {
  await expect.poll(() => requests.length).toBe(1);
}

async function runOnTerminal(world: World, env: Readonly<Record<string, string>>, args = command) {
  const terminal = startOnTerminal(world, args, env);
  return { exitCode: await terminal.exitCode, text: terminal.text() };
}

test("a new version is asked for in one run and told in the next, once a day, in a private file", async () => {
  const world = createWorld();
  const registry = await startRegistry(answerTags({ latest: "99.1.2" }));
  const plain = await runOnTerminal(world, {});
  const first = await runOnTerminal(world, askAt(registry));
  expect(first).toEqual({ exitCode: 0, text: plain.text });
  await expect.poll(() => readRecord(world)["latest"]).toBe("99.1.2");
  const second = await runOnTerminal(world, askAt(registry));
  expect(second.exitCode).toBe(0);
  expect(second.text.match(notice)).toHaveLength(1);
  expect(second.text.replace(notice, "")).toBe(plain.text);
  expect(await runOnTerminal(world, askAt(registry))).toEqual(first);
  expect(registry.requests).toHaveLength(1);
  expect(statSync(locateRecord(world)).mode & 0o777).toBe(0o600);
});

test("the registry is told nothing but the name of the package", async () => {
  const registry = await startRegistry(answerTags({}));
  await runOnTerminal(createWorld(), { ...askAt(registry), OKTA_CLIENT_TOKEN: "00secret" });
  await untilAsked(registry);
  const [{ method, url, headers }] = registry.requests as [Registry["requests"][number]];
  expect([method, url]).toEqual(["GET", "/npm/-/package/okta-unlock/dist-tags"]);
  expect(Object.keys(headers).toSorted()).toEqual(["accept-encoding", "connection", "host"]);
});

test("a run does not wait for a registry that does not answer, and no other run asks that day", async () => {
  const world = createWorld();
  const registry = await startRegistry(() => {});
  const { exitCode } = await runOnTerminal(world, askAt(registry));
  expect(exitCode).toBe(0);
  await untilAsked(registry);
  // Somebody still waits for the answer, who gives up after ten seconds: so it was not the run.
  expect(registry.requests[0]?.socket.destroyed).toBe(false);
  await runOnTerminal(world, askAt(registry));
  expect(registry.requests).toHaveLength(1);
  expect(readRecord(world)).toMatchObject({ shownAt: 0 });
});

test("a machine that is offline hears nothing of it", async () => {
  const world = createWorld();
  const plain = await runOnTerminal(world, {});
  const env = { ...turnedOn, npm_config_registry: "http://127.0.0.1:9/" };
  expect(await runOnTerminal(world, env)).toEqual(plain);
  expect(await runOnTerminal(world, env)).toEqual(plain);
});

const runs = amount({ whole: 10, small: 4 });

test(`of ${runs} runs at once one asks, and of ${runs} that know the answer one tells`, async () => {
  const world = createWorld();
  const registry = await startRegistry(answerTags({ latest: "99.1.2" }));
  const runAll = () => Promise.all(Array.from({ length: runs }, () => runOnTerminal(world, askAt(registry))));
  await runAll();
  await expect.poll(() => readRecord(world)["latest"]).toBe("99.1.2");
  const told = (await runAll()).flatMap(({ text }) => text.match(notice) ?? []);
  expect(told).toHaveLength(1);
  expect(registry.requests).toHaveLength(1);
});

test("what is known already is told without asking", async () => {
  const { text } = await runOnTerminal(createInformedWorld(), turnedOn);
  expect(text.match(notice)).toHaveLength(1);
});

test.each([
  ["in CI", { CI: "true" }, command],
  ["in a CI system that does not say so", { TF_BUILD: "True" }, command],
  ["with --json", {}, [...command, "--json"]],
  ["with --no-input", {}, [...command, "--no-input"]],
  ["turned off", { OKTA_UNLOCK_UPDATE_NOTICE: "off" }, command],
  ["turned off as for other tools", { NO_UPDATE_NOTIFIER: "1" }, command],
  ["for help", {}, ["--help"]],
  ["for the help of a command", {}, ["orgs", "--help"]],
  ["for the version", {}, ["--version"]],
  ["for a completion script", {}, ["completion", "bash"]],
  ["after a failure", {}, ["whoami"]],
] as const)("nothing is told %s", async (_when, env, args) => {
  const { text } = await runOnTerminal(createInformedWorld(), { ...turnedOn, ...env }, [...args]);
  expect(text).not.toBe("");
  expect(text).not.toContain("is out");
});

test("nothing is told or written when stdout or stderr goes elsewhere", async () => {
  const world = createWorld();
  for (const redirection of ["2>errors", ">output", "|cat"]) {
    const line = `"${nodePath()}" "${cliPath()}" ${command.join(" ")} ${redirection}`;
    const shell = startProgramOnTerminal(world, ["/bin/sh", "-c", line], turnedOn);
    expect(await shell.exitCode).toBe(0);
  }
  expect(await world.runProcess(command, { env: turnedOn })).toMatchObject({ exitCode: 0 });
  expect(existsSync(locateRecord(world))).toBe(false);
});

test("a clone is not told to install anything", async () => {
  const world = createInformedWorld();
  const bin = new URL("../../bin/okta-unlock.js", import.meta.url).pathname;
  const terminal = startProgramOnTerminal(world, [nodePath(), bin, ...command], turnedOn);
  expect(await terminal.exitCode).toBe(0);
  expect(terminal.text()).not.toContain("is out");
});
