import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, World } from "../support/run-cli.ts";

const both = ["--platform", "ios", "--platform", "android"] as const;
const given = [
  "--issuer",
  "https://example.okta.com/oauth2/default",
  "--client-id",
  "0oa1b2c3d4e5f6g7h8i9",
  "--yes",
] as const;

interface Made {
  readonly appId: string;
  readonly clientId: string;
  readonly platform: string | null;
  readonly directory: string;
  readonly files: readonly string[];
  readonly projects: readonly { readonly platform: string; readonly directory: string }[];
}

const world = new World();
let made: Made;

beforeAll(async () => {
  const run = await world.run(["create", "demo", ...both, "--org", "local", "--yes", "--json"]);
  made = JSON.parse(run.stdout) as Made;
});

afterAll(() => world.remove());

function readManifest(path: string) {
  return JSON.parse(readFileSync(world.path(path, "okta-unlock.json"), "utf8")) as {
    readonly platform: string;
    readonly okta: { readonly appId: string };
  };
}

test("several platforms get one app, a project each and one repository", () => {
  expect(made).toMatchObject({ schemaVersion: 1, platform: null, directory: world.path("demo") });
  expect(made.projects).toMatchObject([
    { platform: "ios", directory: world.path("demo", "ios") },
    { platform: "android", directory: world.path("demo", "android") },
  ]);
  for (const file of made.files) expect(existsSync(world.path("demo", file)), file).toBe(true);
  expect(readdirSync(world.path("demo")).toSorted()).toEqual([".git", "README.md", "android", "ios"]);
  for (const platform of ["ios", "android"])
    expect(readManifest(`demo/${platform}`)).toMatchObject({ platform, okta: { appId: made.appId } });
  const mode = execFileSync("git", ["ls-files", "--stage", "android/gradlew"], { cwd: world.path("demo") });
  expect(String(mode)).toMatch(/^100755 /u);
  expect(String(execFileSync("git", ["status", "--short"], { cwd: world.path("demo") }))).toBe("");
});

test("the README beside them names the folders and the app", () => {
  const readme = readFileSync(world.path("demo", "README.md"), "utf8");
  expect(readme).toContain(`\`${made.clientId}\``);
  expect(readme).toContain("create demo --platform ios --platform android --org local --yes");
  for (const [, link = ""] of readme.matchAll(/\]\(([^)]+)\)/gu))
    expect(existsSync(world.path("demo", link)), link).toBe(true);
});

test("the same command finds them again, with commas too", async () => {
  const args = ["create", "demo", "--platform", "android,ios", "--org", "local", "--yes", "--json"];
  const again = await world.run(args);
  expect(again).toMatchObject({ exitCode: 0, stderr: "" });
  expect(JSON.parse(again.stdout)).toMatchObject({ appId: made.appId, changed: false });
});

test("each project is byte for byte what its own command makes, for the same app", async () => {
  const readme = readFileSync(world.path("demo", "android", "README.md"), "utf8");
  expect(readme).toContain("create demo/android --platform android");
  const before = readFileSync(world.path("demo", "android", "okta-unlock.json"), "utf8");
  rmSync(world.path("demo", "android"), { recursive: true });
  const args = [
    "create",
    "demo/android",
    "--platform",
    "android",
    "--name",
    "Demo",
    "--org",
    "local",
    "--yes",
  ];
  const run = await world.run([...args, "--json"]);
  expect(JSON.parse(run.stdout)).toMatchObject({ appId: made.appId, git: "inside-repository" });
  expect(readFileSync(world.path("demo", "android", "okta-unlock.json"), "utf8")).toBe(before);
});

test("one platform is no command for a folder of several, and the error says the one that is", async () => {
  const run = await world.run(["create", "demo", "--platform", "ios", "--org", "local", "--yes"]);
  expect(run.exitCode).toBe(5);
  expect(run.stderr.replaceAll(/\s+/gu, " ")).toContain("--platform ios --platform android --org local");
  const inside = await world.run(["create", "demo/ios", ...both, "--org", "local", "--yes"]);
  expect(inside.exitCode).toBe(5);
  expect(inside.stderr).toContain("is itself a project");
});

test("a platform that a folder lacks is added by the command that the error names", async () => {
  const other = createWorld();
  await other.run(["create", "demo/ios", "--platform", "ios", "--name", "Demo", ...given]);
  const run = await other.run(["create", "demo", ...both, ...given, "--json"]);
  expect(run.exitCode).toBe(5);
  const { error } = JSON.parse(run.stderr) as { readonly error: { readonly next: string } };
  const [, words = ""] = /create (demo\/android .*--yes)/u.exec(error.next) ?? [];
  expect(words).toContain("--platform android --name Demo");
  expect((await other.run(["create", ...words.split(" ")])).exitCode).toBe(0);
  const again = await other.run(["create", "demo", ...both, ...given, "--json"]);
  expect(JSON.parse(again.stdout)).toMatchObject({ changed: false });
});

test("a value has to suit every platform, and the error says which one refuses it", async () => {
  const run = await createWorld().run(["create", "demo", ...both, ...given, "--bundle-id", "com.my-co.app"]);
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain("Android: A bundle ID can't contain");
  expect(run.stderr).toContain("--bundle-id com.myco.app");
});

test("the variable takes several with commas, and one that is unknown is refused", async () => {
  const other = createWorld();
  const preview = ["create", "demo", ...given, "--dry-run", "--json"];
  const run = await other.run(preview, { env: { OKTA_UNLOCK_PLATFORM: "android, ios" } });
  expect(JSON.parse(run.stdout)).toMatchObject({
    platform: null,
    projects: [{ platform: "ios" }, { platform: "android" }],
  });
  expect((JSON.parse(run.stdout) as Made).files).toContain("ios/okta-unlock.json");
  const refused = await other.run(preview, { env: { OKTA_UNLOCK_PLATFORM: "ios,windows" } });
  expect(refused).toMatchObject({ exitCode: 2, stdout: "" });
  expect(readdirSync(other.cwd)).toEqual([]);
});

test("files of the user's stay, and a folder that is taken is refused", async () => {
  const other = createWorld();
  mkdirSync(other.path("mine"));
  writeFileSync(other.path("mine", "README.md"), "mine");
  expect((await other.run(["create", "mine", ...both, ...given])).exitCode).toBe(0);
  expect(readFileSync(other.path("mine", "README.md"), "utf8")).toBe("mine");
  expect(readdirSync(other.path("mine"))).toContain("README.okta-unlock.md");

  mkdirSync(other.path("full", "src"), { recursive: true });
  const refused = await other.run(["create", "full", ...both, ...given]);
  expect(refused.exitCode).toBe(7);
  expect(refused.stderr).toContain("- src");
});
