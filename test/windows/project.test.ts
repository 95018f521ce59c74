import { existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { interrupted } from "../../src/errors.ts";
import type { ProjectPlan } from "../../src/project/plan.ts";
import { writeProject } from "../../src/project/stage.ts";
import { inspectTarget } from "../../src/project/target.ts";
import type { FreeTarget } from "../../src/project/target.ts";
import { failEachCall, inUseCodes, refuse } from "../support/fail-each-call.ts";
import { stageContext, treeOf } from "../unit/project/disk.ts";
import { fixturePlan, temporaryFolder, writeTree } from "../unit/project/fixture.ts";

let plan: ProjectPlan;
beforeAll(async () => {
  plan = await fixturePlan();
});

/** Its clock does not wait. */
function contextOf(signal?: AbortSignal) {
  const context = stageContext("/", signal);
  const sleep = async (_milliseconds: number, stop: AbortSignal): Promise<void> => stop.throwIfAborted();
  return { ...context, clock: { ...context.clock, sleep } };
}

async function write(target: string): Promise<void> {
  const state = (await inspectTarget(target)) as FreeTarget;
  await writeProject(contextOf(), plan, { target, state });
}

describe.each(["missing", "empty", "beside files of the user's"])(
  "a project in a folder that is %s",
  (kind) => {
    test.each(inUseCodes)("is whole or not there, whatever single call ends with %s", async (code) => {
      const isBeside = kind.startsWith("beside");
      const users: Record<string, string> = isBeside ? { LICENSE: "mine", ".gitignore": "mine\n" } : {};
      const count = await failEachCall(code, {
        prepare: async () => {
          const target = join(temporaryFolder(), "my-app");
          if (kind !== "missing") mkdirSync(target);
          writeTree(target, users);
          return target;
        },
        folderOf: (target) => join(target, ".."),
        work: write,
        check: (target, failed) => {
          const names = existsSync(target) ? readdirSync(target) : [];
          const isWhole = names.includes("okta-unlock.json");
          expect(isWhole, String(failed)).toBe(failed === undefined);
          const left = existsSync(target) ? treeOf(target) : undefined;
          expect(isWhole ? undefined : left).toEqual(isWhole || kind === "missing" ? undefined : users);
          // Ours begins with the user's.
          expect(left?.[".gitignore"] ?? "mine\n").toMatch(isBeside ? /^mine\n/u : /^/u);
        },
      });
      expect(count).toBeGreaterThan(10);
    });
  },
);

test("an empty folder is the same folder afterwards, and is there after Ctrl-C", async () => {
  const target = join(temporaryFolder(), "my-app");
  mkdirSync(target);
  const { ino } = statSync(target);
  const controller = new AbortController();
  const beforeCommit = async (): Promise<void> => controller.abort(interrupted());
  const options = { target, state: { kind: "empty" }, beforeCommit } as const;
  await expect(writeProject(contextOf(controller.signal), plan, options)).rejects.toMatchObject({
    code: "interrupted",
  });
  expect(readdirSync(target)).toEqual([]);
  await write(target);
  expect(statSync(target).ino).toBe(ino);
  expect(existsSync(join(target, "okta-unlock.json"))).toBe(true);
});

test("a staging folder that another program never lets go is emptied into the target", async () => {
  const target = join(temporaryFolder(), "my-app");
  await refuse("EPERM", { rename: "/project" }, () => write(target));
  expect(Object.keys(treeOf(target)).toSorted()).toEqual(plan.files.map(({ path }) => path).toSorted());
});

test("a project that Ctrl-C ends while it waits for another program leaves nothing", async () => {
  const folder = temporaryFolder();
  const controller = new AbortController();
  const context = contextOf(controller.signal);
  const clock = {
    ...context.clock,
    sleep: async () => {
      controller.abort(interrupted());
      controller.signal.throwIfAborted();
    },
  };
  const writing = refuse("EBUSY", { rename: "/project" }, () =>
    writeProject({ ...context, clock }, plan, { target: join(folder, "my-app"), state: { kind: "missing" } }),
  );
  await expect(writing).rejects.toMatchObject({ code: "interrupted" });
  expect(readdirSync(folder)).toEqual([]);
});
