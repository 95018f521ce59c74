import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { hashContents } from "../../../../src/project/manifest.ts";
import { finishUpdate, type JournalStep } from "../../../../src/project/update/journal.ts";
import { temporaryFolder, writeTree } from "../fixture.ts";
import { readTree } from "./project.ts";

interface LeftBehind {
  readonly files: Readonly<Record<string, string>>;
  readonly steps: readonly JournalStep[];
  readonly isTakenBack?: boolean;
}

/** A project with the folder of an update that was cut short; gives both. */
function leaveBehind({ files, steps, isTakenBack = false }: LeftBehind) {
  const directory = temporaryFolder();
  const staging = join(directory, "staging");
  writeTree(staging, { ...files, "update.json": JSON.stringify({ isTakenBack, steps }) });
  return { directory, staging };
}

const [ours, theirs] = [hashContents("ours"), hashContents("theirs")];

test("a staged file that is not the one the journal names is not used", () => {
  const { directory, staging } = leaveBehind({
    files: { "project/a": "something else" },
    steps: [{ path: "a", after: ours }],
  });
  expect(finishUpdate(staging)).toBe(false);
  expect(Object.keys(readTree(directory))).not.toContain("a");
});

describe.skipIf(process.platform === "win32")("a journal that a repository brought along", () => {
  test("puts nothing where a link of it leads", () => {
    const outside = temporaryFolder();
    const { directory, staging } = leaveBehind({
      files: { "project/link/a": "ours" },
      steps: [{ path: "link/a", after: ours }],
    });
    symlinkSync(outside, join(directory, "link"));
    expect(finishUpdate(staging)).toBe(false);
    expect(readTree(outside)).toEqual({});
  });

  test("puts nothing back there either", () => {
    const outside = temporaryFolder();
    const { directory, staging } = leaveBehind({
      files: { "kept/link/a": "theirs" },
      steps: [{ path: "link/a", before: theirs }],
      isTakenBack: true,
    });
    symlinkSync(outside, join(directory, "link"));
    expect(finishUpdate(staging)).toBe(false);
    expect(readTree(outside)).toEqual({});
  });

  test.each([
    ["project", { path: "a", after: theirs }, false],
    ["kept", { path: "a", before: theirs }, true],
  ] as const)("takes nothing from a folder that it links to as %s", (name, step, isTakenBack) => {
    const outside = temporaryFolder();
    writeTree(outside, { a: "theirs" });
    const { staging } = leaveBehind({ files: {}, steps: [step], isTakenBack });
    symlinkSync(outside, join(staging, name));
    expect(finishUpdate(staging)).toBe(false);
    expect(readTree(outside)).toEqual({ a: "theirs" });
  });
});
