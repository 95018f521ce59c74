import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { ensureFolder } from "../../../src/files/ensure-folder.ts";

const isWindows = process.platform === "win32";

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "okta-unlock-folders-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test("a folder is made with those above it, and the first one made is named", () => {
  const root = newFolder();
  expect(ensureFolder(join(root, "a", "b", "c"), 0o700)).toBe(join(root, "a"));
  expect(ensureFolder(join(root, "a", "b", "c"))).toBeUndefined();
  if (isWindows) return;
  for (const path of ["a", "a/b", "a/b/c"]) expect(statSync(join(root, path)).mode & 0o777).toBe(0o700);
});

test.skipIf(process.platform !== "linux")(
  "below /proc it fails at once: Node's own way tries for ever",
  () => {
    expect(() => ensureFolder("/proc/okta-unlock/config")).toThrow(/ENOENT|EACCES|EPERM|EROFS/u);
  },
);

test("a file in its place, or above it, is an error and stays", () => {
  const root = newFolder();
  const file = join(root, "file");
  writeFileSync(file, "mine");
  expect(() => ensureFolder(file)).toThrow("EEXIST");
  expect(() => ensureFolder(join(file, "below", "it"))).toThrow(/ENOTDIR|EEXIST/u);
});

test.skipIf(isWindows)("a link that leads nowhere is an error, one to a folder is that folder", () => {
  const root = newFolder();
  symlinkSync("missing", join(root, "broken"));
  expect(() => ensureFolder(join(root, "broken"))).toThrow("EEXIST");
  mkdirSync(join(root, "real"));
  symlinkSync("real", join(root, "link"));
  expect(ensureFolder(join(root, "link", "below"))).toBe(join(root, "link", "below"));
  expect(existsSync(join(root, "real", "below"))).toBe(true);
});
