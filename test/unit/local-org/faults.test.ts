import { expect, test } from "vitest";
import { nativeApp, startTestOrg } from "./support.ts";

const everyApp = "/api/v1/apps?q=App";

test("429 comes with the reset asked for, in UTC seconds, once", async () => {
  const now = new Date("2026-01-01T00:00:00Z");
  const org = await startTestOrg({ clock: { now: () => now } });
  org.faults.add({ kind: "rate-limit", resetAfterSeconds: 7, path: "/api/v1/apps" });
  const answer = await org.call("GET", everyApp);
  expect([answer.status, answer.json.errorCode]).toEqual([429, "E0000047"]);
  expect(answer.headers.get("x-rate-limit-remaining")).toBe("0");
  expect(answer.headers.get("x-rate-limit-reset")).toBe(String(now.getTime() / 1000 + 7));
  expect(answer.headers.get("date")).toBe(now.toUTCString());
  expect((await org.call("GET", everyApp)).status).toBe(200);
  expect(org.faults.hits).toEqual([{ kind: "rate-limit", method: "GET", path: "/api/v1/apps" }]);
});

test("429 can come without a reset", async () => {
  const org = await startTestOrg({ faults: [{ kind: "rate-limit" }] });
  expect((await org.call("GET", everyApp)).headers.get("x-rate-limit-reset")).toBeNull();
});

test("a limit a minute is enforced for each kind of resource, until the minute is over", async () => {
  let now = new Date("2026-01-01T00:00:00Z").getTime();
  const org = await startTestOrg({ rateLimitPerMinute: 2, clock: { now: () => new Date(now) } });
  const statuses = [];
  for (let index = 0; index < 3; index += 1) statuses.push((await org.call("GET", everyApp)).status);
  expect(statuses).toEqual([200, 200, 429]);
  expect((await org.call("GET", "/api/v1/groups")).status).toBe(200);
  now += 60_000;
  expect((await org.call("GET", everyApp)).headers.get("x-rate-limit-remaining")).toBe("1");
});

test.each([
  ["okta", /E0000009/, "application/json"],
  ["html", /<html>/, "text/html"],
  ["empty", /^$/, "text/html"],
] as const)("502 comes with a body of kind %s", async (body, text, type) => {
  const org = await startTestOrg({ faults: [{ kind: "status", status: 502, body }] });
  const answer = await org.call("GET", everyApp);
  expect(answer.status).toBe(502);
  expect(answer.text).toMatch(text);
  expect(answer.headers.get("content-type") ?? type).toContain(type);
});

test("a connection dropped before the change leaves nothing; dropped after it, the change is there", async () => {
  const org = await startTestOrg();
  for (const [when, count] of [
    ["before", 0],
    ["after", 1],
  ] as const) {
    org.faults.add({ kind: "drop", when, method: "POST", path: "/api/v1/apps" });
    await expect(org.call("POST", "/api/v1/apps", nativeApp("App"))).rejects.toThrow("fetch failed");
    expect((await org.call("GET", everyApp)).json).toHaveLength(count);
  }
});

test("502 after the change: it was made though the answer is an error", async () => {
  const org = await startTestOrg({
    faults: [{ kind: "status", status: 502, when: "after", method: "POST" }],
  });
  expect((await org.call("POST", "/api/v1/apps", nativeApp("App"))).status).toBe(502);
  expect((await org.call("GET", everyApp)).json).toHaveLength(1);
});

test("an answer breaks off in the middle, or is not JSON", async () => {
  const org = await startTestOrg();
  org.faults.add({ kind: "truncated-body" });
  await expect(org.call("GET", "/api/v1/apps")).rejects.toThrow("terminated");
  org.faults.add({ kind: "malformed-json" });
  const answer = await org.call("GET", "/api/v1/apps");
  expect([answer.status, answer.json]).toEqual([200, undefined]);
});

test("latency delays, and lets the next fault happen to the same request", async () => {
  const org = await startTestOrg();
  org.faults.add({ kind: "latency", milliseconds: 150 });
  org.faults.add({ kind: "status", status: 503 });
  const start = performance.now();
  expect((await org.call("GET", everyApp)).status).toBe(503);
  expect(performance.now() - start).toBeGreaterThan(140);
  expect((await org.call("GET", everyApp)).status).toBe(200);
});

test("a feature is missing for everything under a path, until it is taken back", async () => {
  const org = await startTestOrg();
  const path = "/api/v1/authorizationServers/**";
  const takeBack = org.faults.add({ kind: "refusal", errorCode: "E0000015", path, times: Infinity });
  for (const each of ["/api/v1/authorizationServers", "/api/v1/authorizationServers/default/policies"]) {
    const { status, json } = await org.call("GET", each);
    expect([status, json.errorCode]).toEqual([401, "E0000015"]);
  }
  expect((await org.call("GET", everyApp)).status).toBe(200);
  takeBack();
  expect((await org.call("GET", "/api/v1/authorizationServers")).status).toBe(200);
});

test("* stands for one segment; skip lets requests pass; times counts hits; clear ends all", async () => {
  const org = await startTestOrg();
  org.faults.add({
    kind: "refusal",
    errorCode: "E0000006",
    method: "get",
    path: "/api/v1/*/*",
    skip: 1,
    times: 2,
  });
  const statuses = [];
  for (let index = 0; index < 4; index += 1)
    statuses.push((await org.call("GET", "/api/v1/users/me")).status);
  expect(statuses).toEqual([200, 403, 403, 200]);
  org.faults.add({ kind: "status", status: 500, times: Infinity });
  org.faults.clear();
  expect((await org.call("GET", "/api/v1/users/me")).status).toBe(200);
});

test("whoever watches hears of every request, without token or body", async () => {
  const seen: unknown[] = [];
  const org = await startTestOrg({ onRequest: (request) => seen.push(request) });
  await org.call("POST", "/api/v1/apps?activate=true", nativeApp("App"));
  org.faults.add({ kind: "drop", when: "before" });
  await org.call("GET", "/api/v1/apps").catch(() => undefined);
  expect(seen).toEqual([
    { method: "POST", url: "/api/v1/apps?activate=true", status: 200, requestId: expect.any(String) },
    { method: "GET", url: "/api/v1/apps", status: 0, requestId: expect.any(String) },
  ]);
});
