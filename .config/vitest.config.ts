import { availableParallelism } from "node:os";
import type { Reporter } from "vitest/node";
import { defineConfig } from "vitest/config";
import { LongFilesFirst } from "./long-files-first.ts";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { oktaSdkPlugin } from "./okta-sdk-plugin.ts";
import { rawPlugin } from "./raw-plugin.ts";
import { recordSecondTries } from "./second-tries.ts";
import { templatesPlugin } from "./templates-plugin.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** A folder for the results as JSON, which `.ci/run` adds up, and for the names of the tests that needed a second try. */
const { OKTA_UNLOCK_RESULTS: results } = process.env;

type Reporters = (["json", { outputFile: string }] | Reporter)[];

function resultsReporters(): Reporters {
  if (results === undefined) return [];
  return [
    ["json", { outputFile: join(results, `${process.pid}.json`) }],
    recordSecondTries(join(results, "second-tries.txt")),
  ];
}

/** They change the environment, the working folder or the listeners of the process, and so need one that nobody else has. */
const ofTheirOwn = ["embed", "git", "keyring", "sdk", "transport", "windows-programs"].map(
  (name) => `test/unit/**/${name}.test.ts`,
);

/** Says at the end how many tests passed where the file system refuses as Windows does: skipped ones say nothing. */
const windowsReporter: Reporter = {
  onTestRunEnd(modules) {
    const onWindows = modules.filter(({ project }) => project.name === "windows");
    if (onWindows.length === 0) return;
    let passed = 0;
    for (const { children } of onWindows) passed += Array.from(children.allTests("passed")).length;
    process.stdout.write(`\n ${passed} tests passed where files are refused as on Windows\n`);
  },
};

/** What writes files is tested a second time where the file system refuses as Windows does. */
const onWindows = [
  "test/windows/**/*.test.ts",
  "test/unit/files/*.test.ts",
  "test/unit/local-org/store.test.ts",
  "test/unit/auth/profiles/profiles.test.ts",
  "test/unit/auth/secrets/stores.test.ts",
  "test/unit/project/stage.test.ts",
  "test/unit/project/clean-staging.test.ts",
];

export default defineConfig({
  root,
  plugins: [templatesPlugin(), rawPlugin(), oktaSdkPlugin()],
  test: {
    root,
    // What a plugin changes can't be left to Node.
    server: { deps: { inline: [/okta-sdk-nodejs[\\/]src[\\/]generated/u] } },
    reporters: ["default", windowsReporter, ...resultsReporters()],
    // The tests wait for processes and retries a part of the time: six at once keep two cores busy.
    maxWorkers: Math.max(6, availableParallelism()),
    sequence: { sequencer: LongFilesFirst },
    // In CI alone, which names at its end what needed it.
    retry: results === undefined ? 0 : 1,
    // These guard against what never ends; nothing is proved by them, and a busy machine takes its time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { interval: 20, timeout: 30_000 } },
    projects: [
      // Without isolation the sources are read once a worker, not once a file.
      {
        extends: true,
        test: { name: "unit", include: ["test/unit/**/*.test.ts"], exclude: ofTheirOwn, isolate: false },
      },
      { extends: true, test: { name: "unit-isolated", include: ofTheirOwn } },
      {
        extends: true,
        test: {
          name: "windows",
          include: onWindows,
          isolate: false,
          setupFiles: ["test/support/windows-setup.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "clients",
          include: ["test/clients/**/*.test.ts"],
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: "contract",
          include: ["test/contract/**/*.test.ts"],
          isolate: false,
          globalSetup: ["test/support/packed-install.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "cli",
          include: ["test/cli/**/*.test.ts"],
          isolate: false,
          globalSetup: ["test/support/packed-install.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "journeys",
          include: ["test/journeys/**/*.test.ts"],
          isolate: false,
          globalSetup: ["test/support/packed-install.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "stress",
          include: ["test/stress/**/*.test.ts"],
          isolate: false,
          globalSetup: ["test/support/packed-install.ts"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "projects",
          include: ["test/projects/**/*.test.ts"],
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
