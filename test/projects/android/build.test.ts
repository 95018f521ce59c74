import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { TemplateView } from "../../../src/project/template-view.ts";
import { type AndroidBuild, buildApp } from "../support/android-build.ts";
import { compileDeviceTests } from "../support/android-tests.ts";
import { type AndroidToolchain, androidToolchain } from "../support/android-toolchain.ts";
import { androidVariants } from "../support/android-variants.ts";
import { typecheckScripts } from "../support/gradle-script.ts";
import { renderAndroidProject } from "../support/render-template.ts";
import type { ToolResult } from "../support/swift-toolchain.ts";
import { sharedFolder } from "../support/temporary-folder.ts";
import { kotlinMistakes, type Mistake, newerCalls, resourceMistakes, scriptMistakes } from "./mistakes.ts";

let android: AndroidToolchain;
const folder = sharedFolder();
const projects = new Map<string, string>();
const builds = new Map<string, AndroidBuild>();
const [first = "", , third = ""] = androidVariants.map(([name]) => name);

beforeAll(async () => {
  android = await androidToolchain();
  for (const [index, [name, view]] of androidVariants.entries())
    projects.set(name, await rendered(view, join(folder, String(index))));
});

async function rendered(view: TemplateView, project: string): Promise<string> {
  await renderAndroidProject(view, project);
  return project;
}

function projectOf(name: string): string {
  return projects.get(name) ?? "";
}

describe.each(androidVariants)("a project for %s", (name, view) => {
  test(`is compiled as ${view.applicationId}, without a warning`, async () => {
    const build = await buildApp(android, projectOf(name));
    builds.set(name, build);
    expect(build.output).toBe("");
    expect(build.ok).toBe(true);
  });

  test("has build scripts that fit the types of Gradle and of the Android plugin", async () => {
    const result = await typecheckScripts(android, projectOf(name));
    expect(result.output).toBe("");
    expect(result.ok).toBe(true);
  });

  test("is in the style that its .editorconfig asks for", async () => {
    const { ok, output } = await android.ktlint(
      ["--relative", "**/*.kt", "**/*.kts", "!build/**"],
      projectOf(name),
    );
    expect(output).not.toMatch(/^\S+:\d+:\d+:/mu);
    expect(ok).toBe(true);
  });
});

test("the tests for a device compile", async () => {
  const build = builds.get(first);
  if (build === undefined) throw new Error("The app was not built.");
  const result = await compileDeviceTests(android, projectOf(first), build);
  expect(result.output).toBe("");
  expect(result.ok).toBe(true);
});

test("a release trusts what the system trusts, though the debug build trusts the local org", async () => {
  const release = await buildApp(android, projectOf(third), { type: "release" });
  expect(release.output).toBe("");
  const [debugged, released] = await Promise.all(
    [builds.get(third), release].map((build) => tellAll(build?.folder)),
  );
  const trust = /networkSecurityConfig|network_security_config|usesCleartextTraffic|android:debuggable/u;
  expect(debugged).toMatch(trust);
  expect(released).toContain("android:dataExtractionRules");
  expect(released).not.toMatch(trust);
});

/** The manifest of a build, and the names of all its resources. */
async function tellAll(build = ""): Promise<string> {
  const { output } = await android.aapt2(["dump", "resources", join(build, "resources.apk")]);
  return readFileSync(join(build, "AndroidManifest.xml"), "utf8") + output;
}

describe("on Android 8", () => {
  /** The calls that it does not have, as `file: name`. */
  async function newer(): Promise<readonly string[]> {
    const { ok, output } = await buildApp(android, projectOf(first), { oldest: true });
    expect(ok).toBe(output === "");
    const found = output.matchAll(/\/([^/\n]+\.kt):(\d+):\d+: error: unresolved reference '(\w+)'/gu);
    return [...new Set(Array.from(found, ([, file, , name]) => `${file}: ${name}`))];
  }

  test("nothing is called that came later, but where the code asks for the version first", async () => {
    expect(await newer()).toEqual([]);
  });

  test.each(newerCalls)("$mistake is found", async (mistake) => {
    const result = await withMistake(mistake, () => buildApp(android, projectOf(first), { oldest: true }));
    expect(result.output).toContain(mistake.says);
  });
});

describe("the checks find", () => {
  test.each(kotlinMistakes)("$mistake", (mistake) => expectFound(mistake, (build) => build.recompile()));

  test.each(resourceMistakes)("$mistake", (mistake) =>
    expectFound(mistake, () => buildApp(android, projectOf(first), { type: "release" })),
  );

  test.each(scriptMistakes)("$mistake", (mistake) =>
    expectFound(mistake, () => typecheckScripts(android, projectOf(first))),
  );

  test("a line that is not in the style", async () => {
    const style = { file: "core/session/LockTimer.kt", from: /\n *(?=\w)/u, to: "\n\n\n\n" };
    const result = await withMistake({ mistake: "", says: "", ...style }, () =>
      android.ktlint(["**/LockTimer.kt"], projectOf(first)),
    );
    expect(result.ok).toBe(false);
    expect(result.output).toContain("standard:");
  });
});

async function expectFound(
  mistake: Mistake,
  check: (build: AndroidBuild) => Promise<ToolResult>,
): Promise<void> {
  const build = builds.get(first);
  if (build === undefined) throw new Error("The app was not built.");
  const result = await withMistake(mistake, () => check(build));
  expect(result.output).toContain(mistake.says);
  expect(result.ok).toBe(false);
}

/** Makes the mistake, checks, and takes it back. */
async function withMistake<T>({ file, from, to }: Mistake, check: () => Promise<T>): Promise<T> {
  const path = join(projectOf(first), /^(?:core|shell)\//u.test(file) ? packageFile(file) : file);
  const source = readFileSync(path, "utf8");
  const changed = source.replace(from, to);
  if (changed === source) throw new Error(`${file} has nothing like ${String(from)}`);
  writeFileSync(path, changed);
  try {
    return await check();
  } finally {
    writeFileSync(path, source);
  }
}

function packageFile(file: string): string {
  return join("app/src/main/kotlin", androidVariants[0]?.[1].applicationPath ?? "", file);
}
