import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { guideNames } from "../../src/samples/guides.ts";
import { planSamples } from "../../src/samples/plan-samples.ts";
import { placeholderApp } from "../../src/samples/sample-app.ts";
import { platforms } from "../../src/values/platform.ts";
import { createWorld } from "../support/run-cli.ts";

const templatesDirectory = fileURLToPath(new URL("../../templates", import.meta.url));
const say = (text: string): string => text.replaceAll(/\s+/gu, " ");

test("the samples are the same bytes, whatever the time zone, the locale and the version of Node", async () => {
  const world = createWorld();
  // `test/support/node-matrix.sh` runs the command with other versions of Node than this test.
  const env = { TZ: "Pacific/Kiritimati", LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8" };
  const run = await world.run(["samples", "build", "--out", "out"], { env });
  expect(run.exitCode).toBe(0);
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
    version: string;
  };
  const scopes = ["openid", "profile", "email", "offline_access"];
  const settings = { platforms, guides: guideNames, ...placeholderApp };
  const plan = await planSamples(settings, { version, templatesDirectory, scopes });
  const sums = plan.files.map(({ path }) => [
    path,
    createHash("sha256")
      .update(readFileSync(world.path(`out/${path}`)))
      .digest("hex"),
  ]);
  expect(sums).toEqual(plan.files.map(({ path, sha256 }) => [path, sha256]));
});

test("check passes after a build, and shows what was edited, is missing, or is not one of the samples", async () => {
  const world = createWorld();
  const part = ["--platform", "ios", "--guide", "unlock-mobile-app-with-biometrics"];
  await world.run(["samples", "build", "--out", "out", ...part, "--client-id", "0oaOther1234567890"]);
  const fine = await world.run(["samples", "check", "--out", "out", "--json"]);
  expect(fine.exitCode).toBe(0);
  expect(JSON.parse(fine.stdout)).toMatchObject({ schemaVersion: 1, differences: [] });

  const snippet = "guides/unlock-mobile-app-with-biometrics/main/ios/challenge.md";
  const text = readFileSync(world.path(`out/${snippet}`), "utf8");
  writeFileSync(world.path(`out/${snippet}`), text.replace("let context = LAContext()", "let context = nil"));
  rmSync(world.path("out/projects/ios/README.md"));
  writeFileSync(world.path("out/notes.md"), "mine\n");
  const run = await world.run(["samples", "check", "--out", "out"], {
    env: { GITHUB_ACTIONS: "true", GITHUB_WORKSPACE: world.cwd },
  });
  expect(run.exitCode).toBe(8);
  expect(run.stdout).toContain(`--- a/${snippet}\n+++ b/${snippet}\n@@ `);
  expect(run.stdout).toContain("\n-let context = nil\n+let context = LAContext()\n");
  expect(run.stdout).toContain("--- /dev/null\n+++ b/projects/ios/README.md\nThe whole file is missing.\n");
  expect(run.stdout).toContain("--- a/notes.md\n+++ /dev/null\nThe whole file is not one of the samples.\n");
  expect(run.stderr).toMatch(
    new RegExp(String.raw`^::error file=out/${snippet},line=\d+::This file is stale`, "mu"),
  );
  expect(say(run.stderr)).toContain("1 changed, 1 missing, 1 extra");
  expect(say(run.stderr)).toContain("--platform ios --guide unlock-mobile-app-with-biometrics --client-id");

  const again = await world.run([
    "samples",
    "build",
    "--out",
    "out",
    ...part,
    "--client-id",
    "0oaOther1234567890",
  ]);
  expect(say(again.stderr)).toContain("edited by hand");
  expect(existsSync(world.path("out/notes.md"))).toBe(true);
});

test("a folder with other files, or without samples, is refused; so is a guide that is none", async () => {
  const world = createWorld();
  writeFileSync(world.path("mine.txt"), "mine");
  const build = await world.run(["samples", "build", "--out", "."]);
  expect([build.exitCode, say(build.stderr)]).toEqual([7, expect.stringContaining("is not empty")]);
  const check = await world.run(["samples", "check", "--out", "."]);
  expect([check.exitCode, say(check.stderr)]).toEqual([7, expect.stringContaining("has no samples")]);
  const guide = await world.run(["samples", "build", "--guide", "unlock"]);
  expect(guide.exitCode).toBe(2);
  expect(say(guide.stderr)).toContain(
    'There is no guide "unlock". It can be unlock-mobile-app-with-biometrics,',
  );
  expect(say(guide.stderr)).toContain("--out <dir>, or OKTA_UNLOCK_OUT");
});
