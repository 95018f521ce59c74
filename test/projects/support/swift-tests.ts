import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { compile, swiftFiles, type SwiftToolchain } from "./swift-toolchain.ts";

/** What Xcode makes of a test target by itself. */
const runner = `import Testing
@main struct Runner { static func main() async { await Testing.__swiftPMEntryPoint() as Never } }
`;

/** How the tests of a project went. */
export interface TestRun {
  readonly passed: boolean;
  readonly output: string;
}

/** Compiles the platform-free part of the project in `project`, without its tests; returns the folder with the result. */
export async function compileSession(swift: SwiftToolchain, project: string): Promise<string> {
  const build = join(project, "build");
  mkdirSync(build, { recursive: true });
  const app = await compile(swift, "MyApp", swiftFiles(join(project, "MyApp/Core/Session")), build);
  if (!app.ok) throw new Error(app.output);
  return build;
}

/** Compiles the project's tests; returns the object file. It fits every app that differs inside of functions only. */
export async function compileTests(swift: SwiftToolchain, project: string): Promise<string> {
  const build = await compileSession(swift, project);
  writeFileSync(join(build, "Runner.swift"), runner);
  const sources = [...swiftFiles(join(project, "MyAppTests")), join(build, "Runner.swift")];
  const tests = await compile(swift, "MyAppTests", sources, build);
  if (!tests.ok) throw new Error(tests.output);
  return join(build, "MyAppTests.o");
}

/** Links what is in `build` with the compiled `tests`, and runs them on this machine. */
export async function runTests(swift: SwiftToolchain, build: string, tests: string): Promise<TestRun> {
  const linked = await swift.run("swift-link", ["tests", "MyApp.o", tests], build);
  if (!linked.ok) throw new Error(linked.output);
  copyFileSync(join(build, "../MyAppTests/unlock-scenarios.json"), join(build, "unlock-scenarios.json"));
  const options = { all: true, reject: false, timeout: 120_000, env: { NO_COLOR: "1" } } as const;
  const run = await execa(join(build, "tests"), options);
  return { passed: run.exitCode === 0, output: run.all };
}
