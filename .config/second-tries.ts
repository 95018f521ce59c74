import { appendFileSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { Reporter, TestCase } from "vitest/node";

/**
 * Writes the name of each test that passed at its second try only, a line each, into a file: a second try keeps a busy
 * machine from failing a change, and must hide nothing.
 */
export function recordSecondTries(file: string): Reporter {
  return {
    onTestCaseResult(test: TestCase) {
      if (test.diagnostic()?.flaky !== true) return;
      mkdirSync(dirname(file), { recursive: true });
      appendFileSync(file, `${test.project.name}: ${test.module.relativeModuleId}: ${test.fullName}\n`);
    },
  };
}
