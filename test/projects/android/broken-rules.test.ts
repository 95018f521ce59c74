import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { compileSession, compileSessionTests, runSessionTests } from "../support/android-tests.ts";
import { androidToolchain } from "../support/android-toolchain.ts";
import { chooseRules } from "../support/some-rules.ts";
import { renderAndroidProject } from "../support/render-template.ts";
import { androidView } from "../support/sample-view.ts";
import type { ToolResult } from "../support/swift-toolchain.ts";
import { sharedFolder } from "../support/temporary-folder.ts";
import { type BrokenRule, brokenRules } from "./broken-rules.ts";

/** All packages are of one length: a class file that was compiled in one is one of another when the names are replaced. */
const ownPackage = "com.example.rules";
const view = { ...androidView, applicationId: ownPackage, applicationPath: "com/example/rules" };

const android = await androidToolchain();
const chosen = chooseRules(brokenRules);

describe("a scenario turns red when", () => {
  const project = join(sharedFolder(), "whole");
  const runs = new Map<BrokenRule, ToolResult>();

  // Each broken file is compiled in a package of its own, all of them in one run of the compiler.
  beforeAll(async () => {
    await renderAndroidProject({ ...view, accountDeletion: true }, project);
    for (const compile of [compileSession, compileSessionTests]) {
      const { ok, output } = await compile(android, project);
      if (!ok) throw new Error(output);
    }
    await compileBrokenFiles(project);
    for (const broken of chosen) {
      runs.set(broken, await runSessionTests(android, breakSession(project, broken), project));
    }
  }, 1_200_000);

  test.each(chosen.map((broken) => [broken.rule, broken] as const))("%s", (_, broken) => {
    const { ok, output } = runs.get(broken) ?? { ok: true, output: "did not run" };
    expect(ok, output).toBe(false);
    const { shownBy = "ScenarioTest" } = broken;
    expect(output).toMatch(new RegExp(`^FAILED .+\\.${shownBy}\\)$`, "mu"));
  });
});

test("every rule stands in the code as it is broken", async () => {
  const project = sharedFolder();
  await renderAndroidProject({ ...view, accountDeletion: true }, project);
  const stale = brokenRules.filter(
    ({ file, from }) => !readFileSync(locate(project, file), "utf8").includes(from),
  );
  expect(stale).toEqual([]);
});

function locate(project: string, file: string): string {
  return join(project, "app/src/main/kotlin/com/example/rules/core/session", file);
}

function packageOf(broken: BrokenRule): string {
  return `com.example.r${String(brokenRules.indexOf(broken)).padStart(4, "0")}`;
}

/** Compiles all broken files against the whole session, each in its package below `build/broken`. */
async function compileBrokenFiles(project: string): Promise<void> {
  const sources = chosen.map((broken) => writeBrokenFile(project, broken));
  const session = join(project, "build/session");
  const classPath = [session, ...android.artifacts.jars("app")].join(":");
  const options = ["-no-stdlib", "-jvm-target", "11", "-nowarn", "-module-name", "session"];
  const places = [`-Xfriend-paths=${session}`, "-cp", classPath, "-d", join(project, "build/broken")];
  const { ok, output } = await android.java("kotlinc", [...options, ...places, ...sources]);
  if (!ok) throw new Error(output);
}

function writeBrokenFile(project: string, broken: BrokenRule): string {
  const { file, from, to } = broken;
  const source = readFileSync(locate(project, file), "utf8");
  const ownLine = `package ${ownPackage}.core.session\n`;
  const itsLine = `package ${packageOf(broken)}.core.session\n\nimport ${ownPackage}.core.session.*\n`;
  const path = join(project, "build/broken-sources", packageOf(broken), file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, source.replaceAll(from, to).replace(ownLine, itsLine));
  return path;
}

/** Copies the classes of the session, with those of the broken file in place of its own; returns the folder. */
function breakSession(project: string, broken: BrokenRule): string {
  const folder = join(project, "build/broken-sessions", packageOf(broken));
  cpSync(join(project, "build/session"), join(folder, "build/session"), { recursive: true });
  const from = packageOf(broken).replaceAll(".", "/");
  const to = ownPackage.replaceAll(".", "/");
  const compiled = join(project, "build/broken", from, "core/session");
  for (const file of readdirSync(compiled)) {
    const bytes = readFileSync(join(compiled, file), "latin1").replaceAll(from, to);
    writeFileSync(join(folder, "build/session", to, "core/session", file), bytes, "latin1");
  }
  return folder;
}
