import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { TemplateView } from "../../../src/project/template-view.ts";
import { type AndroidBuild, buildApp } from "../support/android-build.ts";
import { compileDeviceTests } from "../support/android-tests.ts";
import { androidToolchain } from "../support/android-toolchain.ts";
import { androidVariants } from "../support/android-variants.ts";
import { typecheckScripts } from "../support/gradle-script.ts";
import { renderAndroidProject } from "../support/render-template.ts";
import type { ToolResult } from "../support/swift-toolchain.ts";
import { sharedFolder } from "../support/temporary-folder.ts";
import { kotlinMistakes, type Mistake, newerCalls, resourceMistakes, scriptMistakes } from "./mistakes.ts";

const android = await androidToolchain();
const folder = sharedFolder();
const projects = new Map<string, string>();
const builds = new Map<string, AndroidBuild>();
const [first = "", , third = ""] = androidVariants.map(([name]) => name);

beforeAll(async () => {
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

function buildOf(name: string): AndroidBuild {
  const build = builds.get(name);
  if (build === undefined) throw new Error(`The project for ${name} was not built.`);
  return build;
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
    const files = ["--relative", "**/*.kt", "**/*.kts", "!build/**"];
    const { output } = await android.ktlint(files, projectOf(name));
    const found = output.split("\n").filter((line) => /^\S+:\d+:\d+:/u.test(line));
    // The application id is up to its owner.
    expect(found.filter((line) => !line.endsWith("(standard:package-name)"))).toEqual([]);
  });
});

test("the tests for a device compile", async () => {
  const result = await compileDeviceTests(android, projectOf(first), buildOf(first));
  expect(result.output).toBe("");
  expect(result.ok).toBe(true);
});

test("the code in README.md that calls an API compiles with the app", async () => {
  const readme = readFileSync(join(projectOf(first), "README.md"), "utf8");
  const [, code = ""] = /```kotlin\n(.*?)```/su.exec(readme) ?? [];
  expect(code).toContain("AppModel.countOrders()");
  const path = join(projectOf(first), packageFile("shell/screens/OrderCount.kt"));
  writeFileSync(path, `${importsOfCall()}\n\n${code}`);
  const result = await buildOf(first).recompile();
  rmSync(path);
  expect(result.output).toBe("");
});

/** What an editor would add to the code in README.md. */
function importsOfCall(): string {
  const id = androidVariants[0]?.[1].applicationId ?? "";
  const names = [
    "androidx.compose.material3.Text",
    ...["Composable", "LaunchedEffect", "getValue", "mutableStateOf", "remember", "setValue"].map(
      (name) => `androidx.compose.runtime.${name}`,
    ),
    "java.io.IOException",
    "kotlinx.coroutines.Dispatchers",
    "kotlinx.coroutines.withContext",
    "okhttp3.Request",
    "org.json.JSONArray",
    `${id}.core.session.AppModel`,
    `${id}.core.session.SessionError`,
  ];
  return [`package ${id}.shell.screens`, "", ...names.map((name) => `import ${name}`)].join("\n");
}

test("a release trusts what the system trusts, though the debug build trusts the local org", async () => {
  const release = await buildApp(android, projectOf(third), { type: "release" });
  expect(release.output).toBe("");
  const [debugged, released] = await Promise.all([buildOf(third), release].map((build) => tellAll(build)));
  const trust = /networkSecurityConfig|network_security_config|usesCleartextTraffic|android:debuggable/u;
  expect(debugged).toMatch(trust);
  expect(released).toContain("android:dataExtractionRules");
  expect(released).not.toMatch(trust);
});

/** The manifest of a build, and the names of all its resources. */
async function tellAll({ folder: made }: AndroidBuild): Promise<string> {
  const { output } = await android.aapt2(["dump", "resources", join(made, "resources.apk")]);
  return readFileSync(join(made, "AndroidManifest.xml"), "utf8") + output;
}

describe("on Android 8", () => {
  /** Where something is called that it does not have, and nobody asked for the version before: `file: name`. */
  async function newerCallsIn(project: string): Promise<readonly string[]> {
    const { output } = await buildApp(android, project, { oldest: true });
    const missing = output.matchAll(/^(.+\.kt):(\d+):\d+: error: unresolved reference '(\w+)'/gmu);
    return Array.from(missing)
      .filter(([, file = "", line]) => !isGuarded(readFileSync(file, "utf8"), Number(line)))
      .map(([, file = "", , name]) => `${basename(file)}: ${name}`);
  }

  test("nothing is called that came later, but where the code asks for the version first", async () => {
    expect(await newerCallsIn(projectOf(first))).toEqual([]);
  });

  test.each(newerCalls)("$mistake is found", async (mistake) => {
    const found = await withMistake(mistake, () => newerCallsIn(projectOf(first)));
    expect(found).toEqual([mistake.says]);
  });
});

/** Whether a line asks for the version of Android itself, or stands in a file where every function says which it needs. */
function isGuarded(source: string, line: number): boolean {
  const functions = source.match(/^(?:\w+ )*fun /gmu) ?? [];
  const needing = source.match(/^@RequiresApi\(\d+\)\n(?:\w+ )*fun /gmu) ?? [];
  return needing.length === functions.length || (source.split("\n")[line - 1] ?? "").includes("SDK_INT >=");
}

describe("the checks find", () => {
  const checks = [
    ...kotlinMistakes.map((mistake) => [mistake, () => buildOf(first).recompile()] as const),
    ...resourceMistakes.map((mistake) => [mistake, () => buildApp(android, projectOf(first))] as const),
    ...scriptMistakes.map((mistake) => [mistake, () => typecheckScripts(android, projectOf(first))] as const),
  ].map(([mistake, check]) => [mistake.mistake, mistake, check] as const);

  test.each(checks)("%s", async (_, mistake, check) => {
    const result = await withMistake<ToolResult>(mistake, check);
    expect(result.output).toContain(mistake.says);
    expect(result.ok).toBe(false);
  });

  test("a line that is not in the style", async () => {
    const style = { file: "core/session/AppState.kt", from: /\n *(?=\w)/u, to: "\n\n\n\n" };
    const result = await withMistake({ mistake: "", says: "", ...style }, () =>
      android.ktlint(["**/AppState.kt"], projectOf(first)),
    );
    expect(result.ok).toBe(false);
    expect(result.output).toContain("standard:");
  });
});

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
