import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createWorld, type World } from "../support/run-cli.ts";
import { isWhole } from "../support/stress.ts";

/** What a command that writes state leaves in the current folder. */
async function writeState(world: World, env: Readonly<Record<string, string>>): Promise<string[]> {
  const run = await world.runProcess(["run", "--org", "local", "--", process.execPath, "-e", "0"], {
    env,
  });
  expect(run).toMatchObject({ exitCode: 0 });
  return readdirSync(world.cwd);
}

/** Each costs a local org that is started: `npm test` tries two of them. */
const relative = isWhole ? ["data", "./data", "~/data", "~", "../data"] : ["../data", "~/data"];

test.skipIf(process.platform !== "linux").each(relative)(
  "XDG_DATA_HOME=%s is ignored, because it is not absolute",
  async (folder) => {
    const world = createWorld();
    const home = world.path("home");
    mkdirSync(home);
    const left = await writeState(world, { HOME: home, XDG_DATA_HOME: folder });
    expect(left).toEqual(["home"]);
    expect(readdirSync(join(home, ".local", "share", "okta-unlock"))).toEqual(["local-org"]);
  },
);

test.skipIf(process.platform !== "linux")("XDG_DATA_HOME that is absolute is used", async () => {
  const world = createWorld();
  const left = await writeState(world, { XDG_DATA_HOME: world.path("data") });
  expect(left).toEqual(["data"]);
});

test.skipIf(process.platform !== "linux")("XDG_CONFIG_HOME that is not absolute is ignored", async () => {
  const world = createWorld();
  mkdirSync(world.path("home"));
  const env = { HOME: world.path("home"), XDG_CONFIG_HOME: ".config" };
  const run = await world.runProcess(["orgs", "use", "local"], { env });
  expect(readdirSync(world.cwd)).toEqual(["home"]);
  expect([run.exitCode, readdirSync(world.path("home"))]).toEqual([0, [".config"]]);
});

test.skipIf(process.platform === "win32")("a home folder that is not absolute is told: exit 7", async () => {
  const world = createWorld();
  const run = await world.runProcess(["orgs", "list"], {
    env: { XDG_CONFIG_HOME: "", XDG_DATA_HOME: "", HOME: "home" },
  });
  expect(run).toMatchObject({ exitCode: 7, stderr: expect.stringContaining("not absolute") as string });
  expect(readdirSync(world.cwd)).toEqual([]);
});

test.each([
  ["OKTA_UNLOCK_DATA_DIR", ["local", "status"]],
  ["OKTA_UNLOCK_CONFIG_DIR", ["orgs", "list"]],
] as const)("%s with a ~ that no shell replaced is refused: exit 2", async (variable, args) => {
  const world = createWorld();
  const run = await world.run(args, { env: { [variable]: "~/okta" } });
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain(`${variable}="~/okta" can't be used`);
  expect(readdirSync(world.cwd)).toEqual([]);
});

test.each(["~/okta", ""])("--data-dir %j is refused: exit 2", async (folder) => {
  const world = createWorld();
  const run = await world.run(["local", "start", "--data-dir", folder]);
  expect(run.exitCode).toBe(2);
  expect(readdirSync(world.cwd)).toEqual([]);
});

test("OKTA_UNLOCK_DATA_DIR may be relative to the current folder", async () => {
  const world = createWorld();
  const run = await world.run(["local", "status", "--json"], { env: { OKTA_UNLOCK_DATA_DIR: "data" } });
  expect(JSON.parse(run.stdout)).toMatchObject({ exists: false, dataDirectory: world.path("data") });
});
