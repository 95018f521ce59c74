import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { execFile } from "node:child_process";
import { delimiter } from "node:path";
import { describe, expect, test } from "vitest";
import { startLocalOrgProcess } from "../support/local-org.ts";
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
    await world.runProcess(["whoami", "--org", "local"]);
    await world.runProcess(["local", "trust", "android"], { env: { ...credential, PATH } });
    expect(readSpied(world)).toContain("PATH=");
    expect(readSpied(world)).not.toContain("OKTA_CLIENT_");
  });
});

describe.skipIf(isWindows)("with few files to open", () => {
  test("a run ends in order: a whole project and its app, or neither", async () => {
    const world = createWorld();
    await startLocalOrgProcess(world);
    const countApps = async (): Promise<number> => {
      const list = await world.run(["apps", "list", "--org", "local", "--json"]);
      return (JSON.parse(list.stdout) as { count: number }).count;
    };
    let made = 0;
    for (let limit = 22; limit <= 32; limit += 1) {
      const name = `demo-${limit}`;
      const { exitCode, stderr } = await createWithLimit(world, name, limit);
      expect([0, 6, 7], stderr).toContain(exitCode);
      expect(stderr).not.toContain("node:internal");
      if (exitCode === 0) made += 1;
      expect(existsSync(world.path(name))).toBe(exitCode === 0);
      expect(await countApps()).toBe(made);
    }
  });
});

/** The shell's own limit, for the process alone. */
function createWithLimit(
  world: World,
  name: string,
  limit: number,
): Promise<{ readonly exitCode: number | null; readonly stderr: string }> {
  const args = ["create", name, "--platform", "ios", "--org", "local", "--yes"];
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
