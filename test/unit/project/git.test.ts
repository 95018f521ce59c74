import { execFile } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import type { Context, SpawnResult } from "../../../src/context.ts";
import { interrupted } from "../../../src/errors.ts";
import { initialiseRepository } from "../../../src/project/git.ts";
import { temporaryFolder, writeTree } from "./fixture.ts";

type Environment = Readonly<Record<string, string>>;
type GitContext = Pick<Context, "spawn" | "signal" | "env" | "version">;

const run = promisify(execFile);

/** Starts real processes, as the context of a run does, with a home of their own. */
function gitContext(extra: Environment = {}, signal = new AbortController().signal): GitContext {
  const home = temporaryFolder();
  const base = {
    PATH: process.env["PATH"] ?? "",
    HOME: home,
    GIT_CONFIG_NOSYSTEM: "1",
    XDG_CONFIG_HOME: home,
    ...extra,
  };
  const spawn: Context["spawn"] = async (command, args, options = {}) => {
    try {
      const { stdout, stderr } = await run(command, args, {
        cwd: options.cwd,
        env: { ...base, ...options.env },
      });
      return { exitCode: 0, stdout, stderr };
    } catch (error) {
      const failure = error as { code: number | string; stdout: string; stderr: string };
      if (typeof failure.code !== "number") throw error;
      return { exitCode: failure.code, stdout: failure.stdout, stderr: failure.stderr };
    }
  };
  return { spawn, signal, env: base, version: "0.1.0" };
}

const identity: Environment = {
  GIT_AUTHOR_NAME: "A",
  GIT_AUTHOR_EMAIL: "a@example.com",
  GIT_COMMITTER_NAME: "A",
  GIT_COMMITTER_EMAIL: "a@example.com",
};

function git(context: GitContext, cwd: string, ...args: string[]): Promise<SpawnResult> {
  return context.spawn("git", args, { cwd });
}

function stagedProject(): {
  readonly stagingDirectory: string;
  readonly target: string;
  readonly name: string;
  readonly executables: readonly string[];
} {
  const folder = temporaryFolder();
  const stagingDirectory = join(folder, "staging");
  writeTree(stagingDirectory, { "a/b.txt": "b", ".gitignore": "build\n", "build/x": "x" });
  return { stagingDirectory, target: join(folder, "deep/er/my-app"), name: 'My "App" -m', executables: [] };
}

describe("a repository for a new project", () => {
  test("is made on main, with one commit that holds all files but the ignored", async () => {
    const context = gitContext(identity);
    const project = stagedProject();
    expect(await initialiseRepository(context, project)).toEqual({ status: "created" });
    const inProject = (...args: string[]) => git(context, project.stagingDirectory, ...args);
    expect((await inProject("log", "--format=%s %D")).stdout.trim()).toBe(
      'Create My "App" -m with okta-unlock 0.1.0 HEAD -> main',
    );
    expect((await inProject("ls-files")).stdout.trim().split("\n")).toEqual([".gitignore", "a/b.txt"]);
    expect((await inProject("status", "--porcelain")).stdout).toBe("");
  });

  test("has the scripts of the project as executable ones, where the file system knows no such mode, too", async () => {
    const context = gitContext(identity);
    const project = { ...stagedProject(), executables: ["gradlew"] };
    writeTree(project.stagingDirectory, { gradlew: "#!/bin/sh\n" });
    await git(context, project.stagingDirectory, "config", "--global", "core.fileMode", "false");
    expect(await initialiseRepository(context, project)).toEqual({ status: "created" });
    const { stdout } = await git(context, project.stagingDirectory, "ls-tree", "-r", "HEAD");
    const modes = stdout
      .trim()
      .split("\n")
      .map((line) => `${line.slice(0, 6)} ${line.split("\t")[1]}`);
    expect(modes).toEqual(["100644 .gitignore", "100644 a/b.txt", "100755 gradlew"]);
  });

  test.skipIf(process.platform === "win32")(
    "leaves no monitor or maintenance of git's behind, and takes long paths, whatever the user has set",
    async () => {
      const folder = temporaryFolder();
      const wanted = ["core.fsmonitor=false", "maintenance.auto=false", "gc.auto=0", "core.longpaths=true"];
      const checks = wanted.map((each) => `case " $* " in *" -c ${each} "*) ;; *) exit 99 ;; esac`);
      const { stdout } = await run("sh", ["-c", "command -v git"]);
      writeTree(folder, { git: ["#!/bin/sh", ...checks, `exec ${stdout.trim()} "$@"`].join("\n") });
      await run("chmod", ["+x", join(folder, "git")]);
      const context = gitContext({ ...identity, PATH: `${folder}:${process.env["PATH"] ?? ""}` });
      expect(await initialiseRepository(context, stagedProject())).toEqual({ status: "created" });
    },
  );

  test.each(["", "inner/deep"])("is not made inside another one: %s", async (below) => {
    const context = gitContext(identity);
    const project = stagedProject();
    const outer = temporaryFolder();
    await git(context, outer, "init", "--quiet");
    mkdirSync(join(outer, below), { recursive: true });
    const target = join(outer, below, "my-app");
    expect(await initialiseRepository(context, { ...project, target })).toEqual({
      status: "inside-repository",
    });
    expect((await git(context, project.stagingDirectory, "rev-parse", "--git-dir")).exitCode).not.toBe(0);
  });

  test("is not made when git runs us from a hook", async () => {
    const context = gitContext({ ...identity, GIT_DIR: temporaryFolder() });
    expect(await initialiseRepository(context, stagedProject())).toEqual({ status: "inside-repository" });
  });

  test("is made without a commit when git knows nobody, and says how to go on", async () => {
    const context = gitContext({
      GIT_CONFIG_COUNT: "1",
      GIT_CONFIG_KEY_0: "user.useConfigOnly",
      GIT_CONFIG_VALUE_0: "true",
    });
    const project = stagedProject();
    const outcome = await initialiseRepository(context, project);
    expect(outcome).toMatchObject({
      status: "created",
      warning: expect.stringContaining("name and email") as string,
      nextSteps: [
        expect.stringContaining("git config --global user.name"),
        expect.stringContaining("git config --global user.email"),
        expect.stringContaining('git commit -m "First commit"'),
      ],
    });
    expect((await git(context, project.stagingDirectory, "log")).exitCode).not.toBe(0);
    expect((await git(context, project.stagingDirectory, "rev-parse", "--git-dir")).stdout.trim()).toBe(
      ".git",
    );
  });

  test.each([
    [
      "a signature",
      {
        GIT_CONFIG_KEY_0: "commit.gpgsign",
        GIT_CONFIG_KEY_1: "gpg.program",
        GIT_CONFIG_VALUE_0: "true",
        GIT_CONFIG_VALUE_1: "false",
      },
    ],
    ["a hook", { GIT_CONFIG_KEY_0: "core.hooksPath", GIT_CONFIG_KEY_1: "x.y", GIT_CONFIG_VALUE_1: "z" }],
  ])("is made with a warning when %s fails", async (what, config) => {
    const hooks = temporaryFolder();
    writeTree(hooks, { "pre-commit": "#!/bin/sh\necho not today >&2\nexit 1\n" });
    await run("chmod", ["+x", join(hooks, "pre-commit")]);
    const context = gitContext({ ...identity, GIT_CONFIG_COUNT: "2", GIT_CONFIG_VALUE_0: hooks, ...config });
    const outcome = await initialiseRepository(context, stagedProject());
    expect(outcome).toMatchObject({
      status: "created",
      warning: expect.stringContaining("no first commit") as string,
    });
    expect(outcome.warning).toContain(what === "a hook" ? "not today" : "gpg failed to sign");
  });

  test("is not made without git, and that is a warning", async () => {
    const context = gitContext({ PATH: temporaryFolder() });
    expect(await initialiseRepository(context, stagedProject())).toMatchObject({
      status: "no-git",
      warning: expect.stringContaining("Git was not found") as string,
    });
  });

  test.each([
    ["xcrun: error: invalid active developer path, missing xcrun", "It said: xcrun: error: invalid"],
    ["hint: try this\nfatal: could not create work tree\nhint: or that", "It said: fatal: could not create"],
    ["", "It ended with exit code 1."],
  ])("is not made when git can't work, and git's own words say why: %j", async (stderr, says) => {
    const folder = temporaryFolder();
    writeTree(folder, { git: `#!/bin/sh\nmkdir -p .git\nprintf '%s' '${stderr}' >&2\nexit 1\n` });
    await run("chmod", ["+x", join(folder, "git")]);
    const context = gitContext({ PATH: `${folder}:${process.env["PATH"] ?? ""}` });
    const project = stagedProject();
    const outcome = await initialiseRepository(context, project);
    expect(outcome).toMatchObject({ status: "skipped", warning: expect.stringContaining(says) as string });
    expect(readdirSync(project.stagingDirectory)).not.toContain(".git");
  });

  test("is not made by a git that can't be started, and the system's words say why", async () => {
    const folder = temporaryFolder();
    writeTree(folder, { git: "not a program" });
    const outcome = await initialiseRepository(gitContext({ PATH: folder }), stagedProject());
    expect(outcome).toMatchObject({ status: "no-git", warning: expect.stringContaining("EACCES") as string });
  });

  test("is not made when the run is stopped", async () => {
    const context = gitContext(identity, AbortSignal.abort(interrupted()));
    await expect(initialiseRepository(context, stagedProject())).rejects.toMatchObject({
      code: "interrupted",
    });
  });
});
