import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { keepFolder } from "./kept-folder.ts";

const script = fileURLToPath(new URL("../toolchain/swift.sh", import.meta.url));
const stubs = fileURLToPath(new URL("../stubs/ios", import.meta.url));

/** A module is built after those it imports. */
const stubModules = [
  "CryptoKit",
  "OSLog",
  "UIKit",
  "AuthFoundation",
  "OAuth2Auth",
  "BrowserSignin",
  "LocalAuthentication",
  "Security",
  "SwiftUI",
  "XCTest",
];

/** What a tool said: its exit code, and both of its streams in one. */
export interface ToolResult {
  readonly ok: boolean;
  readonly output: string;
}

/** The real Swift compiler on Linux, with the stub modules that stand for Apple's frameworks and Okta's SDK. */
export interface SwiftToolchain {
  /** The folder that holds the compiled stub modules. */
  readonly modules: string;
  run(tool: string, args: readonly string[], cwd?: string): Promise<ToolResult>;
}

/** Brings the toolchain when it is not there yet (some 600 MB), and builds the stub modules when they have changed. */
export async function swiftToolchain(): Promise<SwiftToolchain> {
  const folder = resolve(process.env["OKTA_UNLOCK_TOOLCHAINS"] ?? ".cache/toolchains");
  await execa("bash", [script, folder], { stdio: ["ignore", "ignore", "inherit"] });
  const run = async (tool: string, args: readonly string[], cwd = "."): Promise<ToolResult> => {
    const result = await execa(join(folder, "swift/bin", tool), args, { cwd, all: true, reject: false });
    if (result.exitCode === undefined) throw new Error(`${tool} did not run: ${result.message}`);
    return { ok: result.exitCode === 0, output: result.all };
  };
  return { run, modules: await stubModulesIn(folder, run) };
}

async function stubModulesIn(folder: string, run: SwiftToolchain["run"]): Promise<string> {
  const sources = stubModules.map((module) => readFileSync(join(stubs, `${module}.swift`), "utf8"));
  const key = [...sources, readFileSync(join(folder, "swift/complete"), "utf8")].join("");
  return keepFolder(folder, ["ios-stubs", key], async (partial) => {
    for (const module of stubModules) {
      const output = join(partial, `${module}.swiftmodule`);
      const source = join(stubs, `${module}.swift`);
      const args = ["-parse-as-library", "-module-name", module, "-I", partial, "-o", output, source];
      const built = await run("swift-frontend", ["-emit-module", ...args]);
      if (!built.ok) throw new Error(`The stub module ${module} does not compile:\n${built.output}`);
    }
  });
}

/** Every `.swift` file below `folder`, sorted. */
export function swiftFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".swift"))
    .toSorted()
    .map((path) => join(folder, path));
}

/**
 * Foundation's networking is a module of its own on Linux; on Apple's platforms it is not, so no file imports it.
 * Warnings count: a project that is made new should not begin with one. It is built as Xcode's Run does, for debugging.
 */
const common = [
  "-parse-as-library",
  "-D",
  "DEBUG",
  "-warnings-as-errors",
  "-import-module",
  "FoundationNetworking",
];

/** Type-checks files as one module, against the stubs. */
export function typecheck(
  swift: SwiftToolchain,
  module: string,
  files: readonly string[],
): Promise<ToolResult> {
  return swift.run("swift-frontend", [
    "-typecheck",
    ...common,
    "-module-name",
    module,
    "-I",
    swift.modules,
    ...files,
  ]);
}

/** Compiles files as one module into `folder`: an object file, and a module that tests can import. */
export async function compile(
  swift: SwiftToolchain,
  module: string,
  files: readonly string[],
  folder: string,
): Promise<ToolResult> {
  const outputs = ["-emit-module-path", `${module}.swiftmodule`, "-o", `${module}.o`];
  const options = ["-wmo", "-enable-testing", "-module-name", module, "-I", ".", "-I", swift.modules];
  return swift.run("swift-frontend", ["-c", ...common, ...options, ...outputs, ...files], folder);
}

/** Runs `work` for each item, a few at a time; the results are in the order of the items. */
export async function forEachInParallel<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const workers = Array.from({ length: Math.min(availableParallelism(), items.length) }, async () => {
    for (const [index, item] of queue) results[index] = await work(item);
  });
  await Promise.all(workers);
  return results;
}
