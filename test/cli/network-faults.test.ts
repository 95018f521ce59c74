import { expect, onTestFinished, test } from "vitest";
import { type LocalOrg, startLocalOrg } from "../../src/local-org/index.ts";
import { type CliRun, createWorld } from "../support/run-cli.ts";

/** A few rows of what `test/unit/commands/fault-matrix/` tries at every call, as people see them. */
async function openOrg() {
  const world = createWorld();
  const org = await startLocalOrg({ dataDirectory: world.path("org"), port: 0 });
  onTestFinished(() => org.close());
  const env = { OKTA_UNLOCK_ORG: "local", OKTA_UNLOCK_DATA_DIR: org.dataDirectory };
  return {
    org,
    run: (args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<CliRun> =>
      world.run(args, { env: { ...env, ...more } }),
  };
}

const create = ["apps", "create", "native", "--name", "Demo", "--ephemeral", "--json"];

type Run = Awaited<ReturnType<typeof openOrg>>["run"];

async function appsIn(run: Run, org: LocalOrg): Promise<number> {
  org.faults.clear();
  const { stdout } = await run(["apps", "list", "--json"]);
  return (JSON.parse(stdout) as { readonly apps: readonly object[] }).apps.length;
}

test("an app whose making is answered by nobody is removed again, and the command can be run again", async () => {
  const { org, run } = await openOrg();
  org.faults.add({ kind: "drop", when: "after", method: "POST", path: "/api/v1/apps" });
  const failed = await run(create);
  expect(failed).toMatchObject({ exitCode: 6, stdout: "" });
  expect(failed.stderr).toContain("broke off before the answer was complete");
  expect(failed.stderr).not.toContain("Left behind");
  expect(await appsIn(run, org)).toBe(0);
  expect((await run(create)).exitCode).toBe(0);
});

test("OKTA_UNLOCK_TIMEOUT says how long a request may take", async () => {
  const { org, run } = await openOrg();
  org.faults.add({
    kind: "latency",
    milliseconds: 30_000,
    when: "after",
    method: "POST",
    path: "/api/v1/apps",
  });
  const failed = await run(create, { OKTA_UNLOCK_TIMEOUT: "2" });
  expect(failed.exitCode).toBe(6);
  expect(failed.stderr).toContain("did not answer within 2 seconds");
  expect(await appsIn(run, org)).toBe(0);
  const refused = await run(create, { OKTA_UNLOCK_TIMEOUT: "soon" });
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain("export OKTA_UNLOCK_TIMEOUT=30");
});

test("run gives the command's exit code though the answers to the removal of its app are lost", async () => {
  const { org, run } = await openOrg();
  org.faults.add({ kind: "drop", when: "after", method: "DELETE", path: "/api/v1/**", times: 2 });
  const ended = await run(["run", "--", process.execPath, "-e", "process.exit(7)"]);
  expect(ended.exitCode).toBe(7);
  expect(await appsIn(run, org)).toBe(0);
});

test("what run can't remove is named with the command that does", async () => {
  const { org, run } = await openOrg();
  org.faults.add({
    kind: "refusal",
    errorCode: "E0000006",
    method: "DELETE",
    path: "/api/v1/apps/*",
    times: Infinity,
  });
  const ended = await run(["run", "--", process.execPath, "-e", "0"]);
  expect(ended.exitCode).toBe(0);
  const command = /okta-unlock (apps delete 0oa\w+ --org local)/u.exec(
    ended.stderr.replaceAll(/\s+/gu, " "),
  )?.[1];
  expect(await appsIn(run, org)).toBe(1);
  expect((await run([...(command ?? "").split(" "), "--yes"])).exitCode).toBe(0);
  expect(await appsIn(run, org)).toBe(0);
});

test("an app that can't be deleted is named", async () => {
  const { org, run } = await openOrg();
  const { id } = JSON.parse((await run(create)).stdout) as { readonly id: string };
  org.faults.add({
    kind: "status",
    status: 503,
    body: "html",
    method: "DELETE",
    path: "/api/v1/apps/*",
    times: Infinity,
  });
  const failed = await run(["apps", "delete", id, "--yes"]);
  expect(failed.exitCode).toBe(4);
  expect(failed.stderr).toContain(`Not deleted: ${id}`);
});
