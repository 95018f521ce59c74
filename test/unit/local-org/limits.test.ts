import { expect, test } from "vitest";
import { askAtOnce } from "./ask-at-once.ts";
import { nativeApp, startTestOrg, type TestOrg } from "./support.ts";

/** Stands still: no minute passes while the requests of one are counted. */
const now = new Date();
const clock = { now: () => now };
const policies = "/api/v1/authorizationServers/default/policies";

async function statusesOf(count: number, ask: () => Promise<{ readonly status: number }>): Promise<number[]> {
  const statuses = [];
  for (let index = 0; index < count; index += 1) statuses.push((await ask()).status);
  return statuses;
}

async function policy(org: TestOrg, name: string) {
  const conditions = { clients: { include: ["0oaSome"] } };
  return org.call("POST", policies, { name, description: name, conditions, priority: 1 });
}

test("a token gets half of a bucket; apps are one bucket with what hangs on them, a single app is another", async () => {
  const org = await startTestOrg({ limits: "integrator", clock });
  const { id } = (await org.call("POST", "/api/v1/apps", nativeApp("App"))).json;
  expect(await statusesOf(9, () => org.call("GET", `/api/v1/apps/${id}/groups`))).not.toContain(429);
  const refused = await org.call("GET", "/api/v1/apps");
  expect([refused.status, refused.json.errorCode]).toEqual([429, "E0000047"]);
  expect(refused.headers.get("x-rate-limit-limit")).toBe("10");
  expect((await org.call("GET", `/api/v1/apps/${id}`)).headers.get("x-rate-limit-limit")).toBe("50");
});

test("another plan has other figures, and a minute can be as short as a test needs it", async () => {
  const org = await startTestOrg({ limits: "workforce", limitMinute: 3000, clock });
  expect((await org.call("GET", "/api/v1/apps")).headers.get("x-rate-limit-limit")).toBe("50");
  expect(await statusesOf(50, () => org.call("GET", "/api/v1/apps"))).toContain(429);
  org.clock.advance(3000);
  expect((await org.call("GET", "/api/v1/apps")).status).toBe(200);
});

test("more than 35 requests at the same time are refused with a limit of 0, and counted in no bucket", async () => {
  const ask = (each: TestOrg) => each.call("GET", "/api/v1/groups");
  const { org, refused } = await askAtOnce({ limits: "integrator", count: 40, ask, tooMany: 5 });
  expect(refused).toHaveLength(5);
  expect(new Set(refused.map(({ headers }) => headers.get("x-rate-limit-limit")))).toEqual(new Set(["0"]));
  const next = await org.call("GET", "/api/v1/groups");
  expect([next.status, next.headers.get("x-rate-limit-remaining")]).toEqual([200, "14"]);
});

test("a connection that breaks gives its place back", async () => {
  const org = await startTestOrg({ limits: "integrator" });
  org.faults.add({ kind: "drop", when: "before", times: 40 });
  for (let index = 0; index < 40; index += 1) await org.call("GET", "/api/v1/groups").catch(() => undefined);
  expect((await org.call("GET", "/api/v1/groups")).status).toBe(200);
});

test("a client may ask /authorize 60 times a minute; another client is not kept back", async () => {
  const org = await startTestOrg({ limits: "workforce", clock });
  const ask = (client: string) => org.call("GET", `/oauth2/default/v1/authorize?client_id=${client}`);
  expect(await statusesOf(60, () => ask("0oaOne"))).not.toContain(429);
  const refused = await ask("0oaOne");
  expect([refused.status, refused.headers.get("x-rate-limit-limit")]).toEqual([429, "60"]);
  expect((await ask("0oaOther")).status).not.toBe(429);
});

test("a client may have five requests to /authorize at the same time", async () => {
  const ask = (org: TestOrg) => org.call("GET", "/oauth2/v1/authorize?client_id=0oaOne");
  const { refused } = await askAtOnce({ limits: "workforce", count: 7, ask, tooMany: 2 });
  expect(refused).toHaveLength(2);
});

test("discovery and keys are not limited", async () => {
  const org = await startTestOrg({ limits: "integrator" });
  const { headers } = await org.call("GET", "/oauth2/default/.well-known/openid-configuration");
  expect(headers.get("x-rate-limit-limit")).toBeNull();
});

test("OAuth endpoints are refused as OAuth does it", async () => {
  const ask = (org: TestOrg) => org.call("POST", "/oauth2/v1/token");
  const { refused } = await askAtOnce({ limits: "integrator", count: 36, ask, tooMany: 1 });
  expect(refused[0]).toMatchObject({ json: { error: "invalid_grant" } });
});

test("policies that are changed at the same time are refused with 423, and taken a moment later", async () => {
  const org = await startTestOrg({ limits: "workforce" });
  // On connections that are there already: on a busy machine it would take too long to make them.
  await Promise.all([org.call("GET", policies), org.call("GET", policies)]);
  const answers = await Promise.all(["one", "other"].map((name) => policy(org, name)));
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 423]);
  expect(answers.find(({ status }) => status === 423)?.json.errorCode).toBe("E0000239");
  await expect.poll(async () => (await policy(org, "third")).status).toBe(201);
});

test("the rules of a policy are a list of their own: they don't wait for it", async () => {
  const org = await startTestOrg({ limits: "workforce" });
  const { id } = (await policy(org, "one")).json;
  const rule = {
    name: "rule",
    type: "RESOURCE_ACCESS",
    priority: 1,
    conditions: {
      people: { groups: { include: ["EVERYONE"] } },
      grantTypes: { include: ["authorization_code"] },
      scopes: { include: ["*"] },
    },
  };
  expect((await org.call("POST", `${policies}/${id}/rules`, rule)).status).toBe(201);
});
