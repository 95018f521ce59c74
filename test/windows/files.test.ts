import net from "node:net";
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { isHeld, isLocked, takeLock } from "../../src/files/lock.ts";
import { writePrivateFile } from "../../src/files/private-file.ts";
import { identifyThisProcess, isRunning } from "../../src/files/process-identity.ts";
import { failEachCall, inUseCodes, refuse } from "../support/fail-each-call.ts";
import { type FileCall, fileError, watchCalls } from "../support/windows-fs.ts";

test("the pipe of a process outlives connections that could not be accepted", async () => {
  vi.resetModules();
  const listen = vi.spyOn(net.Server.prototype, "listen");
  onTestFinished(() => listen.mockRestore());
  const { isPipeOpen, openProcessPipe } = await import("../../src/files/process-pipe.ts");
  const name = (await openProcessPipe()) ?? "";
  const [server] = listen.mock.contexts as net.Server[];
  for (const code of ["EMFILE", "EMFILE"]) server?.emit("error", fileError(code, "accept"));
  expect(await isPipeOpen(name)).toBe(true);
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "okta-unlock-windows-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe("a private file", () => {
  test.each(inUseCodes)("is replaced, whatever single call ends with %s", async (code) => {
    const count = await failEachCall(code, {
      prepare: async () => {
        const folder = newFolder();
        writeFileSync(join(folder, "file"), "old");
        return folder;
      },
      folderOf: (folder) => folder,
      work: async (folder) => writePrivateFile(join(folder, "file"), "new"),
      check: (folder, failed) => {
        expect(failed).toBeUndefined();
        expect(readFileSync(join(folder, "file"), "utf8")).toBe("new");
        expect(readdirSync(folder)).toEqual(["file"]);
      },
    });
    expect(count).toBeGreaterThan(1);
  });

  test("is written again under another name when its temporary neighbor was opened, and then refused", async () => {
    const folder = newFolder();
    let refused = "";
    const refuseOnce = ({ name, path = "" }: FileCall): void => {
      if (name !== "writeFile" || refused !== "") return;
      refused = path;
      closeSync(openSync(path, "wx"));
      throw fileError("EPERM", "fsync", path);
    };
    await watchCalls(refuseOnce, async () => writePrivateFile(join(folder, "file"), "new"));
    expect(readFileSync(join(folder, "file"), "utf8")).toBe("new");
    expect(readdirSync(folder)).toEqual(["file"]);
  });

  test("that is never let go is written in place", async () => {
    const folder = newFolder();
    writeFileSync(join(folder, "file"), "something longer than that");
    await refuse("EPERM", { rename: ".tmp" }, async () => writePrivateFile(join(folder, "file"), "new"));
    expect(readFileSync(join(folder, "file"), "utf8")).toBe("new");
    expect(readdirSync(folder)).toEqual(["file"]);
  });

  test("that can't be written at all leaves its new content beside it, and says where", async () => {
    const folder = newFolder();
    writeFileSync(join(folder, "file"), "old");
    const writing = refuse("EBUSY", { rename: ".tmp", open: "file" }, async () =>
      writePrivateFile(join(folder, "file"), "new"),
    );
    const error: unknown = await writing.catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: "FileInUseError" });
    expect(readFileSync((error as { kept: string }).kept, "utf8")).toBe("new");
    expect(readFileSync(join(folder, "file"), "utf8")).toBe("old");
  });
});

describe("a lock", () => {
  /** An hour old, of a living process. */
  function writeHolder(folder: string): void {
    mkdirSync(folder);
    const path = join(folder, "owner-1.json");
    writeFileSync(path, JSON.stringify({ pid: process.ppid, host: hostname() }));
    const then = new Date(Date.now() - 3_600_000);
    utimesSync(path, then, then);
  }

  test.each([...inUseCodes, "EMFILE", "EIO"])(
    "whose file can't be read for %s is somebody's, and is not taken over",
    async (code) => {
      const folder = join(newFolder(), "some.lock");
      writeHolder(folder);
      await refuse(code, { open: "owner-1.json" }, async () => {
        await expect(takeLock(folder, { waitMs: 0 })).rejects.toMatchObject({ name: "UnreadableFileError" });
        expect(await isLocked(folder)).toBe(true);
      });
      expect(readdirSync(folder)).toEqual(["owner-1.json"]);
    },
  );

  test.each(inUseCodes)("is taken and released, whatever single call ends with %s", async (code) => {
    const count = await failEachCall(code, {
      prepare: async () => newFolder(),
      folderOf: (folder) => folder,
      work: async (folder) => {
        const lock = await takeLock(join(folder, "some.lock"), { waitMs: 5000 });
        if (isHeld(lock)) throw new Error("nobody else has it");
        expect(await isLocked(join(folder, "some.lock"))).toBe(true);
        lock.release();
      },
      check: async (folder, failed) => {
        expect(failed).toBeUndefined();
        expect(await isLocked(join(folder, "some.lock"))).toBe(false);
      },
    });
    expect(count).toBeGreaterThan(5);
  });

  test("whose file can't be removed is free all the same", async () => {
    const folder = join(newFolder(), "some.lock");
    const lock = await takeLock(folder, { waitMs: 0 });
    if (isHeld(lock)) throw new Error("nobody else has it");
    await refuse("EBUSY", { rm: "owner-1.json" }, async () => lock.release());
    expect(readdirSync(folder).map((name) => basename(name))).toEqual(["owner-1.json"]);
    expect(await isLocked(folder)).toBe(false);
    expect(isHeld(await takeLock(folder, { waitMs: 0 }))).toBe(false);
  });
});

describe("the identity of a process", () => {
  afterEach(() => void vi.useRealTimers());

  test("does not depend on the clock", async () => {
    const before = await identifyThisProcess();
    vi.useFakeTimers({ now: 0, toFake: ["Date", "performance"] });
    expect(await identifyThisProcess()).toEqual(before);
    expect(await isRunning(before)).toBe(true);
  });

  test("is another's when its pipe is gone, though the process id is in use", async () => {
    const { pid, host } = await identifyThisProcess();
    expect(await isRunning({ pid, host: host ?? hostname(), startIdentity: "1-gone" })).toBe(false);
  });
});
