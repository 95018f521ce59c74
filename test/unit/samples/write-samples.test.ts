import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { hashContents } from "../../../src/project/manifest.ts";
import { compareSamples } from "../../../src/samples/compare-samples.ts";
import type { SamplesPlan } from "../../../src/samples/plan-samples.ts";
import { placeholderApp } from "../../../src/samples/sample-app.ts";
import { samplesManifestName, writeSamplesManifest } from "../../../src/samples/samples-manifest.ts";
import { findFirstLine, formatDifference } from "../../../src/samples/unified-diff.ts";
import { makeStagingFolder, removeStagingFolder } from "../../../src/project/staging-folder.ts";
import { writeSamples } from "../../../src/samples/write-samples.ts";

function plan(files: Readonly<Record<string, string>>, script?: string): SamplesPlan {
  const settings = { platforms: ["ios"], guides: [], ...placeholderApp } as const;
  const made = Object.entries(files).map(([path, contents]) => ({
    path,
    contents,
    sha256: hashContents(contents),
    executable: path === script ? (true as const) : undefined,
  }));
  const hashes = Object.fromEntries(made.map(({ path, sha256 }) => [path, sha256]));
  const contents = writeSamplesManifest("1.0.0", { ...settings, files: hashes });
  const manifest = { path: samplesManifestName, contents, sha256: hashContents(contents) };
  return { settings, version: "1.0.0", files: [...made, manifest] };
}

function makeFolder(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "okta-unlock-samples-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const context = { signal: new AbortController().signal, leftovers: { add: () => () => undefined } };
const first = plan({ "a/one.md": "1\n", "b/two.md": "2\n" });
const second = plan({ "a/one.md": "1\n", "c/three.md": "3\n" });

const read = (folder: string, path: string): string => readFileSync(join(folder, path), "utf8");

test("samples of today take the place of earlier ones; what is made no more goes, with its folder", async () => {
  const folder = join(makeFolder(), "new");
  expect(await writeSamples(context, first, folder)).toMatchObject({
    unchanged: 0,
    removed: [],
    replaced: [],
  });
  const again = await writeSamples(context, second, folder);
  expect(again).toMatchObject({ unchanged: 1, removed: ["b/two.md"], replaced: [] });
  expect(existsSync(join(folder, "b"))).toBe(false);
  expect(compareSamples(second, folder)).toEqual([]);
  expect(await writeSamples(context, second, folder)).toMatchObject({ written: [], unchanged: 3 });
});

test("a file of the user's stays, and so does one that was edited and is made no more", async () => {
  const folder = makeFolder();
  await writeSamples(context, first, folder);
  writeFileSync(join(folder, "b/mine.md"), "mine");
  writeFileSync(join(folder, "b/two.md"), "edited");
  writeFileSync(join(folder, "a/one.md"), "edited");
  const written = await writeSamples(context, second, folder);
  expect(written).toMatchObject({ removed: [], replaced: ["a/one.md"] });
  expect([read(folder, "b/mine.md"), read(folder, "b/two.md"), read(folder, "a/one.md")]).toEqual([
    "mine",
    "edited",
    "1\n",
  ]);
  expect(compareSamples(second, folder)).toEqual([{ path: "b/", kind: "extra" }]);
});

test("a folder with other files is refused, and so is a file in the place of one of ours", async () => {
  const theirs = makeFolder({ "notes.txt": "mine" });
  await expect(writeSamples(context, first, theirs)).rejects.toMatchObject({ code: "directory-unusable" });
  const folder = makeFolder();
  await writeSamples(context, first, folder);
  mkdirSync(join(folder, "c"));
  writeFileSync(join(folder, "c/three.md"), "mine");
  await expect(writeSamples(context, second, folder)).rejects.toMatchObject({ details: ["c/three.md"] });
  expect(read(folder, "c/three.md")).toBe("mine");
  expect(compareSamples(first, folder).map(({ path }) => path)).toEqual(["c/"]);
});

test("nothing is written through a symbolic link", async () => {
  const [folder, elsewhere] = [makeFolder(), makeFolder()];
  await writeSamples(context, first, folder);
  symlinkSync(elsewhere, join(folder, "c"));
  await expect(writeSamples(context, second, folder)).rejects.toMatchObject({ details: ["c"] });
  expect(existsSync(join(elsewhere, "three.md"))).toBe(false);
});

test("a manifest of somebody's can't have a file elsewhere removed", async () => {
  const folder = makeFolder({ "keep.txt": "keep" });
  const inside = join(folder, "samples");
  mkdirSync(inside);
  const text = read(makeFolder({ m: String(first.files.at(-1)?.contents) }), "m");
  writeFileSync(join(inside, samplesManifestName), text.replace("a/one.md", "../keep.txt"));
  await expect(writeSamples(context, first, inside)).rejects.toMatchObject({ code: "data-unreadable" });
  expect(read(folder, "keep.txt")).toBe("keep");
});

test("a run that was stopped between two files is taken up by the next one", async () => {
  const folder = makeFolder();
  await writeSamples(context, first, folder);
  // What is there when the process dies after the first move: the manifest names both, and says that the folder is stale.
  const both = Object.fromEntries(
    [...first.files, ...second.files].map(({ path, sha256 }) => [path, sha256]),
  );
  delete both[samplesManifestName];
  writeFileSync(
    join(folder, samplesManifestName),
    writeSamplesManifest("1.0.0", { ...second.settings, files: both }),
  );
  mkdirSync(join(folder, "c"));
  writeFileSync(join(folder, "c/three.md"), "3\n");
  expect(compareSamples(second, folder).map(({ path }) => path)).toEqual(["b/", samplesManifestName]);
  expect(await writeSamples(context, second, folder)).toMatchObject({ removed: ["b/two.md"] });
  expect(compareSamples(second, folder)).toEqual([]);
});

test("a file that a stopped run had moved already is nobody's edit", async () => {
  for (const [next, outcome] of [
    [plan({ "a/one.md": "other\n" }), { written: ["a/one.md", samplesManifestName], removed: ["b/two.md"] }],
    [plan({ "b/two.md": "2\n" }), { removed: ["a/one.md"] }],
  ] as const) {
    const folder = makeFolder();
    await writeSamples(context, first, folder);
    const later = plan({ "a/one.md": "new\n", "b/two.md": "2\n" });
    await writeSamples(context, later, folder);
    // What the manifest says when the process dies after the first move.
    const sums = [first, later].map((each) => each.files[0]?.sha256).join(" ");
    const text = read(folder, samplesManifestName);
    writeFileSync(join(folder, samplesManifestName), text.replace(later.files[0]?.sha256 ?? "", sums));
    expect(await writeSamples(context, next, folder)).toMatchObject({ ...outcome, replaced: [] });
    expect(compareSamples(next, folder)).toEqual([]);
  }
});

test("line ends that git gave a file on Windows are no difference; other bytes are", async () => {
  const folder = makeFolder();
  await writeSamples(context, first, folder);
  writeFileSync(join(folder, "a/one.md"), "1\r\n");
  expect(compareSamples(first, folder)).toEqual([]);
  writeFileSync(join(folder, "a/one.md"), "1\r\r\n");
  expect(compareSamples(first, folder)).toHaveLength(1);
});

test("line ends that git gave the files on Windows are nobody's edit, whichever way they were changed", async () => {
  const folder = makeFolder();
  await writeSamples(context, plan({ "a/one.md": "1\n", "b/two.bat": "2\r\n", "b/old.md": "3\n" }), folder);
  writeFileSync(join(folder, "a/one.md"), "1\r\n");
  writeFileSync(join(folder, "b/two.bat"), "2\n");
  writeFileSync(join(folder, "b/old.md"), "3\r\n");
  const written = await writeSamples(context, plan({ "a/one.md": "one\n" }), folder);
  expect(written).toMatchObject({ replaced: [], removed: ["b/two.bat", "b/old.md"] });
});

test.skipIf(process.platform === "win32")(
  "a script that can't be run is stale, and the next build lets it run again",
  async () => {
    const [folder, scripts] = [makeFolder(), plan({ gradlew: "#!/bin/sh\n" }, "gradlew")];
    await writeSamples(context, scripts, folder);
    chmodSync(join(folder, "gradlew"), 0o644);
    const [difference] = compareSamples(scripts, folder);
    expect(difference).toMatchObject({ path: "gradlew", kind: "changed", lacksExecutable: true });
    if (difference === undefined) return;
    expect(formatDifference(difference)).toEqual([
      "diff --git a/gradlew b/gradlew",
      "old mode 100644",
      "new mode 100755",
    ]);
    expect(findFirstLine(difference)).toBe(1);
    expect(await writeSamples(context, scripts, folder)).toMatchObject({
      written: ["gradlew"],
      replaced: [],
    });
    expect(statSync(join(folder, "gradlew")).mode & 0o111).not.toBe(0);
    expect(compareSamples(scripts, folder)).toEqual([]);
  },
);

test("a folder that is none of the samples is named once, however much is in it", async () => {
  const folder = makeFolder();
  await writeSamples(context, first, folder);
  for (const path of ["node_modules/x", "node_modules/y/z", "empty"])
    mkdirSync(join(folder, "a", path), { recursive: true });
  writeFileSync(join(folder, "a/node_modules/y/z/index.js"), "");
  const differences = compareSamples(first, folder);
  expect(differences).toEqual([{ path: "a/node_modules/", kind: "extra" }]);
  expect(differences.flatMap(formatDifference)).toContain("The whole folder is not one of the samples.");
});

test("of the manifest of other samples only what a person reads is shown, and no sums", async () => {
  const folder = makeFolder();
  await writeSamples(context, first, folder);
  const show = (): readonly string[] => compareSamples(second, folder).slice(-1).flatMap(formatDifference);
  expect(show().slice(2)).toEqual(["Only the sums of other files differ."]);
  const path = join(folder, samplesManifestName);
  writeFileSync(path, readFileSync(path, "utf8").replace("1.0.0", "0.9.0"));
  expect(show()).toContain('-  "generatorVersion": "0.9.0",');
  expect(show().join("\n")).not.toContain(first.files[0]?.sha256);
});

test("while another build writes to the folder, it is refused", async () => {
  const folder = makeFolder();
  const other = await makeStagingFolder(folder, folder);
  await expect(writeSamples(context, first, folder)).rejects.toMatchObject({
    message: `Another samples build is writing to ${folder}.`,
    why: `It has the folder ${other.path}.`,
  });
  removeStagingFolder(other.path);
  const both = await Promise.allSettled([
    writeSamples(context, first, folder),
    writeSamples(context, second, folder),
  ]);
  expect(both.map(({ status }) => status)).toContain("rejected");
  expect(
    [first, second].map((each) => compareSamples(each, folder).length === 0).filter(Boolean),
  ).toHaveLength(both.filter(({ status }) => status === "fulfilled").length);
});

test("a link in the place of the folder is refused by its name", async () => {
  const folder = makeFolder();
  symlinkSync(makeFolder(), join(folder, "link"));
  await expect(writeSamples(context, first, join(folder, "link"))).rejects.toMatchObject({
    message: `${join(folder, "link")} is a symbolic link.`,
  });
});
