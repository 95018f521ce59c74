import { describe, expect, test } from "vitest";
import { parseRunId, readRunIdOfCi } from "../../../src/values/run-id.ts";
import { refusalOf, valueOf } from "./values.ts";

describe("a run id", () => {
  test.each(["1", "build-42_a", "https://ci.example/job/7", "a@b", "x".repeat(100)])("can be %j", (text) => {
    expect(valueOf(parseRunId(` ${text} `))).toBe(text);
  });

  test.each([
    ["", "empty"],
    ["x".repeat(101), "longer"],
    ["a b", "can contain only letters, digits"],
    ["a\u001B[31m", "can contain only letters, digits"],
    ["ä", "can contain only letters, digits"],
  ])("can't be %j", (text, word) => {
    expect(refusalOf(parseRunId(text)).problem).toContain(word);
  });
});

describe("the CI system's name for a run", () => {
  test.each([
    [{ GITHUB_RUN_ID: "7", GITHUB_RUN_ATTEMPT: "2", GITHUB_JOB: "test ios" }, "7-2-test-ios"],
    [{ CI_JOB_ID: "99" }, "99"],
    [{ CIRCLE_WORKFLOW_JOB_ID: "c-1" }, "c-1"],
    [{ BUILDKITE_JOB_ID: "b-1" }, "b-1"],
    [{ SYSTEM_JOBID: "j", BUILD_BUILDID: "4" }, "j-4"],
    [{ BUILD_TAG: "jenkins-my job-3" }, "jenkins-my-job-3"],
    [{ GITHUB_RUN_ID: "7", CI_JOB_ID: "99" }, "7"],
    [{ GITHUB_RUN_ID: "" }, undefined],
    [{}, undefined],
  ])("of %j is %j", (env, runId) => {
    expect(readRunIdOfCi(env)).toBe(runId);
  });

  test("that is too long keeps its end, and differs wherever the text does", () => {
    const tag = (branch: string, build: number): string =>
      readRunIdOfCi({
        BUILD_TAG: `jenkins-${"folder-".repeat(10)}${branch}${"-step".repeat(20)}-${build}`,
      }) ?? "";
    expect(tag("main", 41)).toMatch(/-41$/u);
    expect(tag("main", 41)).toHaveLength(100);
    expect(new Set([tag("main", 41), tag("main", 42), tag("next", 41)]).size).toBe(3);
  });

  test("is always one that is accepted", () => {
    const runId = readRunIdOfCi({ BUILD_TAG: `ä${"x ".repeat(200)}` });
    expect(valueOf(parseRunId(runId ?? ""))).toBe(runId);
  });
});
