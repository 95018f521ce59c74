import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { appsOf, createJobWorld, type JobWorld, leftIn } from "../support/ephemeral-apps.ts";
import { createWorld } from "../support/run-cli.ts";

const create = ["apps", "create", "--ephemeral", "--name", "Demo", "--json"] as const;

interface MadeApp {
  readonly id: string;
  readonly clientId: string;
  readonly label: string;
  readonly expiresAt: string;
}

async function make({ world, env }: JobWorld, args: readonly string[] = []): Promise<MadeApp> {
  const run = await world.run([...create, ...args], { env });
  expect(run).toMatchObject({ exitCode: 0, stderr: "" });
  return JSON.parse(run.stdout) as MadeApp;
}

test("the same command makes another app each time, each with its expiry", async () => {
  const job = await createJobWorld();
  const [one, other] = [await make(job), await make(job, ["--ttl", "1d"])];
  expect(one.id).not.toBe(other.id);
  expect(one.label).toMatch(/^Demo \(ephemeral [0-9a-f]{8}\)$/u);
  const hours = ({ expiresAt }: MadeApp) => Math.round((Date.parse(expiresAt) - Date.now()) / 3_600_000);
  expect([hours(one), hours(other)]).toEqual([2, 24]);
  expect(await appsOf(job.org)).toHaveLength(2);
});

test("jobs at the same time never share an app", { timeout: 120_000 }, async () => {
  const job = await createJobWorld();
  const made = await Promise.all(Array.from({ length: 6 }, () => make(job)));
  expect(new Set(made.map(({ id }) => id)).size).toBe(6);
  expect(await leftIn(job.org)).toHaveLength(12);
});

test.each([
  ["--run-id", {}, ["--run-id", "build-7"], "build-7"],
  ["OKTA_UNLOCK_RUN_ID", { OKTA_UNLOCK_RUN_ID: "mine" }, [], "mine"],
  [
    "the job of GitHub Actions",
    { GITHUB_RUN_ID: "12", GITHUB_RUN_ATTEMPT: "2", GITHUB_JOB: "ios" },
    [],
    "12-2-ios",
  ],
  ["chance", {}, [], /^[0-9a-f-]{36}$/u],
])("the run is named by %s", async (_what, variables, args, runId) => {
  const job = await createJobWorld();
  await make({ ...job, env: { ...job.env, ...variables } }, args);
  const [app] = await appsOf(job.org);
  expect(app!.profile.okta_unlock["runId"]).toMatch(runId);
});

test("show and list say when it expires; an app for good has no expiry", async () => {
  const job = await createJobWorld();
  const { id, expiresAt } = await make(job);
  const lasting = await job.world.run(["apps", "create", "--name", "Good", "--yes", "--json"], {
    env: job.env,
  });
  expect(JSON.parse(lasting.stdout)).toMatchObject({ expiresAt: null });
  const shown = await job.world.run(["apps", "show", id], { env: job.env });
  expect(shown.stdout).toContain(`${expiresAt.slice(0, 16).replace("T", " ")} UTC`);
  const listed = await job.world.run(["apps", "list", "--ephemeral", "--json"], { env: job.env });
  expect(JSON.parse(listed.stdout)).toMatchObject({ apps: [{ id, expiresAt }] });
});

test("an expiry is the org's time, in the answer, in the app and in its policy, whatever this machine's clock says", async () => {
  const job = await createJobWorld();
  job.org.clock.advance(5 * 3_600_000);
  const { expiresAt } = await make(job);
  const [app] = await appsOf(job.org);
  const { json } = await job.org.call("GET", "/api/v1/authorizationServers/default/policies");
  const written = [
    expiresAt,
    app!.profile.okta_unlock["expiresAt"],
    /until (.+)$/u.exec((json as { description: string }[])[0]!.description)?.[1],
  ];
  for (const time of written) {
    const hours = (Date.parse(time ?? "") - job.org.clock.now().getTime()) / 3_600_000;
    expect(hours).toBeGreaterThan(1.9);
    expect(hours).toBeLessThanOrEqual(2);
  }
});

test("a preview shows the mark and sends nothing", async () => {
  const world = createWorld();
  const run = await world.run([...create, "--dry-run", "--run-id", "job-1", "--org", "local"]);
  const { requests } = JSON.parse(run.stdout) as { readonly requests: readonly { readonly body: object }[] };
  expect(requests[0]!.body).toMatchObject({
    profile: { okta_unlock: { runId: "job-1", ttl: 7200, expiresAt: "{expiresAt}" } },
  });
});

test.each([
  ["a time to live without --ephemeral", ["--ttl", "2h"], "--ttl"],
  ["a run id without --ephemeral", ["--run-id", "x"], "--run-id"],
  ["--if-exists beside it", ["--ephemeral", "--if-exists", "reuse"], "--if-exists"],
  ["a time to live that is too long", ["--ephemeral", "--ttl", "8d"], "at most 7d"],
  ["one that is no length of time", ["--ephemeral", "--ttl", "soon"], "a number followed by m, h or d"],
  [
    "a run id that could speak to a terminal",
    ["--ephemeral", "--run-id", "\u001B[31m"],
    "can contain only letters, digits",
  ],
])("%s is refused: exit 2, nothing made", async (_what, args, word) => {
  const { world, org, env } = await createJobWorld();
  const run = await world.run(["apps", "create", "--name", "Demo", ...args], { env });
  expect(run.exitCode).toBe(2);
  expect(run.stderr.replaceAll(/\s+/gu, " ")).toContain(word);
  expect(await leftIn(org)).toEqual([]);
});

test("the second app of a run that fails is removed again, and the first stays", async () => {
  const job = await createJobWorld();
  const first = await make(job);
  job.org.faults.add({
    kind: "status",
    status: 500,
    method: "POST",
    path: "/api/v1/**/rules",
    times: Infinity,
  });
  const run = await job.world.run([...create], { env: job.env });
  expect(run.exitCode).toBe(4);
  expect((await appsOf(job.org)).map(({ id }) => id)).toEqual([first.id]);
  expect(await leftIn(job.org)).toHaveLength(2);
});

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
const [, block = ""] = /## In CI: run and ephemeral apps\n+```sh\n(.*?)```/su.exec(readme) ?? [];
const commands = block.split("\n").map((line) => line.replace(/#.*/u, "").trim());

test.each(commands.filter((line) => line !== ""))(
  "the README's command asks for nothing: %s",
  async (line) => {
    const { world, env } = await createJobWorld();
    writeFileSync(world.path("package.json"), JSON.stringify({ scripts: { test: "node --version" } }));
    const [, ...args] = line.split(" ");
    expect(await world.run(args, { env })).toMatchObject({ exitCode: 0 });
  },
);
