import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { answersFor, temporaryFolder } from "../fixture.ts";
import { formatDiff } from "../../../../src/project/update/format-diff.ts";
import { kindsOf, planFor, readTree, renderFiles, type Tree, update, writePlan } from "./project.ts";

const lines = (...all: readonly string[]): string => all.map((line) => `${line}\n`).join("");
const code = lines("one", "two", "three", "four", "five", "six", "seven", "eight", "nine");
const binary = (last: number): Uint8Array => new Uint8Array([0, 255, 254, last]);

interface Case {
  readonly before: Tree;
  readonly after: Tree;
  /** What the user does; undefined deletes. */
  readonly edits?: Readonly<Record<string, string | Uint8Array | undefined>>;
  readonly newJson?: object;
}

async function makeCase({ before, after, edits = {}, newJson = {} }: Case) {
  const former = await renderFiles(before);
  const today = await renderFiles(after, { version: "1.3.0", ...newJson });
  const directory = writePlan(former);
  for (const [path, contents] of Object.entries(edits)) {
    if (contents === undefined) rmSync(join(directory, path));
    else writeFileSync(join(directory, path), contents);
  }
  return { directory, former, today };
}

test("files that nobody changed are updated, added and removed, with their modes", async () => {
  const { directory, ...plans } = await makeCase({
    before: { "a.txt": "old\n", "gone/b.txt": "bye\n", "run.sh": "#!/bin/sh\n", "stays.txt": "same\n" },
    after: { "a.txt": "new\n", "c/d.txt": "hi\n", "run.sh": "#!/bin/sh\n", "stays.txt": "same\n" },
    newJson: { exceptions: [{ from: "run.sh", executable: true }] },
  });
  const { plan } = await update(directory, plans);
  expect(kindsOf(plan)).toEqual({
    "a.txt": "updated",
    "c/d.txt": "added",
    "gone/b.txt": "removed",
    "run.sh": "moved",
  });
  expect(readTree(directory)).toEqual({
    "a.txt": "new\n",
    "c/d.txt": "hi\n",
    [process.platform === "win32" ? "run.sh" : "run.sh*"]: "#!/bin/sh\n",
    "stays.txt": "same\n",
  });
  const again = await planFor(directory, { former: plans.today, today: plans.today });
  expect(again.changes).toEqual([]);
});

test("npm's lockfile is not missed where another package manager has its own, and does not come back", async () => {
  const { directory, ...plans } = await makeCase({
    before: { "a.txt": "a\n", "package-lock.json": "{}\n" },
    after: { "a.txt": "a\n", "package-lock.json": '{ "newer": 1 }\n' },
    edits: { "package-lock.json": undefined, "pnpm-lock.yaml": "lockfileVersion: '9.0'\n" },
  });
  const { plan } = await update(directory, { ...plans, restore: "all" });
  expect(plan.kept).toEqual([]);
  expect(Object.keys(readTree(directory))).not.toContain("package-lock.json");
});

test("what the user and the template changed in different places is merged", async () => {
  const { directory, ...plans } = await makeCase({
    before: { "a.swift": code },
    after: { "a.swift": code.replace("nine", "NINE") },
    edits: { "a.swift": code.replace("one", "ONE") },
  });
  const { plan } = await update(directory, plans);
  expect(kindsOf(plan)).toEqual({ "a.swift": "merged" });
  expect(readTree(directory)["a.swift"]).toBe(code.replace("one", "ONE").replace("nine", "NINE"));
});

const both = {
  before: { "a.swift": code },
  after: { "a.swift": code.replace("five", "template").replace("one", "ONE") },
  edits: { "a.swift": code.replace("five", "mine") },
};

test("what both changed in the same place is marked as git does", async () => {
  const { directory, ...plans } = await makeCase(both);
  const { plan } = await update(directory, plans);
  expect(plan.changes[0]).toMatchObject({ kind: "conflict", conflicts: 1 });
  const marked = lines("<<<<<<< yours", "mine", "=======", "template", ">>>>>>> template");
  expect(readTree(directory)["a.swift"]).toBe(code.replace("five\n", marked).replace("one", "ONE"));
  const again = await planFor(directory, { former: plans.today, today: plans.today });
  expect(again.changes).toEqual([]);
});

test("or lies beside the file, as a patch that applies", async () => {
  const { directory, ...plans } = await makeCase(both);
  const { plan } = await update(directory, { ...plans, conflicts: "reject" });
  expect(kindsOf(plan)).toEqual({ "a.swift": "conflict", "a.swift.rej": "rejected" });
  expect(readTree(directory)["a.swift"]).toBe(code.replace("five", "mine").replace("one", "ONE"));
  execFileSync("git", ["apply", "a.swift.rej"], { cwd: directory });
  expect(readTree(directory)["a.swift"]).toBe(code.replace("five", "template").replace("one", "ONE"));
});

test("a picture that both changed stays, and the new one lies beside it", async () => {
  const { directory, ...plans } = await makeCase({
    before: { "icon.png": binary(1) },
    after: { "icon.png": binary(2) },
    edits: { "icon.png": binary(3), "icon.png.new": "mine" },
  });
  const { plan } = await update(directory, plans);
  expect(kindsOf(plan)).toEqual({ "icon.png.new.2": "rejected", "icon.png": "conflict" });
  expect(new Uint8Array(readFileSync(join(directory, "icon.png")))).toEqual(binary(3));
  expect(readFileSync(join(directory, "icon.png.new"), "utf8")).toBe("mine");
  expect(new Uint8Array(readFileSync(join(directory, "icon.png.new.2")))).toEqual(binary(2));
});

test("a file that the template renames takes the user's changes with it", async () => {
  const { directory, ...plans } = await makeCase({
    before: { "old/Name.swift": code },
    after: { "new/Other.swift": code.replace("nine", "NINE") },
    edits: { "old/Name.swift": code.replace("one", "mine") },
  });
  const { plan } = await update(directory, plans);
  expect(kindsOf(plan)).toEqual({ "new/Other.swift": "merged from old/Name.swift" });
  expect(readTree(directory)).toEqual({
    "new/Other.swift": code.replace("one", "mine").replace("nine", "NINE"),
  });
});

test("a file that the template moves to where one of the user's is stays, and that is said", async () => {
  const { directory, ...plans } = await makeCase({
    before: { "old/Name.swift": code },
    after: { "Other.swift": code.replace("nine", "NINE") },
    edits: { "Other.swift": "mine\n" },
  });
  const { plan } = await update(directory, plans);
  expect(plan.kept).toEqual([{ path: "old/Name.swift", why: "occupied" }]);
  expect(readTree(directory)).toEqual({
    "Other.swift": "mine\n",
    "old/Name.swift": code.replace("nine", "NINE"),
  });
});

test("a file that the user moved is merged where it is", async () => {
  const { directory, ...plans } = await makeCase({
    before: { "a.swift": code },
    after: { "a.swift": code.replace("nine", "NINE") },
  });
  mkdirSync(join(directory, "Feature"));
  renameSync(join(directory, "a.swift"), join(directory, "Feature/b.swift"));
  const { plan } = await update(directory, plans);
  expect(kindsOf(plan)).toEqual({ "Feature/b.swift": "updated" });
  expect(readTree(directory)).toEqual({ "Feature/b.swift": code.replace("nine", "NINE") });
});

test("a file that the user deleted stays away, until it is asked back", async () => {
  const { directory, ...plans } = await makeCase({
    before: { "a.txt": "old\n", "b.txt": "old\n" },
    after: { "a.txt": "new\n", "b.txt": "new\n" },
    edits: { "a.txt": undefined, "b.txt": undefined },
  });
  const { plan } = await update(directory, plans);
  expect(kindsOf(plan)).toEqual({});
  expect(plan.kept).toEqual([
    { path: "a.txt", why: "deleted" },
    { path: "b.txt", why: "deleted" },
  ]);
  const later = { former: plans.today, today: plans.today };
  await update(directory, { ...later, restore: ["b.txt"] });
  expect(readTree(directory)).toEqual({ "b.txt": "new\n" });
  await update(directory, { ...later, restore: "all" });
  expect(readTree(directory)).toEqual({ "a.txt": "new\n", "b.txt": "new\n" });
});

test("a file of the user's where the template has a new one is a conflict, and an edited one that it drops stays", async () => {
  const { directory, ...plans } = await makeCase({
    before: { "b.txt": "old\n" },
    after: { "a.txt": "template\n" },
    edits: { "a.txt": "mine\n", "b.txt": "mine\n" },
  });
  const { plan } = await update(directory, plans);
  expect(plan.kept).toEqual([{ path: "b.txt", why: "edited" }]);
  expect(readTree(directory)).toEqual({
    "a.txt": lines("<<<<<<< yours", "mine", "=======", "template", ">>>>>>> template"),
    "b.txt": "mine\n",
  });
});

test("without the version that made the project, hashes tell what nobody changed", async () => {
  const { directory, today } = await makeCase({
    before: { "a.txt": "old\n", "b.swift": code, "gone.txt": "bye\n", "kept.txt": "hi\n" },
    after: { "a.txt": "new\n", "b.swift": code.replace("nine", "template") },
    edits: { "b.swift": code.replace("one", "mine"), "kept.txt": "mine\n" },
  });
  const { plan } = await update(directory, { former: undefined, today });
  expect(plan.isBaseKnown).toBe(false);
  expect(kindsOf(plan)).toEqual({ "a.txt": "updated", "b.swift": "conflict", "gone.txt": "removed" });
  expect(plan.kept).toEqual([{ path: "kept.txt", why: "edited" }]);
  const text = readTree(directory)["b.swift"];
  for (const line of ["one", "mine", "nine", "template"]) expect(text).toContain(`${line}\n`);
});

test("line ends of Windows that git made are no edit, and stay", async () => {
  const windows = code.replaceAll("\n", "\r\n");
  const { directory, ...plans } = await makeCase({
    before: { "a.swift": code, "b.swift": code },
    after: { "a.swift": code.replace("nine", "NINE"), "b.swift": code.replace("nine", "NINE") },
    edits: { "a.swift": windows, "b.swift": windows.replace("one", "ONE") },
  });
  const { plan } = await update(directory, plans);
  expect(kindsOf(plan)).toEqual({ "a.swift": "updated", "b.swift": "merged" });
  expect(readTree(directory)).toEqual({
    "a.swift": windows.replace("nine", "NINE"),
    "b.swift": windows.replace("one", "ONE").replace("nine", "NINE"),
  });
});

test.skipIf(process.platform === "win32")("nothing is written through a link", async () => {
  const { directory, ...plans } = await makeCase({
    before: { "a.txt": "old\n", "d/b.txt": "old\n" },
    after: { "a.txt": "new\n", "d/b.txt": "new\n", "e/c.txt": "new\n" },
  });
  const outside = temporaryFolder();
  for (const name of ["a.txt", "d"]) rmSync(join(directory, name), { recursive: true });
  writeFileSync(join(outside, "b.txt"), "old\n");
  symlinkSync(join(outside, "b.txt"), join(directory, "a.txt"));
  symlinkSync(outside, join(directory, "d"));
  symlinkSync(outside, join(directory, "e"));
  const { plan } = await update(directory, plans);
  expect(plan.kept.map(({ path, why }) => `${path} ${why}`).toSorted()).toEqual([
    "a.txt unreadable",
    "d/b.txt unreadable",
    "e/c.txt unreadable",
  ]);
  expect(readTree(outside)).toEqual({ "b.txt": "old\n" });
});

test("another answer moves files, and their edits with them", async () => {
  const template = { "App/Name.swift.hbs": `// {{displayName}}\n${code}`, "b.txt.hbs": "{{bundleId}}\n" };
  const former = await renderFiles(template);
  const directory = writePlan(former);
  writeFileSync(join(directory, "MyApp/Name.swift"), `// My App\n${code.replace("nine", "mine")}`);
  const today = await renderFiles(template, {}, answersFor("Other"));
  const { plan } = await update(directory, { former, today });
  expect(kindsOf(plan)).toEqual({ "Other/Name.swift": "merged from MyApp/Name.swift" });
  expect(readTree(directory)).toEqual({
    "Other/Name.swift": `// Other\n${code.replace("nine", "mine")}`,
    "b.txt": "com.example.myapp\n",
  });
});

test("the diff is one that git applies", async () => {
  const { directory, ...plans } = await makeCase({
    before: { "a.txt": code, "gone.txt": "bye\n", "old.txt": code.replace("one", "0") },
    after: { "a.txt": code.replace("five", "5"), "c.txt": "hi", "new.txt": code.replace("one", "1") },
  });
  const plan = await planFor(directory, plans);
  const diff = formatDiff(plan.changes);
  execFileSync("git", ["apply", "-"], { cwd: directory, input: diff });
  const applied = readTree(directory);
  expect(applied).toEqual({
    "a.txt": code.replace("five", "5"),
    "c.txt": "hi",
    "new.txt": code.replace("one", "1"),
  });
});
