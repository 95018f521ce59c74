import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";

const vitest = fileURLToPath(new URL("../../../node_modules/vitest/vitest.mjs", import.meta.url));
const stopAtFirstFailure = fileURLToPath(new URL("./stop-at-first-failure.ts", import.meta.url));

/** The tests are written for Jest: they find the same names here. All run in few threads, without a start for each. */
const options = {
  globals: true,
  isolate: false,
  pool: "threads",
  // Most of their time is waiting.
  maxWorkers: 4,
  testTimeout: 5_000,
  // A broken rule may leave promises that nobody hears of.
  dangerouslyIgnoreUnhandledErrors: true,
};

/** How the tests in one file went. */
export interface TestFileRun {
  /** Relative to the folder that all are in, with forward slashes. */
  readonly path: string;
  readonly passed: readonly string[];
  readonly failed: readonly string[];
  readonly output: string;
}

/** What vitest's reporter writes of each file. */
interface ReportedFile {
  readonly name: string;
  readonly message: string;
  readonly assertionResults: readonly {
    readonly title: string;
    readonly status: string;
    readonly failureMessages?: readonly string[];
  }[];
}

/**
 * Runs the tests below `folder`, which need neither React nor Expo, on Node alone: any number of sessions in one process.
 * `stopAtFirst` ends a file at its first failure.
 */
export async function runSessionTests(
  folder: string,
  { stopAtFirst = false }: { readonly stopAtFirst?: boolean } = {},
): Promise<readonly TestFileRun[]> {
  const config = join(folder, "vitest.config.mjs");
  const report = join(folder, "report.json");
  const test = { ...options, setupFiles: stopAtFirst ? [stopAtFirstFailure] : [] };
  writeFileSync(config, `export default ${JSON.stringify({ test })};\n`);
  const args = ["run", "--config", config, "--root", folder, "--reporter", "json", "--outputFile", report];
  const env = { NO_COLOR: "1", VITEST: "" };
  const { all } = await execa(process.execPath, [vitest, ...args], { all: true, reject: false, env });
  const { testResults } = readReport(report, all);
  return testResults.map(({ name, message, assertionResults }) => {
    const titlesOf = (status: string) =>
      assertionResults.filter((each) => each.status === status).map(({ title }) => title);
    const failures = assertionResults.flatMap(({ failureMessages = [] }) => failureMessages);
    const path = name.slice(name.indexOf(folder) + folder.length + 1).replaceAll("\\", "/");
    return {
      path,
      passed: titlesOf("passed"),
      failed: titlesOf("failed"),
      output: [message, ...failures].join("\n"),
    };
  });
}

function readReport(path: string, output: string): { readonly testResults: readonly ReportedFile[] } {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as { testResults: readonly ReportedFile[] };
  } catch {
    throw new Error(`The tests did not run:\n${output}`);
  }
}
