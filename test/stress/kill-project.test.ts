import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { setTimeout as wait } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { cleanStaleStaging } from "../../src/project/clean-staging.ts";
import { hashContents } from "../../src/project/manifest.ts";
import type { PlannedFile, ProjectPlan } from "../../src/project/plan.ts";
import { withManifest } from "../../src/project/plan.ts";
import { amount } from "../support/stress.ts";
import { bundleOf } from "../unit/project/child.ts";
import { treeOf } from "../unit/project/disk.ts";
import { answersFor, oktaSettings, temporaryFolder, writeTree } from "../unit/project/fixture.ts";

/** Writes a project to argv[1]; when argv[2] is a number, kills itself just before that many changes to the disk. */
const childCode = (bundle: string, planPath: string): string => `
  import fs from "node:fs";
  import { syncBuiltinESMExports } from "node:module";
  const [target, killAt] = [process.argv[1], Number(process.argv[2] ?? NaN)];
  let changes = 0;
  const step = () => { changes += 1; if (changes === killAt) process.kill(process.pid, "SIGKILL"); };
  for (const name of ["mkdirSync", "writeFileSync", "renameSync", "rmSync", "rmdirSync"]) {
    const original = fs[name];
    fs[name] = (...args) => { step(); return original(...args); };
  }
  const { open } = fs.promises;
  fs.promises.open = (...args) => { step(); return open(...args); };
  syncBuiltinESMExports();
  const { inspectTarget, writeProject } = await import(${JSON.stringify(pathToFileURL(bundle).href)});
  const plan = JSON.parse(fs.readFileSync(${JSON.stringify(planPath)}, "utf8"));
  const signal = new AbortController().signal;
  const context = { cwd: "/", signal, platform: process.platform, leftovers: { add: () => () => {} } };
  const state = await inspectTarget(target);
  process.stdout.write("start\\n");
  await writeProject(context, plan, { target, state });
  process.stdout.write("done " + changes + "\\n");
`;

function planOf(files: number, size: number): ProjectPlan {
  const planned: PlannedFile[] = Array.from({ length: files }, (_, index) => {
    const contents = `${index}\n`.padEnd(size, "x");
    return { path: `d${index % 3}/f${index}.txt`, kind: "text", contents, sha256: hashContents(contents) };
  });
  return withManifest({
    platform: "ios",
    templateVersion: "1.0.0",
    generatorVersion: "0.1.0",
    answers: answersFor("My App"),
    okta: oktaSettings,
    directory: "my-app",
    files: planned,
    nextSteps: [],
  });
}

function wholeTree(plan: ProjectPlan): Record<string, string> {
  return Object.fromEntries(plan.files.map((file) => [file.path, String(file.contents)]));
}

interface Child {
  readonly started: Promise<unknown>;
  readonly kill: () => void;
  /** What it wrote, when it is gone. */
  readonly ended: Promise<string>;
}

let bundle: string;
beforeAll(async () => {
  bundle = await bundleOf("stage.ts", "target.ts");
});

function startChild(plan: ProjectPlan, target: string, killAt?: number): Child {
  const planPath = join(temporaryFolder(), "plan.json");
  writeFileSync(planPath, JSON.stringify(plan));
  const killStep = killAt === undefined ? [] : [String(killAt)];
  const code = childCode(bundle, planPath);
  const child = spawn(process.execPath, ["--input-type=module", "-e", code, target, ...killStep]);
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return {
    started: once(child.stdout, "data"),
    kill: () => child.kill("SIGKILL"),
    ended: once(child, "close").then(() => output),
  };
}

/** What the user has in the target already. */
const users = { missing: {}, tolerated: { LICENSE: "mine" } };

function makeTarget(kind: keyof typeof users): { readonly folder: string; readonly target: string } {
  const folder = temporaryFolder();
  const target = join(folder, "my-app");
  writeTree(target, users[kind]);
  return { folder, target };
}

/** How a target is found: `broken` is what must never be. */
function stateOf(
  target: string,
  whole: Record<string, string>,
): "absent" | "whole" | "the user's" | "broken" {
  if (!existsSync(target)) return "absent";
  const tree = treeOf(target);
  if (isDeepStrictEqual(tree, whole)) return "whole";
  return isDeepStrictEqual(tree, users.tolerated) ? "the user's" : "broken";
}

const isWindows = process.platform === "win32";

/** Runs `work` for 1 to `last`, three at a time. */
async function inLanes(last: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 1;
  const lane = async (): Promise<void> => {
    while (next <= last) {
      const index = next;
      next += 1;
      await work(index);
    }
  };
  await Promise.all([lane(), lane(), lane()]);
}

describe.skipIf(isWindows)("a run that is killed", () => {
  const moments = amount({ whole: 24, small: 6 });

  test(`at ${moments} random moments leaves no target or a whole one, and the next run cleans up`, async () => {
    const plan = planOf(60, 20_000);
    const whole = wholeTree(plan);
    const states = new Set<string>();
    const interrupted = new Set<string>();
    const kill = async (): Promise<void> => {
      const { folder, target } = makeTarget("missing");
      const child = startChild(plan, target);
      await child.started;
      await wait(Math.random() * 25);
      child.kill();
      await child.ended;
      states.add(stateOf(target, whole));
      if (readdirSync(folder).some((name) => name !== "my-app")) interrupted.add(folder);
      await cleanStaleStaging(target);
      expect(readdirSync(folder).filter((name) => name !== "my-app")).toEqual([]);
    };
    await inLanes(moments, kill);
    // The moments are real ones: some have to come while the project is being made.
    while (interrupted.size === 0) await inLanes(3, kill);
    expect(states).not.toContain("broken");
  });

  test.each([
    ["missing", "absent"],
    ["tolerated", "the user's"],
  ] as const)(
    "before a change to the disk (any; every fourth one in npm test) loses nothing, with a target that is %s",
    async (kind, before) => {
      const plan = planOf(4, 10);
      const whole = { ...wholeTree(plan), ...users[kind] };
      const last = Number(/done (\d+)/u.exec(await startChild(plan, makeTarget(kind).target).ended)?.[1]);
      expect(last).toBeGreaterThan(10);
      const states = new Set<string>();
      const every = amount({ whole: 1, small: 4 });
      await inLanes(Math.ceil(last / every), async (turn) => {
        const step = last - (turn - 1) * every;
        const { folder, target } = makeTarget(kind);
        expect(await startChild(plan, target, step).ended).not.toContain("done");
        // Beside files of the user's it may be half moved; the next run moves the rest.
        if (kind === "missing") states.add(stateOf(target, whole));
        expect((await cleanStaleStaging(target)).left).toEqual([]);
        states.add(stateOf(target, whole));
        expect(readdirSync(folder).filter((name) => name !== "my-app")).toEqual([]);
      });
      expect([...states].toSorted()).toEqual([before, "whole"].toSorted());
    },
  );

  test("does not keep the next run from making the project", async () => {
    const plan = planOf(4, 10);
    const { folder, target } = makeTarget("missing");
    await startChild(plan, target, 8).ended;
    expect(readdirSync(folder)).toHaveLength(1);
    await cleanStaleStaging(target);
    expect(await startChild(plan, target).ended).toContain("done");
    expect(readdirSync(folder)).toEqual(["my-app"]);
    expect(stateOf(target, wholeTree(plan))).toBe("whole");
  });
});
