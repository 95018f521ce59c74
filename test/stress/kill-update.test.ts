import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { cleanStaleStaging } from "../../src/project/clean-staging.ts";
import type { ProjectPlan } from "../../src/project/plan.ts";
import { amount } from "../support/stress.ts";
import { bundleOf } from "../unit/project/child.ts";
import { temporaryFolder } from "../unit/project/fixture.ts";
import { planFor, readTree, renderFiles, writePlan } from "../unit/project/update/project.ts";

/** Updates a project; when argv[2] is a number, kills itself just before that many changes to the disk. */
const childCode = (bundle: string, planPath: string): string => `
  import fs from "node:fs";
  import { syncBuiltinESMExports } from "node:module";
  const killAt = Number(process.argv[1] ?? NaN);
  let changes = 0;
  const step = () => { changes += 1; if (changes === killAt) process.kill(process.pid, "SIGKILL"); };
  for (const name of ["mkdirSync", "writeFileSync", "copyFileSync", "renameSync", "rmSync", "rmdirSync", "unlinkSync", "chmodSync"]) {
    const original = fs[name];
    fs[name] = (...args) => { step(); return original(...args); };
  }
  syncBuiltinESMExports();
  const { writeUpdate } = await import(${JSON.stringify(pathToFileURL(bundle).href)});
  const plan = JSON.parse(fs.readFileSync(${JSON.stringify(planPath)}, "utf8"), (_, value) =>
    value?.type === "Buffer" ? Buffer.from(value.data) : value);
  const context = { signal: new AbortController().signal, leftovers: { add: () => () => {} } };
  process.stdout.write("start\\n");
  await writeUpdate(context, plan, { tracked: new Set(plan.changes.map(({ path, movedFrom = path }) => movedFrom)) });
  process.stdout.write("done " + changes + "\\n");
`;

const numbers = Array.from({ length: 12 }, (_, index) => index);
const before = {
  ...Object.fromEntries(numbers.map((number) => [`d${number % 3}/f${number}.txt`, `old ${number}\n`])),
  "gone/a.txt": "bye\n",
  "old/name.txt": "one\ntwo\nthree\nfour\n",
};
const after = {
  ...Object.fromEntries(numbers.map((number) => [`d${number % 3}/f${number}.txt`, `new ${number}\n`])),
  "new/b.txt": "hi\n",
  "new/name.txt": "one\ntwo\nthree\nfive\n",
};

let bundle: string;
let plans: { readonly former: ProjectPlan; readonly today: ProjectPlan };
beforeAll(async () => {
  bundle = await bundleOf("update/write-update.ts");
  plans = { former: await renderFiles(before), today: await renderFiles(after, { version: "1.3.0" }) };
});

interface Child {
  readonly directory: string;
  readonly started: Promise<unknown>;
  readonly kill: () => void;
  readonly ended: Promise<string>;
}

async function startChild(killAt?: number): Promise<Child> {
  const directory = writePlan(plans.former);
  const planPath = join(temporaryFolder(), "plan.json");
  writeFileSync(planPath, JSON.stringify(await planFor(directory, plans)));
  const step = killAt === undefined ? [] : [String(killAt)];
  const child = spawn(process.execPath, ["--input-type=module", "-e", childCode(bundle, planPath), ...step]);
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return {
    directory,
    started: once(child.stdout, "data"),
    kill: () => child.kill("SIGKILL"),
    ended: once(child, "close").then(() => output),
  };
}

/** What the next run finds once it has cleaned up. */
async function stateOf(directory: string): Promise<"old" | "new" | "a mixture"> {
  expect((await cleanStaleStaging(directory)).left).toEqual([]);
  expect(readdirSync(directory).filter((name) => name.startsWith(".my-app"))).toEqual([]);
  const { changes } = await planFor(directory, plans);
  const tree = readTree(directory);
  if (isDeepStrictEqual(tree, before) && changes.length > 0) return "old";
  const isNew = isDeepStrictEqual(tree, after);
  const again = await planFor(directory, { former: plans.today, today: plans.today });
  return isNew && again.changes.length === 0 ? "new" : "a mixture";
}

describe.skipIf(process.platform === "win32")("an update that is killed", () => {
  test("before any change to the disk leaves the old project or the new one", async () => {
    const whole = await startChild();
    const last = Number(/done (\d+)/u.exec(await whole.ended)?.[1]);
    expect(await stateOf(whole.directory)).toBe("new");
    expect(last).toBeGreaterThan(40);
    const every = amount({ whole: 3, small: 8 });
    const states = new Set<string>();
    for (let step = 1; step <= last; step += every) {
      const child = await startChild(step);
      expect(await child.ended).not.toContain("done");
      states.add(await stateOf(child.directory));
    }
    expect([...states].toSorted()).toEqual(["new", "old"]);
  });

  test("at random moments, too", async () => {
    const states = new Set<string>();
    for (let moment = 0; moment < amount({ whole: 24, small: 3 }); moment += 1) {
      const child = await startChild();
      await child.started;
      await wait(Math.random() * 15);
      child.kill();
      await child.ended;
      states.add(await stateOf(child.directory));
    }
    expect(states).not.toContain("a mixture");
  });
});
