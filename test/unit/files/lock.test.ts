import { execFile } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { isHeld, isLocked, takeLock } from "../../../src/files/lock.ts";
import { bundleChild } from "../okta/bundle-child.ts";

function newLockFolder(): string {
  const parent = mkdtempSync(join(tmpdir(), "okta-unlock-lock-"));
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  return join(parent, "some.lock");
}

/** A lock that another process took, touched some seconds ago. */
function writeHolder(folder: string, holder: object, secondsAgo = 0): void {
  mkdirSync(folder);
  const path = join(folder, "owner-3.json");
  writeFileSync(path, JSON.stringify(holder));
  const then = new Date(Date.now() - secondsAgo * 1000);
  utimesSync(path, then, then);
}

describe("a lock", () => {
  test("is one process's until it is released, and leaves nothing behind", async () => {
    const folder = newLockFolder();
    const lock = await takeLock(folder, { waitMs: 0 });
    if (isHeld(lock)) throw new Error("nobody else has it");
    expect(await isLocked(folder)).toBe(true);
    expect(await takeLock(folder, { waitMs: 0 })).toEqual({ pid: process.pid });
    lock.release();
    expect(await isLocked(folder)).toBe(false);
    expect(existsSync(folder)).toBe(false);
  });

  test.each([
    ["a living process of this machine", { pid: process.ppid, host: hostname() }, 3600],
    ["a process of another machine that touched it a moment ago", { pid: 1, host: "elsewhere" }, 5],
  ])("of %s is respected", async (_whose, holder, secondsAgo) => {
    const folder = newLockFolder();
    writeHolder(folder, holder, secondsAgo);
    expect(await takeLock(folder, { waitMs: 0 })).toEqual({ pid: holder.pid });
    expect(readdirSync(folder)).toEqual(["owner-3.json"]);
  });

  test.each([
    ["a process that has died", { pid: 4_194_305, host: hostname() }, 0],
    ["an earlier process with the same id", { pid: process.ppid, startIdentity: "another life" }, 0],
    ["a living process that released it by an earlier version", { pid: process.ppid, released: true }, 0],
    ["a process of another machine that stopped touching it", { pid: 1, host: "elsewhere" }, 60],
  ])("of %s is taken over", async (_whose, holder, secondsAgo) => {
    const folder = newLockFolder();
    writeHolder(folder, holder, secondsAgo);
    expect(isHeld(await takeLock(folder, { waitMs: 0 }))).toBe(false);
    expect(readdirSync(folder)).toEqual(["owner-4.json"]);
  });

  test.each([
    ["nothing", ""],
    ["null", "null"],
    ["a list", "[]"],
    ["no process id", '{"pid":"12"}'],
    ["all processes of the group", '{"pid":0}'],
    ["every process", '{"pid":-1}'],
    ["zeros", "\0\0\0\0"],
  ])("that is damaged, and names %s, is taken over after some seconds", async (_what, text) => {
    const folder = newLockFolder();
    writeHolder(folder, {}, 60);
    const path = join(folder, "owner-3.json");
    writeFileSync(path, text);
    const then = new Date(Date.now() - 60_000);
    utimesSync(path, then, then);
    expect(isHeld(await takeLock(folder, { waitMs: 0 }))).toBe(false);
    expect(readdirSync(folder)).toEqual(["owner-4.json"]);
  });

  test("whose file is a folder is refused at once, and left as it is", async () => {
    const folder = newLockFolder();
    mkdirSync(join(folder, "owner-1.json"), { recursive: true });
    await expect(takeLock(folder, { waitMs: 0 })).rejects.toMatchObject({
      name: "UnreadableFileError",
      path: join(folder, "owner-1.json"),
    });
    expect(readdirSync(folder)).toEqual(["owner-1.json"]);
  });

  test("whose folder is a file is refused at once", async () => {
    const folder = newLockFolder();
    writeFileSync(folder, "mine");
    await expect(takeLock(folder, { waitMs: 0 })).rejects.toMatchObject({ path: folder });
    expect(readFileSync(folder, "utf8")).toBe("mine");
  });

  test.skipIf(process.platform !== "linux")(
    "that can't be written leaves no file for others to wait for",
    async () => {
      const folder = newLockFolder();
      const child = await bundleChild(join(import.meta.dirname, "lock-child.ts"));
      // No file may grow: what a full disk does to a write.
      const script = `ulimit -f 0; exec "$0" "$1" "$2" 1`;
      await expect(
        promisify(execFile)("bash", ["-c", script, process.execPath, child, folder]),
      ).rejects.toMatchObject({ stderr: expect.stringMatching(/EFBIG|ENOSPC/u) as string });
      expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
    },
  );

  test("goes from process to process, and two never have it at once", async () => {
    const folder = newLockFolder();
    const child = await bundleChild(join(import.meta.dirname, "lock-child.ts"));
    const run = () => promisify(execFile)(process.execPath, [child, folder, "10"]);
    await Promise.all(Array.from({ length: 8 }, run));
    expect(readFileSync(`${folder}.counter`, "utf8")).toBe("80");
  });
});
