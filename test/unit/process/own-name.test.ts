import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { findOwnName, type Start } from "../../../src/process/own-name.ts";

/** A machine with the package at a path, seen from a folder. */
function machine(packagePath: string) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "okta-unlock-own-name-")));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const packageRoot = join(root, ...packagePath.split("/"));
  const script = join(packageRoot, "bin", "okta-unlock.js");
  const write = (path: string, text: string): void => {
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, text);
  };
  write(script, "");
  const work = join(root, "work");
  mkdirSync(work, { recursive: true });
  return {
    root,
    script,
    write: (path: string, text: string) => write(join(root, path), text),
    link: (path: string, target: string) => {
      mkdirSync(join(root, path, ".."), { recursive: true });
      symlinkSync(target, join(root, path));
    },
    nameWith: (start: Partial<Start> = {}) =>
      findOwnName({ packageRoot, env: {}, platform: "linux", cwd: () => work, ...start }),
  };
}

describe("started without an installation", () => {
  test.each([
    ["npx", ".npm/_npx/0123abcd/node_modules/okta-unlock", "npx okta-unlock"],
    [
      "pnpm",
      ".cache/pnpm/dlx/0123/1-2/node_modules/.pnpm/okta-unlock@1/node_modules/okta-unlock",
      "pnpm dlx okta-unlock",
    ],
    ["yarn", "xfs-1234/dlx-77/node_modules/okta-unlock", "yarn dlx okta-unlock"],
    ["bun", "bunx-0-okta-unlock@latest/node_modules/okta-unlock", "bunx okta-unlock"],
  ])("by %s, it is that again", (_runner, path, name) => {
    expect(machine(path).nameWith()).toBe(name);
  });

  test("by Yarn out of its archives, the project made for the run tells", () => {
    const name = machine("berry/cache/okta-unlock.zip/node_modules/okta-unlock").nameWith({
      env: { PROJECT_CWD: "/tmp/xfs-1/dlx-2" },
    });
    expect(name).toBe("yarn dlx okta-unlock");
  });

  test.each([
    [["okta-unlock"], "npx okta-unlock"],
    [["okta-unlock@1.2.3"], "npx okta-unlock@1.2.3"],
    [["github:ann/okta-unlock"], "npx github:ann/okta-unlock"],
    [["/home/ann/my files/okta-unlock.tgz"], "npx '/home/ann/my files/okta-unlock.tgz'"],
    [["a", "b"], "npx okta-unlock"],
    ["?", "npx okta-unlock"],
  ])("by npx, it keeps what npx was asked for: %j", (packages, name) => {
    const npx = machine(".npm/_npx/0123abcd/node_modules/okta-unlock");
    npx.write(".npm/_npx/0123abcd/package.json", JSON.stringify({ _npx: { packages } }));
    expect(npx.nameWith()).toBe(name);
  });
});

describe("installed", () => {
  test("globally, it is the command on the PATH, also for a link to a clone", () => {
    for (const path of ["usr/lib/node_modules/okta-unlock", "src/okta-unlock"]) {
      const global = machine(path);
      global.link("usr/bin/okta-unlock", global.script);
      const PATH = ["/nowhere", join(global.root, "usr/bin")].join(delimiter);
      expect(global.nameWith({ env: { PATH } })).toBe("okta-unlock");
    }
  });

  test.each([
    ["npm on Windows", "npm/node_modules/okta-unlock", "npm", "node_modules/okta-unlock/bin/okta-unlock.js"],
    [
      "pnpm",
      "pnpm/global/5/node_modules/okta-unlock",
      "pnpm",
      "global/5/node_modules/okta-unlock/bin/okta-unlock.js",
    ],
  ])("globally by %s, a small script on the PATH starts it", (_manager, path, bin, script) => {
    const global = machine(path);
    global.write(`${bin}/okta-unlock`, `#!/bin/sh\nexec node "$basedir/${script}" "$@"\n`);
    expect(global.nameWith({ env: { Path: join(global.root, bin) } })).toBe("okta-unlock");
  });

  test("by a manager of Node versions, whose command on the PATH is a program of its own", () => {
    const managed = machine(".volta/tools/image/packages/okta-unlock/lib/node_modules/okta-unlock");
    managed.write(".volta/bin/okta-unlock", "a program");
    expect(managed.nameWith({ env: { PATH: join(managed.root, ".volta/bin") } })).toBe("okta-unlock");
  });

  test("in the project, it is what npx finds there, in a folder below, too, and though npm scripts have it on their PATH", () => {
    const local = machine("work/node_modules/okta-unlock");
    local.link("work/node_modules/.bin/okta-unlock", local.script);
    const PATH = join(local.root, "work", "node_modules", ".bin");
    mkdirSync(join(local.root, "work/app/src"), { recursive: true });
    for (const folder of ["work", "work/app/src"]) {
      const cwd = (): string => join(local.root, folder);
      expect(local.nameWith({ cwd, env: { PATH } })).toBe("npx okta-unlock");
    }
    expect(local.nameWith({ cwd: () => tmpdir(), env: { PATH } })).toBe(`node ${local.script}`);
  });
});

describe("in a clone", () => {
  test("it is the path of its script, whole, because commands are pasted elsewhere, too", () => {
    const clone = machine("src/okta-unlock");
    expect(clone.nameWith()).toBe(`node ${clone.script}`);
    expect(clone.nameWith({ env: { HOME: clone.root } })).toBe("node ~/src/okta-unlock/bin/okta-unlock.js");
  });

  test("in a folder that a shell would read otherwise, it is quoted", () => {
    const clone = machine("my files/okta-unlock");
    expect(clone.nameWith({ env: { HOME: clone.root } })).toBe(`node '${clone.script}'`);
  });

  test("in a working directory that is gone", () => {
    const clone = machine("src/okta-unlock");
    const cwd = (): string => {
      throw new Error("ENOENT");
    };
    expect(clone.nameWith({ cwd })).toBe(`node ${clone.script}`);
  });
});
