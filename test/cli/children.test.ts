import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { execFile } from "node:child_process";
import { delimiter } from "node:path";
import { describe, expect, test } from "vitest";
import { startLocalOrgProcess } from "../support/local-org.ts";
import { isWhole } from "../support/stress.ts";
import { cliPath, createWorld, nodePath, type World } from "../support/run-cli.ts";

const isWindows = process.platform === "win32";

const credential = {
  OKTA_CLIENT_TOKEN: "00abcdefghijklmnopqrstuvwxyz",
  OKTA_CLIENT_PRIVATEKEY: "a key",
  OKTA_CLIENT_CLIENTID: "0oa1",
} as const;

/** A script that writes what it finds in its environment. */
function writeSpy(world: World, path: string): void {
  writeFileSync(path, `#!/bin/sh\nenv >> ${world.path("environment.txt")}\n`);
  chmodSync(path, 0o755);
}

function readSpied(world: World): string {
  return readFileSync(world.path("environment.txt"), "utf8");
}

describe.skipIf(isWindows)("no program that is started gets the credential of the environment", () => {
  test("git and its hooks", async () => {
    const world = createWorld();
    mkdirSync(world.path("template", "hooks"), { recursive: true });
    writeSpy(world, world.path("template", "hooks", "pre-commit"));
    const args = ["create", "demo", "--platform", "ios", "--issuer", "https://acme.okta.com", "--client-id"];
    const env = { ...credential, GIT_TEMPLATE_DIR: world.path("template"), MINE: "stays" };
    expect((await world.runProcess([...args, "0oa1b2c3d4e5f6g7h8i9", "--yes"], { env })).exitCode).toBe(0);
    expect(readSpied(world)).toContain("MINE=stays");
    expect(readSpied(world)).not.toContain("OKTA_CLIENT_");
  });

  test("adb", async () => {
    const world = createWorld();
    mkdirSync(world.path("bin"));
    writeSpy(world, world.path("bin", "adb"));
    const PATH = [world.path("bin"), world.env["PATH"]].join(delimiter);
    await world.runProcess(["apps", "create", "--name", "Any", "--org", "local", "--yes"]);
    await world.runProcess(["local", "trust", "android"], { env: { ...credential, PATH } });
    expect(readSpied(world)).toContain("PATH=");
    expect(readSpied(world)).not.toContain("OKTA_CLIENT_");
  });
});

/** How many files may be open: from too few for any work to enough. `npm test` tries some of them. */
const createLimits = isWhole ? [22, 24, 25, 27, 30, 33] : [22, 25, 33];
const runLimits = isWhole ? [22, 26, 29, 33] : [26, 33];

describe.skipIf(isWindows)("with few files to open", () => {
  test("create ends in order: a whole project and its app, or neither", async () => {
    const world = createWorld();
    await startLocalOrgProcess(world);
    let made = 0;
    for (const limit of createLimits) {
      const name = `demo-${limit}`;
      const args = ["create", name, "--platform", "ios", "--org", "local", "--yes"];
      const { exitCode, stderr } = await runWithLimit(world, limit, args);
      expect([0, 6, 7], stderr).toContain(exitCode);
      if (exitCode === 0) made += 1;
      expect(existsSync(world.path(name))).toBe(exitCode === 0);
      expect(await countApps(world)).toBe(made);
    }
  });

  test("run ends in order: its app is gone", async () => {
    const world = createWorld();
    await startLocalOrgProcess(world);
    for (const limit of runLimits) {
      const { exitCode, stderr } = await runWithLimit(world, limit, ["run", "--org", "local", "--", "true"]);
      expect([0, 6, 7], stderr).toContain(exitCode);
      expect(await countApps(world)).toBe(0);
    }
  });

  test("a local org that can't be started in the background is no crash", async () => {
    const run = await runWithLimit(createWorld(), 24, ["run", "--org", "local", "--", "true"]);
    expect(run.exitCode, run.stderr).toBe(7);
    expect(run.stderr).toContain("ulimit -n");
  });
});

async function countApps(world: World): Promise<number> {
  const list = await world.run(["apps", "list", "--org", "local", "--json"]);
  return (JSON.parse(list.stdout) as { count: number }).count;
}

/** The shell's own limit, for the process alone. */
function runWithLimit(
  world: World,
  limit: number,
  args: readonly string[],
): Promise<{ readonly exitCode: number | null; readonly stderr: string }> {
  const script = `ulimit -n ${limit}; exec "$@"`;
  return new Promise((resolve) => {
    const child = execFile(
      "sh",
      ["-c", script, "sh", nodePath(), cliPath(), ...args],
      { cwd: world.cwd, env: { ...world.env } },
      (_error, _stdout, stderr) => resolve({ exitCode: child.exitCode, stderr }),
    );
  });
}
