import { mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { hostname } from "node:os";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { cleanStaleStaging } from "../../../src/project/clean-staging.ts";
import { hashContents } from "../../../src/project/manifest.ts";
import { treeOf } from "./disk.ts";
import { temporaryFolder, writeTree } from "./fixture.ts";

/** A process number that nobody has: the largest Linux gives out is 4194304. */
const gone = 4_194_305;
const mark = (pid: number, host = hostname(), startIdentity?: string): string =>
  JSON.stringify({ madeBy: "okta-unlock", pid, host, startIdentity, target: "x" });
const stagingName = (pid: number, name = "my-app"): string => `.${name}.okta-unlock-${pid}-0123abcd`;

describe("cleaning up after a run that was killed", () => {
  test.each([
    ["with a project in it", { "okta-unlock-staging.json": mark(gone), "project/a/b": "x" }],
    ["with its mark alone", { "okta-unlock-staging.json": mark(gone) }],
    ["with half a mark", { "okta-unlock-staging.json": '{"mad' }],
    ["with an empty mark", { "okta-unlock-staging.json": "" }],
    ["with nothing in it", {}],
    ["of a process that had our number", { "okta-unlock-staging.json": mark(process.pid) }],
    [
      "of an earlier process with the number of one that lives",
      { "okta-unlock-staging.json": mark(process.ppid, undefined, "another life") },
    ],
  ])("removes a staging folder %s", async (_, files) => {
    const folder = temporaryFolder();
    const pid = _.includes("our number") ? process.pid : gone;
    const staging = join(folder, stagingName(pid));
    mkdirSync(staging);
    writeTree(staging, files);
    expect(await cleanStaleStaging(join(folder, "my-app"))).toEqual({
      removed: [staging],
      finished: [],
      left: [],
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([
    [
      "of a process that lives",
      stagingName(process.ppid),
      { "okta-unlock-staging.json": mark(process.ppid), "project/a": "" },
    ],
    [
      "of another machine",
      stagingName(gone),
      { "okta-unlock-staging.json": mark(gone, "elsewhere"), "project/a": "" },
    ],
    [
      "of another target",
      stagingName(gone, "other"),
      { "okta-unlock-staging.json": mark(gone), "project/a": "" },
    ],
    ["without our mark", stagingName(gone), { "project/a": "" }],
    ["with a foreign mark", stagingName(gone), { "okta-unlock-staging.json": "{}", "project/a": "" }],
    ["with a name like ours", `.my-app.okta-unlock-${gone}-xyz`, { "okta-unlock-staging.json": mark(gone) }],
    [
      "with a longer name",
      `.my-app.okta-unlock-1-${gone}-0123abcd`,
      { "okta-unlock-staging.json": mark(gone) },
    ],
  ])("leaves alone a folder %s", async (_, name, files) => {
    const folder = temporaryFolder();
    writeTree(join(folder, name), files);
    expect(await cleanStaleStaging(join(folder, "my-app"))).toEqual({ removed: [], finished: [], left: [] });
    expect(treeOf(join(folder, name))).toEqual(files);
  });

  test("keeps what is in a staging folder and not ours", async () => {
    const folder = temporaryFolder();
    const staging = join(folder, stagingName(gone));
    writeTree(staging, { "okta-unlock-staging.json": mark(gone), "project/a": "", "mine.txt": "mine" });
    await cleanStaleStaging(join(folder, "my-app"));
    expect(treeOf(staging)).toEqual({ "mine.txt": "mine" });
  });

  test("finishes a move that was cut short", async () => {
    const target = temporaryFolder();
    const staging = join(target, stagingName(gone, basename(target)));
    writeTree(target, { "README.md": "mine", "a/b": "moved already" });
    writeTree(staging, {
      "okta-unlock-staging.json": mark(gone),
      moving: "",
      "project/okta-unlock.json": "{}",
      "project/z/y": "z",
    });
    expect(await cleanStaleStaging(target)).toEqual({ removed: [], finished: [target], left: [] });
    expect(treeOf(target)).toEqual({
      "README.md": "mine",
      "a/b": "moved already",
      "okta-unlock.json": "{}",
      "z/y": "z",
    });
  });

  test.skipIf(process.platform === "win32")("moves nothing that a repository only links to", async () => {
    const [target, elsewhere] = [temporaryFolder(), temporaryFolder()];
    const staging = join(target, stagingName(gone, basename(target)));
    writeTree(elsewhere, { "letters/a": "private" });
    writeTree(staging, { "okta-unlock-staging.json": mark(gone), moving: "" });
    symlinkSync(elsewhere, join(staging, "project"));
    expect(await cleanStaleStaging(target)).toMatchObject({ finished: [] });
    expect(treeOf(elsewhere)).toEqual({ "letters/a": "private" });
    expect(treeOf(target)).toEqual({});
  });

  test.each([
    ["as it was read", "mine\n", "mine\nours\n"],
    ["edited since", "mine, edited\n", "mine, edited\n"],
  ])("finishes the move of a file that extends one of the user's: %s", async (_what, now, then) => {
    const target = temporaryFolder();
    const staging = join(target, stagingName(gone, basename(target)));
    writeTree(target, { ".gitignore": now });
    writeTree(staging, {
      "okta-unlock-staging.json": mark(gone),
      moving: JSON.stringify({ ".gitignore": hashContents("mine\n") }),
      "kept/.gitignore": "mine\n",
      "project/.gitignore": "mine\nours\n",
    });
    const cleaned = await cleanStaleStaging(target);
    expect(cleaned.finished).toHaveLength(now === "mine\n" ? 1 : 0);
    expect(treeOf(target)[".gitignore"]).toBe(then);
  });

  test("never replaces a file of the user's to finish a move, and does not call the project whole", async () => {
    const target = temporaryFolder();
    const staging = join(target, stagingName(gone, basename(target)));
    writeTree(target, { b: "mine" });
    writeTree(staging, {
      "okta-unlock-staging.json": mark(gone),
      moving: "",
      "project/b": "ours",
      "project/okta-unlock.json": "{}",
    });
    expect(await cleanStaleStaging(target)).toEqual({ removed: [], finished: [], left: [staging] });
    expect(readdirSync(target).toSorted()).toEqual([basename(staging), "b"].toSorted());
    expect(treeOf(target)["b"]).toBe("mine");
  });

  test("does nothing where nothing is", async () => {
    expect(await cleanStaleStaging(join(temporaryFolder(), "a/b"))).toEqual({
      removed: [],
      finished: [],
      left: [],
    });
  });
});
