import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { listFolder, readTextFile } from "../../../src/files/read-file.ts";

const isWindows = process.platform === "win32";

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "okta-unlock-files-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A socket file, held open by a server. */
async function makeSocket(path: string): Promise<void> {
  const server = createServer().listen(path);
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(() => void server.close());
}

test("a file is read, a missing one is none", () => {
  const path = join(newFolder(), "file");
  expect(readTextFile(path)).toBeUndefined();
  writeFileSync(path, "text");
  expect(readTextFile(path)).toBe("text");
});

test("a byte order mark, which Notepad and PowerShell write, is no text", () => {
  const path = join(newFolder(), "file.json");
  writeFileSync(path, '\uFEFF{"a":1}');
  expect(readTextFile(path)).toBe('{"a":1}');
});

test.skipIf(isWindows)("behind a link it is read, too", () => {
  const folder = newFolder();
  writeFileSync(join(folder, "file"), "text");
  symlinkSync("file", join(folder, "link"));
  expect(readTextFile(join(folder, "link"))).toBe("text");
});

test.skipIf(isWindows)("behind a link it is refused where links are", () => {
  const folder = newFolder();
  writeFileSync(join(folder, "file"), "text");
  symlinkSync("file", join(folder, "link"));
  expect(() => readTextFile(join(folder, "link"), { refusesLinks: true })).toThrow("symbolic link");
  expect(readTextFile(join(folder, "file"), { refusesLinks: true })).toBe("text");
  expect(readTextFile(join(folder, "missing"), { refusesLinks: true })).toBeUndefined();
});

test("a file that is larger than wanted is refused", () => {
  const path = join(newFolder(), "file");
  writeFileSync(path, "four");
  expect(readTextFile(path, { largest: 4 })).toBe("four");
  expect(() => readTextFile(path, { largest: 3 })).toThrow("too large");
});

test.skipIf(isWindows).each<[string, string, (path: string) => unknown]>([
  ["a folder", "It is a folder, not a file.", (path) => mkdirSync(path)],
  ["a pipe", "It is a pipe, not a file.", (path) => execFileSync("mkfifo", [path])],
  ["a socket", "It is a socket or a device, not a file.", makeSocket],
  ["a device", "It is a device, not a file.", (path) => symlinkSync("/dev/zero", path)],
  ["a link to itself", "It is a symbolic link that leads back to itself.", (path) => symlinkSync(path, path)],
])("%s in its place is refused at once, and named", async (_what, message, make) => {
  const path = join(newFolder(), "file");
  await make(path);
  expect(() => readTextFile(path)).toThrow(
    expect.objectContaining({ name: "UnreadableFileError", path, message }),
  );
});

test("a folder is listed, a missing one is none, and a file in its place is named", () => {
  const folder = newFolder();
  writeFileSync(join(folder, "file"), "");
  expect(listFolder(folder)).toEqual(["file"]);
  expect(listFolder(join(folder, "missing"))).toBeUndefined();
  expect(() => listFolder(join(folder, "file"))).toThrow("It is not a folder.");
});
