import type { ChildProcess } from "node:child_process";
import { expect, onTestFinished, test } from "vitest";
import { createWorld, type CliRun } from "../support/run-cli.ts";
import { startTestOrg, type TestOrg } from "../unit/local-org/support.ts";

interface DeletedJson {
  readonly apps: readonly {
    readonly id: string;
    readonly outcome: string;
    readonly policies: readonly { readonly id: string }[];
    readonly problem: string | null;
  }[];
}

interface Setting {
  readonly org: TestOrg;
  readonly run: (...args: readonly string[]) => Promise<CliRun>;
  readonly start: (...args: readonly string[]) => ChildProcess;
  /** Makes an app and gives its id. */
  readonly create: (name: string) => Promise<string>;
}

async function startOrg(): Promise<Setting> {
  const world = createWorld();
  const org = await startTestOrg({ dataDirectory: `${world.root}/org` }, onTestFinished);
  const env = { OKTA_CLIENT_TOKEN: org.apiToken, NODE_EXTRA_CA_CERTS: org.caCertificatePath };
  const run: Setting["run"] = (...args) => world.run([...args, "--org", org.url], { env });
  const create = async (name: string): Promise<string> => {
    const made = await run("apps", "create", "native", "--name", name, "--yes", "--json");
    return (JSON.parse(made.stdout) as { id: string }).id;
  };
  const start: Setting["start"] = (...args) => world.start([...args, "--org", org.url], { env });
  return { org, run, create, start };
}

/** Looks like the id of an app. */
const nobody = "0oaNobody00000000000";

const policiesOf = async (org: TestOrg): Promise<readonly { readonly id: string }[]> =>
  (await org.call("GET", "/api/v1/authorizationServers/default/policies")).json;

test("several go at once, each with the access policy that was made for it, and each is reported", async () => {
  const { run, create, org } = await startOrg();
  const ids = [await create("One"), await create("Two")];
  expect(await policiesOf(org)).toHaveLength(2);
  const deleted = await run("apps", "delete", ...ids, nobody, "--yes", "--json");
  expect(deleted).toMatchObject({ exitCode: 0, stderr: "" });
  const { apps } = JSON.parse(deleted.stdout) as DeletedJson;
  expect(apps.map(({ id, outcome }) => [id, outcome])).toEqual([
    [ids[0], "deleted"],
    [ids[1], "deleted"],
    [nobody, "already gone"],
  ]);
  expect(apps.map(({ policies }) => policies.length)).toEqual([1, 1, 0]);
  expect(await policiesOf(org)).toEqual([]);
});

test("of an app that is gone, the policy that was left goes", async () => {
  const { run, create, org } = await startOrg();
  const id = await create("Gone");
  await org.call("POST", `/api/v1/apps/${id}/lifecycle/deactivate`);
  await org.call("DELETE", `/api/v1/apps/${id}`);
  const deleted = await run("apps", "delete", id, "--yes");
  expect(deleted.exitCode).toBe(0);
  expect(deleted.stdout).toMatch(
    new RegExp(`^${id} {2}already gone\n${id} {2}deleted {7}its access policy 00p`, "u"),
  );
  expect(await policiesOf(org)).toEqual([]);
});

test("one that fails does not hide the others, and decides the exit code", async () => {
  const { run, create, org } = await startOrg();
  const ids = [await create("One"), await create("Two"), await create("Three")];
  org.faults.add({
    kind: "refusal",
    errorCode: "E0000006",
    method: "DELETE",
    path: `/api/v1/apps/${ids[1]}`,
  });
  const deleted = await run("apps", "delete", ...ids, "--yes", "--json");
  expect(deleted.exitCode).toBe(3);
  const { apps } = JSON.parse(deleted.stdout) as DeletedJson;
  expect(apps.map(({ outcome }) => outcome)).toEqual(["deleted", "failed", "deleted"]);
  expect(apps[1]?.problem).toContain("not allowed");
  expect(JSON.parse(deleted.stderr)).toMatchObject({ error: { code: "permission-denied" } });
  const again = await run("apps", "delete", ...ids, "--yes");
  expect(again.exitCode).toBe(0);
});

test("of several failures the worst decides, and all are named", async () => {
  const { run, create, org } = await startOrg();
  const [one, two] = [await create("One"), await create("Two")];
  org.faults.add({ kind: "refusal", errorCode: "E0000006", method: "DELETE", path: `/api/v1/apps/${one}` });
  org.faults.add({
    kind: "status",
    status: 500,
    method: "DELETE",
    path: `/api/v1/apps/${two}`,
    times: Infinity,
  });
  const deleted = await run("apps", "delete", one, two, "--yes");
  expect(deleted.exitCode).toBe(4);
  expect(deleted.stdout.match(/failed/gu)).toHaveLength(2);
  expect(deleted.stderr).toContain("2 of 2 apps could not be deleted.");
  expect(deleted.stderr).toContain(`okta-unlock apps delete ${one} ${two} --org ${org.url}`);
});

test("without a yes nothing is deleted, and apps that are not ours are pointed out", async () => {
  const { run, create, org } = await startOrg();
  const id = await create("Ours");
  const { json } = await org.call("GET", `/api/v1/apps/${id}`);
  const { json: foreign } = await org.call("POST", "/api/v1/apps", {
    ...json,
    label: "Theirs",
    profile: {},
    credentials: { oauthClient: { token_endpoint_auth_method: "none" } },
  });
  const refused = await run("apps", "delete", id, foreign.id);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toMatch(/Theirs {2}\(not made by okta-unlock\)/u);
  expect(refused.stderr).not.toMatch(/Ours {2}\(not/u);
  expect(refused.stderr).toContain("--yes");
  expect((await org.call("GET", `/api/v1/apps/${foreign.id}`)).status).toBe(200);
});

test("after Ctrl-C it says which were deleted and which were not", async () => {
  const { org, create, start } = await startOrg();
  const ids = [await create("One"), await create("Two"), await create("Three")];
  const path = `/api/v1/apps/${ids[1]}`;
  org.faults.add({ kind: "latency", milliseconds: 60_000, method: "DELETE", path });
  const child = start("apps", "delete", ...ids, "--yes", "--json");
  let stdout = "";
  child.stdout?.on("data", (data: Buffer) => (stdout += data.toString()));
  const exitCode = new Promise((resolve) => child.once("close", resolve));
  await expect.poll(async () => (await org.call("GET", path)).json.status as string).toBe("INACTIVE");
  child.kill("SIGINT");
  expect(await exitCode).toBe(130);
  const { apps } = JSON.parse(stdout) as DeletedJson;
  expect(apps.map(({ outcome }) => outcome)).toEqual(["deleted", "failed", "failed"]);
  expect((await org.call("GET", `/api/v1/apps/${ids[2]}`)).json.status).toBe("ACTIVE");
});

test("--only-policy keeps the app", async () => {
  const { run, create, org } = await startOrg();
  const id = await create("Kept");
  const done = await run("apps", "delete", id, "--only-policy", "--yes", "--json");
  expect(JSON.parse(done.stdout)).toMatchObject({ apps: [{ id, outcome: "kept", policies: [{}] }] });
  expect((await org.call("GET", `/api/v1/apps/${id}`)).status).toBe(200);
  expect(await policiesOf(org)).toEqual([]);
});

test("an app is named by its label or its client ID as well, and deleted once", async () => {
  const { run, create, org } = await startOrg();
  const [one, two] = [await create("By label"), await create("Twice")];
  const client = { token_endpoint_auth_method: "none", client_id: "my-own-client-id" };
  const { json } = await org.call("GET", `/api/v1/apps/${one}`);
  const body = { ...json, label: "By client", credentials: { oauthClient: client } };
  const three = (await org.call("POST", "/api/v1/apps", body)).json.id as string;
  const names = ["By label", two, "Twice", "my-own-client-id"];
  const deleted = await run("apps", "delete", ...names, "--yes", "--json");
  expect(deleted.exitCode).toBe(0);
  const { apps } = JSON.parse(deleted.stdout) as DeletedJson;
  expect(apps.map(({ id, outcome }) => [id, outcome])).toEqual(
    [one, two, three].map((id) => [id, "deleted"]),
  );
});

test("a label that is not there is an error, an id that is not there a warning, and nothing is guessed", async () => {
  const { run, create } = await startOrg();
  const ids = [await create("Twin"), await create("Other")];
  for (const text of ["Twi", "twin", "0oaTooShort", "0oaNobody0000000000000"]) {
    const missing = await run("apps", "delete", text, "--yes", "--json");
    expect(missing.exitCode).toBe(4);
    expect(JSON.parse(missing.stderr)).toMatchObject({ error: { code: "not-found" } });
  }
  const gone = await run("apps", "delete", nobody, "--yes");
  expect(gone).toMatchObject({ exitCode: 0, stdout: `${nobody}  already gone\n` });
  expect(gone.stderr.replaceAll(/\s+/gu, " ")).toContain("it was deleted before, or the ID is misspelled");
  expect((await run("apps", "delete", "", "--yes")).exitCode).toBe(2);
  const left = JSON.parse((await run("apps", "list", "--json")).stdout) as DeletedJson;
  expect(left.apps.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
});

test("a label that several apps have is a conflict that names them", async () => {
  const { run, create, org } = await startOrg();
  const id = await create("Twin");
  const { json } = await org.call("GET", `/api/v1/apps/${id}`);
  const credentials = { oauthClient: { token_endpoint_auth_method: "none" } };
  const twin = (await org.call("POST", "/api/v1/apps", { ...json, credentials })).json.id as string;
  const deleted = await run("apps", "delete", "Twin", "--yes");
  expect(deleted.exitCode).toBe(5);
  for (const each of [id, twin]) expect(deleted.stderr).toContain(each);
});
