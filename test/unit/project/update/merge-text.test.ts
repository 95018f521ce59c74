import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { mergeText } from "../../../../src/project/update/merge-text.ts";
import { temporaryFolder } from "../fixture.ts";

const names = { yours: "yours", template: "template" };
const folder = temporaryFolder();

/** What git makes of the same three files. */
function mergeWithGit(base: string, yours: string, template: string) {
  const paths = Object.entries({ yours, base, template }).map(([name, text]) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  });
  const labels = ["-L", "yours", "-L", "base", "-L", "template"];
  const { status, stdout } = spawnSync("git", ["merge-file", "-p", ...labels, ...paths], {
    encoding: "utf8",
  });
  return { conflicts: status, text: stdout };
}

/** A text of lines that are all different, as most lines of code are, and edits of it. */
const edited = fc
  .array(fc.nat(2), { minLength: 1, maxLength: 30 })
  .chain((kinds) => fc.tuple(fc.constant(kinds), edits(kinds.length), edits(kinds.length)))
  .map(([kinds, yours, template]) => {
    const lines = kinds.map((_, index) => `line ${index}`);
    return { base: write(lines), yours: edit(lines, yours), template: edit(lines, template) };
  });

type Edit = readonly [at: number, what: "change" | "insert" | "delete", text: string];

function edits(length: number): fc.Arbitrary<readonly Edit[]> {
  const what = fc.constantFrom("change", "insert", "delete");
  const one = fc.tuple(fc.nat(length - 1), what, fc.constantFrom("one", "two", "three"));
  // One at a place: of two equal lines in a row, either could be the one that was added.
  return fc.uniqueArray(one, { maxLength: 5, selector: ([at]) => at });
}

function edit(lines: readonly string[], all: readonly Edit[]): string {
  const result = lines.map((line) => [line]);
  for (const [at, what, text] of all) {
    if (what === "insert") result[at] = [`${text} before ${at}`, ...result[at]!];
    else result[at] = what === "change" ? [`${text} at ${at}`] : [];
  }
  return write(result.flat());
}

function write(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}

test("merges as git merge-file does", () => {
  let merged = 0;
  let conflicts = 0;
  fc.assert(
    fc.property(edited, ({ base, yours, template }) => {
      const git = mergeWithGit(base, yours, template);
      const ours = mergeText({ base, yours, template }, names);
      expect({ text: ours.marked, conflicts: ours.conflicts }).toEqual(git);
      if (ours.conflicts === 0) merged += 1;
      else conflicts += 1;
    }),
    { numRuns: 60 },
  );
  expect(Math.min(merged, conflicts)).toBeGreaterThan(5);
});
