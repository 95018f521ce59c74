import { createHash } from "node:crypto";
import type { Branded, Parsed } from "./branded.ts";
import { accepted, refused } from "./branded.ts";

/** Names the run that an ephemeral app was made for: 1 to 100 letters, digits and `. _ : / @ -`. */
export type RunId = Branded<"RunId">;

const longest = 100;

/** Parses a run id; it is kept in the app, where every administrator can read it. */
export function parseRunId(text: string): Parsed<RunId> {
  const trimmed = text.trim();
  if (trimmed === "") return refused("The run ID is empty.");
  if (trimmed.length > longest) return refused(`The run ID is longer than ${longest} characters.`);
  if (/^[\w.:/@-]+$/u.test(trimmed)) return accepted(trimmed as RunId);
  return refused("The run ID can contain only letters, digits and . _ : / @ -.", toRunId(trimmed));
}

/** The variables by which CI systems name a job, each list together unique; the first list that is there counts. */
const namesOfRuns = [
  ["GITHUB_RUN_ID", "GITHUB_RUN_ATTEMPT", "GITHUB_JOB"],
  ["CI_JOB_ID"],
  ["CIRCLE_WORKFLOW_JOB_ID"],
  ["BUILDKITE_JOB_ID"],
  ["SYSTEM_JOBID", "BUILD_BUILDID"],
  ["BITRISE_BUILD_SLUG"],
  ["TRAVIS_JOB_ID"],
  ["BUILD_TAG"],
] as const;

/** What the CI system calls this run: GitHub Actions, GitLab, CircleCI, Buildkite, Azure, Bitrise, Travis, Jenkins. */
export function readRunIdOfCi(env: Readonly<Record<string, string | undefined>>): RunId | undefined {
  const found = namesOfRuns.find(([first]) => (env[first] ?? "") !== "");
  const parts = found?.map((name) => env[name] ?? "").filter((part) => part !== "");
  return parts === undefined ? undefined : toRunId(parts.join("-"));
}

/** Any text as a run id. */
function toRunId(text: string): RunId {
  const allowed = text.replaceAll(/[^\w.:/@-]+/gu, "-");
  return (allowed.length > longest ? shorten(allowed) : allowed) as RunId;
}

/** A long one keeps its end, where Jenkins has the number of the build, and a hash of what was left out. */
function shorten(text: string): string {
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 8);
  const rest = longest - hash.length - 2;
  const start = Math.floor(rest / 2);
  return `${text.slice(0, start)}-${hash}-${text.slice(start - rest)}`;
}
