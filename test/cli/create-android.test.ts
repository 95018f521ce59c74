import { readFileSync, statSync } from "node:fs";
import { execa } from "execa";
import { expect, test } from "vitest";
import { createWorld } from "../support/run-cli.ts";

const android = ["--platform", "android", "--org", "local", "--yes"] as const;

test("one command makes the app and an Android project that has its values", async () => {
  const world = createWorld();
  const run = await world.run(["create", "demo", ...android, "--json"]);
  expect(run).toMatchObject({ exitCode: 0, stderr: "" });
  const result = JSON.parse(run.stdout) as {
    readonly clientId: string;
    readonly issuer: string;
    readonly files: readonly string[];
    readonly nextSteps: readonly string[];
  };
  const properties = readFileSync(world.path("demo", "okta.properties"), "utf8");
  expect(properties).toContain(`clientId=${result.clientId}\n`);
  expect(properties).toContain(`issuer=${result.issuer}\n`);
  expect(result.files).toContain("app/src/main/kotlin/com/example/demo/core/session/AppModel.kt");
  expect(readFileSync(world.path("demo", "app/build.gradle.kts"), "utf8")).toContain(
    'applicationId = "com.example.demo"',
  );
  const steps = result.nextSteps.join("\n");
  expect(steps).toContain("Android Studio Quail 2 (2026.1.2) or later");
  expect(steps).toContain("JDK (17 or later)");
  expect(steps).toMatch(/okta-unlock(?:\.js)? local trust android --apply/u);
  expect(steps).toContain("adb emu finger touch 1");
});

test("the wrapper of Gradle can be run, from a clone of the repository, too", async () => {
  const world = createWorld();
  await world.run(["create", "demo", ...android]);
  const mode = statSync(world.path("demo", "gradlew")).mode & 0o100;
  expect(mode).toBe(process.platform === "win32" ? 0 : 0o100);
  const { stdout } = await execa("git", ["ls-tree", "HEAD", "gradlew"], { cwd: world.path("demo") });
  expect(stdout).toMatch(/^100755 /u);
});

test("the same command again changes nothing", async () => {
  const world = createWorld();
  await world.run(["create", "demo", ...android]);
  const again = await world.run(["create", "demo", ...android, "--json"]);
  expect(JSON.parse(again.stdout)).toMatchObject({ changed: false });
});

test.each([
  ["com.acme-corp.app", "hyphen", "com.acmecorp.app"],
  ["com.class.switch", "keyword", "com.classapp.switchapp"],
  ["com.acme.aux", "Windows", "com.acme.auxapp"],
])("the bundle ID %s is refused for Android, and another one offered", async (bundleId, word, offered) => {
  const run = await createWorld().run(["create", "demo", ...android, "--bundle-id", bundleId]);
  expect(run.exitCode).toBe(2);
  expect(run.stderr.replaceAll(/\s+/gu, " ")).toContain(word);
  expect(run.stderr).toContain(`--bundle-id ${offered}`);
});
