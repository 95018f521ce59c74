import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renderIosProject } from "../support/render-template.ts";
import { sampleView } from "../support/sample-view.ts";
import { compile, swiftFiles, type SwiftToolchain, swiftToolchain } from "../support/swift-toolchain.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

let swift: SwiftToolchain;
beforeAll(async () => {
  swift = await swiftToolchain();
});

/** What Xcode makes of a test target by itself. */
const runner = `import Testing
@main struct Runner { static func main() async { await Testing.__swiftPMEntryPoint() as Never } }
`;

interface TestRun {
  readonly passed: boolean;
  readonly output: string;
}

/** Compiles the platform-free part of a project, without the tests. */
async function compileApp(project: string): Promise<string> {
  const build = join(project, "build");
  mkdirSync(build, { recursive: true });
  const app = await compile(swift, "MyApp", swiftFiles(join(project, "MyApp/Session")), build);
  if (!app.ok) throw new Error(app.output);
  return build;
}

/** Compiles the project's tests. They fit every app that differs inside of functions only. */
async function compileTests(project: string): Promise<string> {
  const build = await compileApp(project);
  writeFileSync(join(build, "Runner.swift"), runner);
  const sources = [...swiftFiles(join(project, "MyAppTests")), join(build, "Runner.swift")];
  const tests = await compile(swift, "MyAppTests", sources, build);
  if (!tests.ok) throw new Error(tests.output);
  return join(build, "MyAppTests.o");
}

/** Links a compiled app with the compiled tests, and runs them on this machine. */
async function runTests(build: string, tests: string): Promise<TestRun> {
  const linked = await swift.run("swift-link", ["tests", "MyApp.o", tests], build);
  if (!linked.ok) throw new Error(linked.output);
  copyFileSync(join(build, "../MyAppTests/unlock-scenarios.json"), join(build, "unlock-scenarios.json"));
  const options = { all: true, reject: false, timeout: 60_000, env: { NO_COLOR: "1" } } as const;
  const run = await execa(join(build, "tests"), options);
  return { passed: run.exitCode === 0, output: run.all };
}

async function rendered(): Promise<string> {
  const folder = temporaryFolder();
  await renderIosProject(sampleView, folder);
  return folder;
}

test("the unit tests of the project pass, every scenario among them", async () => {
  const project = await rendered();
  const tests = await compileTests(project);
  const { passed, output } = await runTests(join(project, "build"), tests);
  expect(output).toMatch(/Test run with \d+ tests passed/u);
  expect(passed).toBe(true);
  const file = readFileSync(join(project, "MyAppTests/unlock-scenarios.json"), "utf8");
  const { scenarios } = JSON.parse(file) as { scenarios: readonly { name: string }[] };
  expect(scenarios.length).toBeGreaterThan(40);
  for (const { name } of scenarios) expect(output).toContain(`→ ${name} to plays`);
});

describe("the unit tests of the project fail when", () => {
  let compiledTests: Promise<string> | undefined;
  const folder = mkdtempSync(join(tmpdir(), "okta-unlock-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  function unchangedTests(): Promise<string> {
    compiledTests ??= renderIosProject(sampleView, folder).then(() => compileTests(folder));
    return compiledTests;
  }

  const session = "OktaSession.swift";
  const model = "AppModel.swift";
  const rules: readonly [rule: string, file: string, from: string, to: string][] = [
    ["two refreshes run at once", session, "renewal ?? Task", "Task"],
    [
      "an access token is used before its refresh token is stored",
      session,
      "if newest != current || !isSaved { save(newest) }",
      "defer { save(newest) }",
    ],
    ["a rotated token is not stored", session, "if newest != current || !isSaved { save(newest) }", ""],
    [
      "a refresh that outlived the session stores its token",
      session,
      "guard era.session == self.era.session else { throw SessionError.locked }",
      "",
    ],
    [
      "a refresh that outlived the lock opens the session again",
      session,
      "if era == self.era {",
      "if era.session == self.era.session {",
    ],
    [
      "the old refresh token is dropped when Okta did not rotate",
      session,
      "fresh.refreshToken ?? current",
      'fresh.refreshToken ?? ""',
    ],
    [
      "unlocking does not wait for the refresh that outlived the lock",
      session,
      "        _ = try? await renewal?.value\n        let era",
      "        let era",
    ],
    ["locking leaves the tokens in memory", session, "        refreshToken = nil\n        grant = nil\n", ""],
    [
      "an unsaved token is not stored again",
      session,
      "guard !isSaved, let refreshToken else { return }",
      "guard isSaved, let refreshToken else { return }",
    ],
    [
      "a cancelled prompt erases",
      model,
      "if let reason = failure.endsSession {",
      "if let reason = failure.endsSession ?? (failure == .cancelled ? .expired : nil) {",
    ],
    [
      "being offline ends the session",
      model,
      "} catch SessionError.signInRequired {",
      "} catch SessionError.signInRequired, SessionError.offline {",
    ],
    [
      "invalid_grant does not end the session",
      model,
      "if state.isOpen || state == .unlocking { await end(.expired) }",
      "",
    ],
    [
      "the marker is set although the vault refused",
      model,
      "if vault.canProtect, await isStored(grant) {",
      "if await isStored(grant) || true {",
    ],
    ["nothing is erased at the first start", model, "try? await session.erase()", ""],
    [
      "the marker outlives the session",
      model,
      "        marker.clear()\n        try? await session.erase()",
      "        try? await session.erase()",
    ],
    ["the background time-out is off by one", model, "now()) >= policy", "now()) > policy"],
    ["a long absence while unlocking does not lock", model, "if mustLockAgain { await lock() }", ""],
    [
      "the prompt comes up again and again",
      model,
      "        mayPromptUnasked = false\n        mustLockAgain",
      "        mustLockAgain",
    ],
    ["signing out forgets to revoke", model, "try await session.revoke() }", "_ = await session.isSaved }"],
    [
      "a profile stays after the lock",
      model,
      "state = .locked(nil)\n            profile = nil",
      "state = .locked(nil)",
    ],
    [
      "an API's refusal is met with no fresh token",
      "ApiClient.swift",
      "statusCode == 401",
      "statusCode == 418",
    ],
  ];

  test.each(rules)("%s", async (_, file, from, to) => {
    const project = await rendered();
    const path = join(project, "MyApp/Session", file);
    const source = readFileSync(path, "utf8");
    expect(source).toContain(from);
    writeFileSync(path, source.replace(from, to));
    const { passed, output } = await runTests(await compileApp(project), await unchangedTests());
    expect(passed).toBe(false);
    expect(output).toMatch(/recorded an issue|failed after/u);
  });
});
