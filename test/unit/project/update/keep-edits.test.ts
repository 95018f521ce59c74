import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { ProjectPlan } from "../../../../src/project/plan.ts";
import { kindsOf, planFor, readTree, renderFiles, update, writePlan } from "./project.ts";

const names = ["a.swift", "b.kt", "docs/c.md", "d.txt"] as const;
const linesOf = (name: string): string[] => Array.from({ length: 12 }, (_, index) => `${name} ${index}`);
const write = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join("");

/** The template before and after: one file of it is changed, one renamed, one dropped, one new. */
const before = Object.fromEntries(names.map((name) => [name, write(linesOf(name))]));
const after = {
  "a.swift": write(linesOf("a.swift").with(3, "template 3").with(9, "template 9")),
  "moved/b.kt": write(linesOf("b.kt").with(5, "template 5")),
  "d.txt": write([...linesOf("d.txt"), "template 12"]),
  "new.txt": write(["template"]),
};

/** What the user does: a line of theirs in a file, a file deleted, or one of their own. */
const edit = fc.oneof(
  fc.record({ what: fc.constant("line" as const), name: fc.constantFrom(...names), at: fc.nat(11) }),
  fc.record({ what: fc.constant("delete" as const), name: fc.constantFrom(...names), at: fc.nat(11) }),
  fc.record({
    what: fc.constant("own" as const),
    name: fc.constantFrom("new.txt", "own.txt"),
    at: fc.nat(11),
  }),
);
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

/** Does what the user does; gives the lines that are theirs. */
function applyEdits(directory: string, edits: readonly Edit[]): readonly string[] {
  const texts = new Map<string, string[] | undefined>(names.map((name) => [name, linesOf(name)]));
  for (const { what, name, at } of edits) {
    const lines = texts.get(name);
    if (what === "delete") texts.set(name, undefined);
    else if (what === "own") texts.set(name, [...(lines ?? []), `mine ${at} in ${name}`]);
    else if (lines !== undefined) texts.set(name, lines.with(at, `mine ${at} in ${name}`));
  }
  for (const [name, lines] of texts) {
    if (lines === undefined) rmSync(join(directory, name), { force: true });
    else writeFileSync(join(directory, name), write(lines));
  }
  return [...texts.values()].flatMap((lines) => lines ?? []).filter((line) => line.startsWith("mine"));
}

async function updateEdited(
  { former, today }: { readonly former: ProjectPlan; readonly today: ProjectPlan },
  edits: readonly Edit[],
  conflicts: "markers" | "reject",
): Promise<Set<string>> {
  const directory = writePlan(former);
  const theirs = applyEdits(directory, edits);
  const { plan } = await update(directory, { former, today, conflicts });
  const all = Object.values(readTree(directory)).join("");
  for (const line of theirs) expect(all).toContain(`${line}\n`);
  const again = await planFor(directory, { former: today, today, conflicts });
  expect(again.changes).toEqual([]);
  const untouched = Object.keys(after).filter((path) => kindsOf(plan)[path]?.startsWith("updated"));
  for (const path of untouched) expect(readTree(directory)[path]).toBe(after[path as keyof typeof after]);
  return new Set(plan.changes.map(({ kind }) => kind));
}

test("whatever the user did, nothing of theirs is lost, and a second update changes nothing", async () => {
  const former = renderFiles(before);
  const today = renderFiles(after, { version: "1.3.0" });
  const plans = { former: await former, today: await today };
  const kinds = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(edit, { maxLength: 6 }),
      fc.constantFrom("markers" as const, "reject" as const),
      async (edits, conflicts) => {
        for (const kind of await updateEdited(plans, edits, conflicts)) kinds.add(kind);
      },
    ),
    { numRuns: 40 },
  );
  expect([...kinds].toSorted()).toEqual(["added", "conflict", "merged", "rejected", "removed", "updated"]);
});
