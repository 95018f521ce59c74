import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createWorld, type World } from "../support/run-cli.ts";

const app = ["--issuer", "https://example.okta.com/oauth2/default", "--client-id", "0oa1b2c3d4e5f6g7h8i9"];
const offline = [...app, "--no-git", "--yes"];

function readTree(world: World, folder: string): Record<string, string> {
  const entries = readdirSync(world.path(folder), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => `${entry.parentPath}/${entry.name}`);
  return Object.fromEntries(
    files.toSorted().map((path) => [path.slice(world.path(folder).length), readFileSync(path, "base64")]),
  );
}

test.each(["ios", "android"])(
  "a project of the ejected template for %s is that of ours",
  async (platform) => {
    const world = createWorld();
    expect((await world.run(["template", "eject", platform, "own"])).exitCode).toBe(0);
    const check = await world.run(["template", "check", "own", "--json"]);
    expect(JSON.parse(check.stdout)).toMatchObject({ problems: [], template: { platform } });
    const flags = ["--name", "Demo", "--account-deletion", "--dry-run", "--json"];
    const ours = await world.run(["create", "demo", "--platform", platform, ...flags, ...offline]);
    const own = await world.run(["create", "demo", "--template", "own", ...flags, ...offline]);
    const files = (text: string) => (JSON.parse(text) as { files: string[] }).files.toSorted();
    expect(files(own.stdout)).toEqual(files(ours.stdout));
    await world.run(["create", "demo", "--template", "own", ...offline]);
    await world.run(["create", "there/demo", "--platform", platform, ...offline]);
    const [one, other] = [readTree(world, "demo"), readTree(world, "there/demo")];
    const differing = Object.keys(other).filter((path) => one[path] !== other[path]);
    // The README has the command, and so the template.
    expect(differing).toEqual(["/README.md", "/okta-unlock.json"]);
    expect(JSON.parse(readFileSync(world.path("demo/okta-unlock.json"), "utf8"))).toMatchObject({
      template: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/u) as string },
    });
    expect(readFileSync(world.path("demo/README.md"), "utf8")).toContain("create demo --template own");
  },
);

test("a template with faults makes no project, and all of them are said with their lines", async () => {
  const world = createWorld();
  await world.run(["template", "eject", "android", "own"]);
  writeFileSync(world.path("own/bad.kt.hbs"), "{{constructor}}\n{{{org}}}\n");
  const check = await world.run(["template", "check", "own"]);
  expect(check.exitCode).toBe(8);
  expect(check.stdout).toContain("bad.kt.hbs:1: {{constructor}} is not a name of the view");
  expect(check.stdout).toContain("bad.kt.hbs:2: write two braces");
  expect(check.stderr.split("The names of the view are: ")).toHaveLength(2);
  const create = await world.run(["create", "demo", "--template", "own", ...offline]);
  expect(create.exitCode).toBe(8);
  expect(create.stderr).toContain("template check own");
  expect(readdirSync(world.path("."))).toEqual(["own"]);
});

test("the template says the platform, and another project than its own is a conflict", async () => {
  const world = createWorld();
  await world.run(["template", "eject", "android", "own"]);
  const other = await world.run(["create", "demo", "--template", "own", "--platform", "ios", ...offline]);
  expect(other.exitCode).toBe(2);
  expect(other.stderr).toContain("the template in own is for android");
  await world.run(["create", "demo", "--platform", "android", ...offline]);
  const conflict = await world.run(["create", "demo", "--template", "own", ...offline]);
  expect(conflict.exitCode).toBe(5);
  expect(conflict.stderr).toContain("template: that of okta-unlock in the project");
});

test.each([
  [["check", "nope"], 2, "There is no folder"],
  [["eject", "windows", "x"], 2, "There is no platform"],
  [["eject", "ios", "."], 0, "template.json"],
])("template %j ends with %i", async (args, exitCode, says) => {
  const world = createWorld();
  const run = await world.run(["template", ...args]);
  expect(run.exitCode).toBe(exitCode);
  expect(run.stderr).toContain(says);
});

test.skipIf(process.platform !== "linux")(
  "a folder that can't be made is to be another one of eject",
  async () => {
    const run = await createWorld().run(["template", "eject", "ios", "/proc/template"]);
    expect(run.exitCode).toBe(7);
    expect(run.stderr).toContain("template eject ios <folder>");
  },
);
