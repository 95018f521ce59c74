import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { interrupted } from "../../../src/errors.ts";
import { installIn } from "../../../src/project/install-packages.ts";
import { createSpawn } from "../../../src/process/child-process.ts";
import type { PackageManager } from "../../../src/values/package-manager.ts";
import { temporaryFolder, writeTree } from "./fixture.ts";

/** Small programs stand in for package managers: what counts is how they are started, and what becomes of what they leave. */
describe.skipIf(process.platform === "win32")("a package manager", () => {
  test("is npm with the lockfile that the project ships", async () => {
    const world = createWorld({ npm: 'mkdir node_modules; echo "$@" > called; echo $NODE_ENV >> called' });
    expect(await world.install("npm")).toBeUndefined();
    expect(world.read("called")).toBe("ci --no-audit --no-fund\ndevelopment\n");
    expect(world.list()).toEqual(["called", "node_modules", "package-lock.json", "package.json"]);
  });

  test("other than npm makes its lockfile from ours, which goes", async () => {
    const world = createWorld({ pnpm: 'echo "$@" >> called; mkdir -p node_modules; touch pnpm-lock.yaml' });
    expect(await world.install("pnpm")).toBeUndefined();
    expect(world.read("called")).toBe("import\ninstall --frozen-lockfile\n");
    expect(world.read("pnpm-workspace.yaml")).toBe("nodeLinker: hoisted\n");
    expect(world.list()).not.toContain("package-lock.json");
  });

  test("with a lockfile of its own in the project does not make another", async () => {
    const world = createWorld({ pnpm: 'echo "$@" >> called' });
    writeTree(world.directory, { "pnpm-lock.yaml": "mine", "pnpm-workspace.yaml": "mine" });
    expect(await world.install("pnpm")).toBeUndefined();
    expect(world.read("called")).toBe("install --frozen-lockfile\n");
    expect(world.read("pnpm-workspace.yaml")).toBe("mine");
  });

  test("that fails leaves nothing of what it made, and all that was there", async () => {
    const fail = 'mkdir -p node_modules/a .yarn; echo some >> yarn.lock; echo "it broke" >&2; exit 7';
    const world = createWorld({ yarn: fail });
    writeTree(world.directory, { ".yarnrc.yml": "mine" });
    expect(await world.install("yarn")).toEqual({
      why: "yarn install ended with exit code 7.",
      said: ["it broke"],
    });
    expect(world.list()).toEqual([".yarnrc.yml", "package-lock.json", "package.json"]);
  });

  test("says its last lines without what a terminal would obey", async () => {
    const world = createWorld({
      npm: "for i in $(seq 40); do echo line $i; done; printf '\\033[31mred\\033[0m\\n' >&2; exit 1",
    });
    const problem = await world.install("npm");
    expect(problem?.said).toHaveLength(12);
    expect(problem?.said.at(-1)).toBe("red");
  });

  test("that leaves what can't be removed is a problem that names it", async () => {
    const deep = "for i in $(seq 30); do mkdir $name; cd $name; done 2> /dev/null";
    const world = createWorld({
      npm: `name=$(printf %0200d 0); mkdir node_modules; cd node_modules; ${deep}; exit 1`,
    });
    onTestFinished(() => void execFileSync("rm", ["-rf", join(world.directory, "node_modules")]));
    const problem = await world.install("npm");
    expect(problem?.why).toBe("npm ci ended with exit code 1.");
    expect(problem?.said).toEqual([
      `${join(world.directory, "node_modules")} could not be removed: ENAMETOOLONG`,
    ]);
  });

  test("that is not there is a problem like any other", async () => {
    const world = createWorld({});
    expect((await world.install("bun"))?.why).toContain("bun install did not end by itself");
    expect(world.list()).toEqual(["package-lock.json", "package.json"]);
  });

  test("is ended with what it has started when the run is stopped", async () => {
    const world = createWorld({
      npm: "mkdir node_modules; trap '' TERM; (trap '' TERM; sleep 60) & echo $! > child; wait; sleep 60",
    });
    const stopped = world.install("npm").catch((error: unknown) => error);
    await expect.poll(() => existsSync(join(world.directory, "child"))).toBe(true);
    await expect.poll(() => world.read("child")).toMatch(/^\d+\n$/u);
    world.stop();
    expect(await stopped).toMatchObject({ code: "interrupted" });
    expect(world.list()).not.toContain("node_modules");
    await expect.poll(() => isAlive(Number(world.read("child")))).toBe(false);
  });
});

/** Ended ones that nobody has asked about yet are gone as well. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = `/proc/${pid}/stat`;
  return !existsSync(stat) || !/\) Z /u.test(readFileSync(stat, "utf8"));
}

function createWorld(programs: Partial<Record<PackageManager, string>>) {
  const root = temporaryFolder();
  const [directory, bin] = [join(root, "project"), join(root, "bin")];
  mkdirSync(bin);
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  writeTree(directory, { "package.json": "{}", "package-lock.json": "{}" });
  const { PATH = "" } = process.env;
  const systemFolders = ["/usr/bin", "/bin"].filter((folder) => !existsSync(join(folder, "bun")));
  process.env["PATH"] = [bin, ...systemFolders].join(delimiter);
  onTestFinished(() => void (process.env["PATH"] = PATH));
  const controller = new AbortController();
  const { signal } = controller;
  const context = {
    signal,
    spawn: createSpawn(process, signal),
    leftovers: { add: () => () => {} },
    log: { debug: () => {} },
  };
  return {
    directory,
    install: (manager: PackageManager) =>
      installIn(context, { directory, manager, replacesLockfile: true, update: () => {} }),
    stop: () => controller.abort(interrupted("SIGTERM")),
    read: (name: string) => readFileSync(join(directory, name), "utf8"),
    list: () => readdirSync(directory).toSorted(),
  };
}
