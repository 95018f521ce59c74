import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Context } from "../../../src/context.ts";
import { installPackages } from "../../../src/commands/create/install.ts";
import { findManager, type InstallWish } from "../../../src/commands/create/install-wish.ts";
import type { CreateResult } from "../../../src/commands/create/result.ts";
import { createSpawn } from "../../../src/process/child-process.ts";
import { interrupted } from "../../../src/errors.ts";
import { type CompiledTemplate, loadTemplate } from "../../../src/project/templates.ts";
import { temporaryFolder } from "../project/fixture.ts";

const wanted: InstallWish = { isWanted: true, manager: undefined };
const unsaid: InstallWish = { isWanted: undefined, manager: undefined };
const works = 'if [ "$1" = --version ]; then echo 1.0.0; else mkdir -p node_modules; fi';
const fails = 'if [ "$1" = --version ]; then echo 1.0.0; else echo "no network" >&2; exit 1; fi';

describe.skipIf(process.platform === "win32")("a project that was made", () => {
  test("is installed with npm, and its next steps go on from there", async () => {
    const world = createWorld({ npm: works });
    const made = await world.install(wanted);
    expect(made.install).toEqual({ packageManager: "npm", status: "installed" });
    expect(made.nextSteps).toEqual(["cd demo", "Run it: npm run ios. Or: npm run android", "Read README.md"]);
    expect(plain(made.command)).toBe("okta-unlock create demo --yes --install");
    expect(made.install?.failure).toBeUndefined();
  });

  test("is installed with what started the run, which the next steps name", async () => {
    const world = createWorld({ npm: works, pnpm: works }, { npm_config_user_agent: "pnpm/10.34.9 npm/? x" });
    const made = await world.install(wanted);
    expect(made.install?.packageManager).toBe("pnpm");
    expect(made.nextSteps.map(plain)).toEqual([
      "cd demo",
      'Commit the lockfile of pnpm: git add --all && git commit -m "Install with pnpm"'.replaceAll('"', "'"),
      "Run it: pnpm ios. Or: pnpm android",
      "Read README.md",
    ]);
  });

  test("takes npm where what started the run can't be run", async () => {
    const world = createWorld({ npm: works }, { npm_config_user_agent: "bun/1.4.5 npm/? x" });
    expect((await world.install(wanted)).install?.packageManager).toBe("npm");
  });

  test("is installed by the lockfile that it has", async () => {
    const world = createWorld({ npm: works, yarn: works });
    writeFileSync(join(world.directory, "yarn.lock"), "");
    expect((await world.install(wanted, { project: "unchanged" })).install?.packageManager).toBe("yarn");
    expect(existsSync(join(world.directory, "package-lock.json"))).toBe(true);
    expect(world.said).toEqual(["package-lock.json is still there, too: delete it if you stay with yarn."]);
  });

  test("and was there already keeps to npm, whatever started the run", async () => {
    const world = createWorld({ npm: works, pnpm: works }, { npm_config_user_agent: "pnpm/10.34.9 npm/? x" });
    expect((await world.install(wanted, { project: "unchanged" })).install?.packageManager).toBe("npm");
  });

  test("is made all the same when the system refuses what an installation needs", async () => {
    const world = createWorld({ pnpm: 'rm -r "${0%/bin/*}/demo"; echo 10.34.9' });
    const { install } = await world.install({ isWanted: true, manager: "pnpm" });
    expect(install).toMatchObject({ packageManager: "pnpm", status: "failed" });
    expect(install?.failure).toMatchObject({
      code: "install-failed",
      why: expect.stringContaining("ENOENT: no such file or directory") as string,
    });
  });

  test("is installed again where a package manager was killed, which leaves some packages", async () => {
    const world = createWorld({ npm: works });
    mkdirSync(join(world.directory, "node_modules", "expo"), { recursive: true });
    expect((await world.install(wanted)).install?.status).toBe("installed");
    expect((await world.install(wanted)).install?.status).toBe("present");
  });

  test("says that a package manager alone installs nothing", async () => {
    const world = createWorld({ pnpm: works });
    expect((await world.install({ isWanted: undefined, manager: "pnpm" })).install).toBeNull();
    expect(world.said).toEqual(["The dependencies are not installed: that takes --install."]);
  });

  test("of an own template is installed when that template says so", async () => {
    const world = createWorld({ npm: works });
    const own = { ...(await loadTemplate("ios")), install: "npm" as const };
    expect((await world.install(wanted, { platform: "ios" }, own)).install?.status).toBe("installed");
    const { install: _, ...without } = await loadTemplate("react-native");
    expect((await world.install(wanted, {}, without)).install?.status).toBe("nothing-to-install");
  });

  test("is made all the same when the installation fails", async () => {
    const world = createWorld({ npm: fails });
    const { install, nextSteps } = await world.install(wanted);
    expect(install).toMatchObject({ packageManager: "npm", status: "failed" });
    expect(install?.failure).toMatchObject({
      code: "install-failed",
      exitCode: 9,
      why: "npm ci ended with exit code 1.",
      details: ["no network"],
      next: "To install them: cd demo && npm ci",
    });
    expect(nextSteps).toContain("Install what the app needs: npm ci");
  });

  test("is made all the same when the installation is stopped, with the exit code of the signal", async () => {
    const world = createWorld({
      npm: 'if [ "$1" = --version ]; then echo 1; else mkdir node_modules; touch started; exec sleep 60; fi',
    });
    const installed = world.install(wanted);
    await expect.poll(() => existsSync(join(world.directory, "started"))).toBe(true);
    world.stop();
    const { install } = await installed;
    expect(install).toMatchObject({ status: "interrupted" });
    expect(install?.failure).toMatchObject({ code: "interrupted", exitCode: 143 });
    expect(install?.failure?.message).toBe(
      "Stopped by SIGTERM. Demo is made, but its dependencies are not installed.",
    );
    expect(existsSync(join(world.directory, "node_modules"))).toBe(false);
  });

  test("that has its packages is left alone", async () => {
    const world = createWorld({ npm: fails });
    mkdirSync(join(world.directory, "node_modules"));
    writeFileSync(join(world.directory, "node_modules", ".package-lock.json"), "{}");
    expect((await world.install(wanted)).install).toEqual({ packageManager: "npm", status: "present" });
  });

  test("with nothing to install says so", async () => {
    const world = createWorld({ npm: fails });
    const { install } = await world.install(wanted, { platform: "ios" });
    expect(install).toEqual({ packageManager: null, status: "nothing-to-install" });
    expect(world.said).toEqual(["Nothing to install: a project for iOS needs no package manager."]);
  });
});

describe.skipIf(process.platform === "win32")("somebody who did not say whether to install", () => {
  test.each([
    ["yes", true, "installed"],
    ["no", false, undefined],
  ] as const)("is asked, and can say %s", async (_answer, isAgreed, status) => {
    const world = createWorld({ npm: works }, {}, () => Promise.resolve(isAgreed));
    expect((await world.install(unsaid)).install?.status).toBe(status);
    expect(world.asked).toEqual(["Install the dependencies with npm now?"]);
  });

  test("can stop there, and has the project", async () => {
    const world = createWorld({ npm: works }, {}, () => Promise.reject(interrupted()));
    const { install } = await world.install(unsaid);
    expect(install?.failure).toMatchObject({ exitCode: 130, next: "To install them: cd demo && npm ci" });
  });

  test.each([
    ["of a project with nothing to install", { platform: "ios" }],
    ["of a project that was there", { project: "unchanged" }],
  ] as const)("is not asked %s", async (_when, changes) => {
    const world = createWorld({ npm: works }, {}, () => Promise.resolve(true));
    expect((await world.install(unsaid, changes)).install).toBeNull();
    expect(world.asked).toEqual([]);
  });

  test("is not asked where there is no package manager", async () => {
    const world = createWorld({}, {}, () => Promise.resolve(true));
    expect((await world.install(unsaid)).install).toBeNull();
    expect(world.asked).toEqual([]);
  });

  test("gets nothing installed where nobody can be asked", async () => {
    expect((await createWorld({ npm: works }).install(unsaid)).install).toBeNull();
  });
});

test.skipIf(process.platform === "win32")("a package manager that was named has to be there", async () => {
  const { context } = createWorld({ npm: works });
  await expect(findManager(context, { isWanted: true, manager: "bun" })).rejects.toMatchObject({
    code: "invalid-value",
    message: "The dependencies can't be installed: bun can't be run.",
  });
});

/** Without the marks around commands. */
function plain(text: string): string {
  return text.replaceAll(/[\uFDD0\uFDD1]/gu, "");
}

/** Small programs stand in for package managers, on a PATH of their own. */
function createWorld(
  programs: Readonly<Record<string, string>>,
  env: Context["env"] = {},
  confirm?: () => Promise<boolean>,
) {
  const cwd = temporaryFolder();
  const [directory, bin] = [join(cwd, "demo"), join(cwd, "bin")];
  for (const folder of [directory, bin]) mkdirSync(folder);
  for (const [name, script] of Object.entries({ ...programs, ...shellTools })) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  writeFileSync(join(directory, "package-lock.json"), "{}");
  const { PATH } = process.env;
  process.env["PATH"] = bin;
  onTestFinished(() => void (process.env["PATH"] = PATH));
  const controller = new AbortController();
  const { signal } = controller;
  const [said, asked]: [string[], string[]] = [[], []];
  const context = {
    cwd,
    env,
    signal,
    spawn: createSpawn(process, signal),
    leftovers: { add: () => () => {} },
    interaction: { canAsk: confirm !== undefined },
    log: {
      info: (text: string) => void said.push(text),
      warn: (text: string) => void said.push(text),
      debug: () => {},
      show: () => {},
      step: <T>(_title: string, work: (update: () => void) => Promise<T>) => work(() => {}),
    },
    prompts: {
      confirm: ({ message }: { readonly message: string }) => {
        asked.push(message);
        return confirm?.();
      },
    },
  } as unknown as Context;
  const install = (wish: InstallWish, changes: Partial<CreateResult> = {}, template?: CompiledTemplate) => {
    const platform = changes.platform ?? "react-native";
    const projects = [{ platform, directory, nextSteps: [] }];
    return installPackages(
      context,
      { install: wish, template },
      { ...made, directory, projects, ...changes },
    );
  };
  return { context, directory, said, asked, install, stop: () => controller.abort(interrupted("SIGTERM")) };
}

/** What the small programs need, found without a PATH. */
const shellTools = Object.fromEntries(
  ["mkdir", "touch", "sleep", "rm"].map((name) => [name, `exec /bin/${name} "$@"`]),
);

const made = {
  name: "Demo",
  platform: "react-native",
  project: "created",
  git: "created",
  nextSteps: [
    "cd demo",
    "Install what the app needs: npm ci",
    "Run it: npm run ios. Or: npm run android",
    "Read README.md",
  ],
  command: "okta-unlock create demo --yes",
  install: null,
} as unknown as CreateResult;
