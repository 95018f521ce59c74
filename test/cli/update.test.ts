import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { basename } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hashContents } from "../../src/project/manifest.ts";
import { World } from "../support/run-cli.ts";

const app = ["--issuer", "https://example.okta.com/oauth2/default", "--client-id", "0oa1b2c3d4e5f6g7h8i9"];
const identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];

const world = new World();
afterAll(() => world.remove());
beforeAll(async () => {
  await world.run(["create", "demo", "--platform", "ios", ...app, "--yes", "--no-git"]);
});

const settings = "demo/Demo/Shell/Launch/AppSettings.swift";
const read = (path: string): string => readFileSync(world.path(path), "utf8");
const commit = (): void => {
  const git = (...args: readonly string[]) =>
    execFileSync("git", [...identity, ...args], { cwd: world.path("demo") });
  if (!existsSync(world.path("demo/.git"))) git("init", "--quiet");
  git("add", "--all");
  git("commit", "--quiet", "--allow-empty", "-m", "work");
};

interface Project {
  readonly directory: string;
  readonly files: readonly { readonly path: string; readonly change: string }[];
  readonly backup: string | null;
  readonly conflicts: number;
  readonly warnings: readonly string[];
}

const parse = (stdout: string) =>
  JSON.parse(stdout) as { changed: boolean; conflicts: number; projects: [Project] };

test("a project that is up to date is left alone", async () => {
  const run = await world.run(["update", "demo", "--json"]);
  expect(run.exitCode).toBe(0);
  expect(parse(run.stdout)).toMatchObject({ changed: false, conflicts: 0, projects: [{ files: [] }] });
  const preview = await world.run(["update", "demo", "--dry-run"]);
  expect(preview).toMatchObject({ stdout: "", stderr: "✔ Nothing to change: Demo is up to date.\n" });
});

test("a diff has the colors of git's", async () => {
  const args = ["update", "demo", "--lock-after", "30", "--dry-run"];
  const { stdout } = await world.run(args, { env: { FORCE_COLOR: "1" } });
  expect(stdout).toContain("\u001B[31m-        lockAfter: .seconds(60)\u001B[39m\n");
  expect(stdout).toContain("\u001B[32m+        lockAfter: .seconds(30)\u001B[39m\n");
});

test("another answer is merged, and without git what it replaces is kept beside the project", async () => {
  const readme = `Mine.\n${read("demo/README.md")}`;
  writeFileSync(world.path("demo/README.md"), readme);
  const preview = await world.run(["update", "demo", "--bundle-id", "com.acme.demo", "--dry-run"]);
  expect(preview.stdout).toContain("+++ b/Demo/Resources/Okta.plist\n");
  expect(preview.stdout).toMatch(/^\+.*com\.acme\.demo:\/callback/mu);
  expect(read("demo/README.md")).toBe(readme);
  const run = await world.run([
    "update",
    "demo",
    "--bundle-id",
    "com.acme.demo",
    "--if-exists",
    "reuse",
    "--json",
  ]);
  expect(run.exitCode).toBe(0);
  const { backup, warnings } = parse(run.stdout).projects[0];
  expect(warnings.join()).toContain("redirect URI: com.acme.demo:/callback");
  expect(readFileSync(`${backup}/README.md`, "utf8")).toBe(readme);
  expect(read("demo/README.md").startsWith("Mine.\n")).toBe(true);
  expect(read("demo/README.md")).toContain("--bundle-id com.acme.demo --yes");
  expect(read("demo/okta-unlock.json")).toContain('"redirectUri": "com.acme.demo:/callback"');
  expect(parse((await world.run(["update", "demo", "--json"])).stdout).changed).toBe(false);
});

test("the copies beside a project are no project", async () => {
  expect(existsSync(world.path("demo.before-update/okta-unlock.json"))).toBe(true);
  const run = await world.run(["update", "--dry-run", "--json"]);
  expect(parse(run.stdout).projects.map(({ directory }) => basename(directory))).toEqual(["demo"]);
});

test("an update that was cut short is not finished with --dry-run, and said when it is finished", async () => {
  const text = read("demo/README.md");
  const staging = "demo/.demo.okta-unlock-999999999-0123abcd";
  const steps = [{ path: "README.md", before: hashContents("old"), after: hashContents("new") }];
  mkdirSync(world.path(`${staging}/project`), { recursive: true });
  writeFileSync(
    world.path(`${staging}/okta-unlock-staging.json`),
    JSON.stringify({ madeBy: "okta-unlock", pid: 999_999_999, host: hostname() }),
  );
  writeFileSync(world.path(`${staging}/project/README.md`), "new");
  writeFileSync(world.path(`${staging}/update.json`), JSON.stringify({ isTakenBack: false, steps }));
  const edited = await world.run(["update", "demo"]);
  expect(edited.exitCode).toBe(5);
  expect(edited.stderr).toContain(staging);
  writeFileSync(world.path("demo/README.md"), "old");
  const preview = await world.run(["update", "demo", "--dry-run"]);
  expect(preview.exitCode).toBe(5);
  expect(read("demo/README.md")).toBe("old");
  const run = await world.run(["update", "demo"]);
  expect(run.exitCode).toBe(0);
  expect(run.stderr).toContain("was cut short");
  expect(read("demo/README.md")).toBe("new");
  writeFileSync(world.path("demo/README.md"), text);
});

test("what git was told to pass over is copied before it is replaced", async () => {
  commit();
  const flag = (name: string) =>
    execFileSync("git", ["update-index", `--${name}`, "README.md"], { cwd: world.path("demo") });
  const text = read("demo/README.md");
  flag("skip-worktree");
  writeFileSync(world.path("demo/README.md"), `Only here.\n${text}`);
  const change = ["update", "demo", "--lock-after", "45", "--json"];
  const run = await world.run(change);
  expect(run.exitCode).toBe(0);
  expect(readFileSync(`${parse(run.stdout).projects[0].backup}/README.md`, "utf8")).toBe(
    `Only here.\n${text}`,
  );
  flag("no-skip-worktree");
  execFileSync("git", ["reset", "--quiet", "--hard"], { cwd: world.path("demo") });
  execFileSync("git", ["clean", "-fdq"], { cwd: world.path("demo") });
});

test("another working tree of the repository is updated as the first is, in the line ends that git gave it", async () => {
  commit();
  const git = (cwd: string, ...args: readonly string[]) =>
    execFileSync("git", [...identity, ...args], { cwd: world.path(cwd) });
  git("demo", "config", "core.autocrlf", "true");
  git("demo", "worktree", "add", "--quiet", "../tree");
  writeFileSync(world.path("tree/README.md"), `Mine.\r\n${read("tree/README.md")}`);
  const refused = await world.run(["update", "tree", "--lock-after", "45"]);
  expect(refused.stderr).toContain("has changes without a commit");
  git("tree", "commit", "--quiet", "-am", "work");
  const run = await world.run(["update", "tree", "--lock-after", "45", "--json"]);
  expect(run.exitCode).toBe(0);
  const [{ backup, conflicts, files }] = parse(run.stdout).projects;
  expect({ backup, conflicts }).toEqual({ backup: null, conflicts: 0 });
  expect(files.length).toBeGreaterThan(1);
  for (const { path } of [...files, { path: "okta-unlock.json" }])
    expect(read(`tree/${path}`), path).not.toMatch(/(?<!\r)\n/u);
  git("demo", "worktree", "remove", "--force", "../tree");
  git("demo", "config", "--unset", "core.autocrlf");
});

test("a conflict is marked, and said by the exit code; changes without a commit are refused", async () => {
  commit();
  const line =
    read(settings)
      .split("\n")
      .find((each) => /\b60\b/u.test(each)) ?? "";
  expect(line).not.toBe("");
  writeFileSync(world.path(settings), read(settings).replace(line, line.replace("60", "61")));
  const refused = await world.run(["update", "demo", "--lock-after", "30", "--yes"]);
  expect(refused.exitCode).toBe(5);
  expect(refused.stderr).toContain("update demo --lock-after 30 --yes --force\n");
  commit();
  const run = await world.run(["update", "demo", "--lock-after", "30", "--yes"]);
  expect(run.exitCode).toBe(5);
  expect(read(settings)).toContain(
    `<<<<<<< yours\n${line.replace("60", "61")}\n=======\n${line.replace("60", "30")}\n>>>>>>> `,
  );
  expect((await world.run(["update", "demo", "--force"])).exitCode).toBe(0);
});

test("a deleted file comes back, and one that is none is refused", async () => {
  commit();
  rmSync(world.path(settings));
  const wrong = await world.run(["update", "demo", "--restore", "Nothing.swift", "--force"]);
  expect(wrong.exitCode).toBe(2);
  const run = await world.run(["update", "demo", "--restore", settings.replace("demo/", ""), "--force"]);
  expect(run.exitCode).toBe(0);
  expect(read(settings)).toContain("30");
});

test("when the second of two projects fails, the first is named, with the way back", async () => {
  for (const name of ["first", "second"])
    await world.run(["create", `two/${name}`, "--platform", "ios", ...app, "--yes", "--no-git"]);
  const manifest = read("two/second/okta-unlock.json");
  const org = ', "appId": "0oa1b2c3d4e5f6g7h8i9", "org": "https://example.okta.com"';
  writeFileSync(
    world.path("two/second/okta-unlock.json"),
    manifest.replace(/("issuer": *"[^"]+")/u, `$1${org}`),
  );
  const run = await world.run(["update", "two", "--bundle-id", "com.acme.two", "--yes", "--json"]);
  expect(run.exitCode).toBe(5);
  const { error } = JSON.parse(run.stderr) as { error: { code: string; details: readonly string[] } };
  expect(error.code).toBe("app-conflict");
  expect(error.details.at(-1)).toContain(`${world.path("two/first")} was updated before.`);
  expect(error.details.at(-1)).toContain("first.before-update");
  expect(read("two/first/okta-unlock.json")).toContain("com.acme.two");
  expect(read("two/second/okta-unlock.json")).not.toContain("com.acme.two");
});

test("what is missing is said at once", async () => {
  expect((await world.run(["update", "nothing"])).exitCode).toBe(7);
  expect((await world.run(["update", "demo", "--answers", "--json"])).exitCode).toBe(2);
  expect((await world.run(["update", "demo", "--lock-after", "soon"])).exitCode).toBe(2);
});

test("the app in the org follows when that is agreed on, and only then", async () => {
  const made = await world.run([
    "create",
    "apps/android",
    "--platform",
    "android",
    "--org",
    "local",
    "--yes",
    "--no-git",
  ]);
  expect(made.exitCode).toBe(0);
  const change = ["update", "apps", "--redirect-uri", "com.example.android:/other", "--json"];
  const refused = await world.run(change);
  expect(refused.exitCode).toBe(5);
  expect(refused.stderr).toContain("--if-exists update");
  expect(read("apps/android/okta-unlock.json")).not.toContain("com.example.android:/other");
  const run = await world.run([...change, "--if-exists", "update"]);
  expect(run.stderr).toBe("");
  expect(JSON.parse(run.stdout)).toMatchObject({ changed: true, projects: [{ app: "updated" }] });
  const { clientId } = (JSON.parse(read("apps/android/okta-unlock.json")) as { okta: { clientId: string } })
    .okta;
  const shown = await world.run(["apps", "show", clientId, "--org", "local", "--json"]);
  expect(shown.stdout).toContain("com.example.android:/other");
  expect(shown.stdout).toContain("com.example.android:/callback");
});
