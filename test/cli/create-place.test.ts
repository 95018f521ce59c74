import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { createWorld, type World } from "../support/run-cli.ts";

const app = ["--issuer", "https://example.okta.com/oauth2/default", "--client-id", "0oa1b2c3d4e5f6g7h8i9"];
const offline = ["--platform", "ios", ...app, "--yes"];

function write(world: World, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(world.path(path)), { recursive: true });
    writeFileSync(world.path(path), text);
  }
}

const say = (text: string): string => text.replaceAll(/\s+/gu, " ");

test("a fresh repository keeps its files, and its .gitignore gets our lines", async () => {
  const world = createWorld();
  const mine = {
    "demo/README.md": "mine",
    "demo/LICENSE": "mine",
    "demo/.gitattributes": "mine",
    "demo/.github/dependabot.yml": "mine",
    "demo/.editorconfig": "mine",
  };
  write(world, { ...mine, "demo/.gitignore": "*.log\n" });
  execFileSync("git", ["init", "--quiet", world.path("demo")]);
  const preview = await world.run(["create", "demo", ...offline, "--dry-run", "--json"]);
  const run = await world.run(["create", "demo", ...offline]);
  expect(run.exitCode).toBe(0);
  for (const [path, text] of Object.entries(mine)) expect(readFileSync(world.path(path), "utf8")).toBe(text);
  expect(readFileSync(world.path("demo/.gitignore"), "utf8")).toMatch(
    /^\*\.log\n\n# Added by okta-unlock\n/u,
  );
  expect(existsSync(world.path("demo/README.okta-unlock.md"))).toBe(true);
  expect(say(run.stderr)).toContain("These files of yours stay as they are:");
  expect(say(run.stderr)).toContain("Lines were added to your .gitignore, below yours.");
  expect(say(run.stderr)).toContain("in a git repository already: nothing was committed there.");
  expect(say((await world.run(["create", "demo", ...offline])).stderr)).toContain(
    "Read README.okta-unlock.md:",
  );
  const again = await world.run(["create", "demo", ...offline, "--json"]);
  const { changed, files } = JSON.parse(again.stdout) as { changed: boolean; files: readonly string[] };
  expect(changed).toBe(false);
  expect((JSON.parse(preview.stdout) as { files: readonly string[] }).files.toSorted()).toEqual(
    files.toSorted(),
  );
});

test.each([
  { what: "a file", target: "f", says: "f is a file." },
  { what: "a file above it", target: "f/x/y", says: "f is a file." },
  { what: "a link to itself", target: "loop", says: "loop is a symbolic link to loop." },
  { what: "such a link above it", target: "loop/x", says: "loop is a symbolic link that leads nowhere." },
])("$what in the way is called that", async ({ target, says }) => {
  const world = createWorld();
  write(world, { f: "hi" });
  symlinkSync("loop", world.path("loop"));
  const run = await world.run(["create", target, ...offline]);
  expect(run.exitCode).toBe(7);
  expect(say(run.stderr).replaceAll(" ", "")).toContain(says.replaceAll(" ", ""));
  expect(run.stderr).toContain("Choose another folder");
});

test("a file that was deleted is missing, and its way back is named", async () => {
  const world = createWorld();
  await world.run(["create", "demo", ...offline]);
  const gone = "Demo/Core/Session/Device.swift";
  rmSync(world.path("demo", gone));
  const run = await world.run(["create", "demo", ...offline]);
  expect(run.exitCode).toBe(0);
  expect(run.stdout).not.toContain("Nothing to change");
  expect(say(run.stdout)).toContain("but a file is missing from the project.");
  expect(say(run.stderr)).toContain(`git restore -- ${gone}`);
  const json = JSON.parse((await world.run(["create", "demo", ...offline, "--json"])).stdout) as object;
  expect(json).toMatchObject({ changed: false, missing: [gone] });
  execFileSync("git", ["restore", "--", gone], { cwd: world.path("demo") });
  expect((await world.run(["create", "demo", ...offline])).stdout).toContain("Nothing to change");
});

test("the command that gets several files back stands on one line", async () => {
  const world = createWorld();
  await world.run(["create", "demo", ...offline]);
  const gone = [
    "Demo/Core/Session/Device.swift",
    "Demo/Core/Session/ApiClient.swift",
    "Demo/Shell/Launch/AppSettings.swift",
  ];
  for (const path of gone) rmSync(world.path("demo", path));
  const run = await world.run(["create", "demo", ...offline]);
  const command = run.stderr.split("\n").find((line) => line.includes("git restore"));
  for (const path of gone) expect(command).toContain(path);
});

test("other answers are told where to change them", async () => {
  const world = createWorld();
  await world.run(["create", "demo", ...offline]);
  const run = await world.run(["create", "demo", ...offline, "--lock-after", "5"]);
  expect(run.exitCode).toBe(5);
  expect(say(run.stderr)).toContain("Change its answers: okta-unlock update");
  expect(readFileSync(world.path("demo/README.md"), "utf8")).toContain("## Change an answer");
});

test("the commands for its app in a project's README name its org", async () => {
  const world = createWorld();
  await world.run(["create", "demo", "--platform", "ios", "--org", "local", "--yes"]);
  const readme = readFileSync(world.path("demo/README.md"), "utf8");
  const commands = [...readme.matchAll(/`npx okta-unlock apps update ([^`]*)`/gu)].map(([, rest]) => rest);
  expect(commands).toHaveLength(2);
  for (const command of commands) expect(command).toMatch(/^0oa\w+ .* --org local$/u);
});

test.each(["com.acme-corp.app", "com.class.switch", "1com.2example.3app"])(
  "the bundle ID %s is fine for iOS",
  async (bundleId) => {
    const world = createWorld();
    const run = await world.run(["create", "demo", ...offline, "--bundle-id", bundleId]);
    expect(run.exitCode).toBe(0);
    expect(readFileSync(world.path("demo/Demo.xcodeproj/project.pbxproj"), "utf8")).toContain(
      `PRODUCT_BUNDLE_IDENTIFIER = "${bundleId}";`,
    );
    expect(JSON.parse((await world.run(["create", "demo", ...offline, "--json"])).stdout)).toMatchObject({
      changed: false,
    });
  },
);
