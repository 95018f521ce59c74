import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { writeProject } from "../../../src/project/stage.ts";
import type { OktaUnlockError } from "../../../src/errors.ts";
import { directoryError, inspectTarget, respellRemedy } from "../../../src/project/target.ts";
import { stageContext, treeOf } from "./disk.ts";
import { fixturePlan, temporaryFolder } from "./fixture.ts";

function mount(folder: string, options: string): void {
  execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", folder], { stdio: "pipe" });
}

/** Disks can be made where the tests may mount: as root, and in a container that allows it. */
function canMount(): boolean {
  try {
    const folder = temporaryFolder();
    mount(folder, "size=4k");
    execFileSync("umount", [folder]);
    return true;
  } catch {
    return false;
  }
}

function diskOf(options: string, folder = temporaryFolder()): string {
  mount(folder, options);
  onTestFinished(() => void execFileSync("umount", [folder]));
  return folder;
}

describe.skipIf(!canMount())("on a disk of its own, a project", () => {
  test.each(["size=8k", "size=1m,nr_inodes=6"])(
    "that does not fit leaves nothing behind: %s",
    async (options) => {
      const disk = diskOf(options);
      const writing = writeProject(stageContext(), await fixturePlan(), {
        target: join(disk, "a/b"),
        state: { kind: "missing" },
      });
      await expect(writing).rejects.toMatchObject({
        code: "directory-unusable",
        message: expect.stringContaining("is full") as string,
      });
      expect(readdirSync(disk)).toEqual([]);
    },
  );

  test("can't be written when the disk can only be read", async () => {
    const disk = diskOf("ro");
    const target = join(disk, "my-app");
    expect(await inspectTarget(target)).toEqual({ kind: "unwritable", path: disk });
    const writing = writeProject(stageContext(), await fixturePlan(), { target, state: { kind: "missing" } });
    await expect(writing).rejects.toMatchObject({
      code: "directory-unusable",
      message: expect.stringContaining("read-only") as string,
    });
  });

  test("fills the folder that the disk is mounted on", async () => {
    const folder = join(temporaryFolder(), "my-app");
    mkdirSync(folder);
    const disk = diskOf("size=1m", folder);
    const { ino } = statSync(disk);
    const plan = await fixturePlan();
    await writeProject(stageContext(), plan, { target: disk, state: { kind: "empty" } });
    expect(Object.keys(treeOf(disk)).toSorted()).toEqual(plan.files.map((file) => file.path).toSorted());
    expect(statSync(disk).ino).toBe(ino);
  });
});

describe("what the system says of a folder", () => {
  test.each([
    ["ENOSPC", "full"],
    ["EDQUOT", "quota"],
    ["EACCES", "permission to write"],
    ["EPERM", "permission to write"],
    ["EROFS", "read-only"],
    ["ENAMETOOLONG", "too long"],
    ["ENOTDIR", "is a file"],
    ["ENOENT", "can't be created"],
    ["EINVAL", "does not accept the name"],
    ["ENOTEMPTY", "Another program created"],
    ["EEXIST", "Another program created"],
    ["EBUSY", "in use"],
  ])("%s is told in words, with what to do", (code, words) => {
    const error = directoryError(Object.assign(new Error("x"), { code }), "/a/b");
    expect(error).toMatchObject({
      code: "directory-unusable",
      message: expect.stringMatching(new RegExp(`/a/b.*${words}|${words}.*/a/b|${words}`, "u")) as string,
      next: expect.stringMatching(/: okta-unlock create/u) as string,
    });
  });

  test("the way out is that of the command that writes there", () => {
    const full = Object.assign(new Error("x"), { code: "ENOSPC" });
    const commands = { elsewhere: "samples build --out <dir>", again: "samples build" };
    const next = "Free some space. Then run the same command again: samples build";
    expect(directoryError(full, "/a/b", commands)).toMatchObject({ next });
    expect(respellRemedy(directoryError(full, "/a/b") as OktaUnlockError, commands)).toBe(next);
    const readOnly = directoryError(Object.assign(new Error("x"), { code: "EROFS" }), "/a/b");
    expect(respellRemedy(readOnly as OktaUnlockError, commands)).toBe(
      "Choose another folder: samples build --out <dir>",
    );
  });

  test.each([new Error("a bug of ours"), Object.assign(new Error("x"), { code: "EMFILE" }), "thrown text"])(
    "and is nothing about folders stays what it is: %s",
    (error) => {
      expect(directoryError(error, "/a")).toBe(error);
    },
  );
});
