import { execFileSync } from "node:child_process";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { writePrivateFile } from "../../../src/files/private-file.ts";

const isWindows = process.platform === "win32";

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "okta-unlock-private-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test("a file is written whole, in a folder that is made, and replaced", () => {
  const path = join(newFolder(), "below", "file");
  writePrivateFile(path, "old");
  writePrivateFile(path, "new");
  expect(readFileSync(path, "utf8")).toBe("new");
});

test.skipIf(isWindows)("a file is for its owner alone", () => {
  const path = join(newFolder(), "file");
  writePrivateFile(path, "text");
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

const special = [
  ["a folder", (path: string) => mkdirSync(path)],
  ...(isWindows ? [] : [["a pipe", (path: string) => execFileSync("mkfifo", [path])] as const]),
  ...(process.getuid?.() === 0
    ? [["a device", (path: string) => execFileSync("mknod", [path, "c", "1", "5"])] as const]
    : []),
] as const;

test.each(special)("%s is never replaced by a file, not even behind a link", (_what, make) => {
  const folder = newFolder();
  const [path, link] = [join(folder, "special"), join(folder, "link")];
  make(path);
  const before = lstatSync(path).mode;
  if (!isWindows) symlinkSync(path, link);
  for (const each of isWindows ? [path] : [path, link])
    expect(() => writePrivateFile(each, "text")).toThrow(
      expect.objectContaining({ name: "UnreadableFileError", path: each }),
    );
  expect(lstatSync(path).mode).toBe(before);
  expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
});
