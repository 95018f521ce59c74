import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { describeFault } from "../../../src/local-org/faults/faults.ts";
import type { Fault } from "../../../src/local-org/faults/fault.ts";
import { startTestOrg } from "./support.ts";

const org = await startTestOrg({}, afterAll);
beforeEach(() => {
  org.faults.clear();
  org.clock.reset();
});

const faults = "/api/local/v1/faults";
const clock = "/api/local/v1/clock";

test.each(["/api/local/v1", faults, clock])("%s is for those who have the API token", async (path) => {
  for (const method of ["GET", "POST", "PUT", "DELETE"]) {
    const none = await org.call(method, path, undefined, { token: undefined });
    expect([none.status, none.json.errorCode]).toEqual([403, "E0000005"]);
    const wrong = await org.call(method, path, undefined, { token: "00wrong" });
    expect([wrong.status, wrong.json.errorCode]).toEqual([401, "E0000011"]);
  }
});

test("a fault that is added hits, is listed with what is left of it, and is gone when it is used up", async () => {
  const added = await org.call("POST", faults, {
    kind: "status",
    status: 503,
    path: "/api/v1/apps",
    times: 2,
  });
  expect(added.status).toBe(201);
  expect(added.json).toEqual({
    id: expect.any(String),
    kind: "status",
    status: 503,
    path: "/api/v1/apps",
    times: 2,
    left: 2,
    summary: "503 for /api/v1/apps, the next 2 requests",
  });
  expect((await org.call("GET", "/api/v1/apps")).status).toBe(503);
  expect((await org.call("GET", faults)).json).toEqual([
    { ...added.json, left: 1, summary: expect.any(String) },
  ]);
  expect((await org.call("GET", "/api/v1/apps")).status).toBe(503);
  expect((await org.call("GET", "/api/v1/apps")).status).toBe(200);
  expect((await org.call("GET", faults)).json).toEqual([]);
});

test("one is taken back by its id, all of them at once", async () => {
  const body = { kind: "refusal", errorCode: "E0000015", times: "always" };
  const [first, second] = [await org.call("POST", faults, body), await org.call("POST", faults, body)];
  expect(second.json).toMatchObject({ times: "always", left: "always" });
  expect((await org.call("DELETE", `${faults}/${first.json.id}`)).status).toBe(204);
  expect((await org.call("GET", faults)).json.map(({ id }: { id: string }) => id)).toEqual([second.json.id]);
  const again = await org.call("DELETE", `${faults}/${first.json.id}`);
  expect([again.status, again.json.errorCode]).toEqual([404, "E0000007"]);
  expect((await org.call("DELETE", faults)).status).toBe(204);
  expect((await org.call("GET", "/api/v1/apps")).status).toBe(200);
});

test("what faults are taken back by, and the org's own pages, no fault hits", async () => {
  org.faults.add({ kind: "drop", when: "before", times: Infinity });
  org.faults.add({ kind: "status", status: 500, path: "/**", times: Infinity });
  expect((await org.call("GET", "/")).status).toBe(200);
  expect((await org.call("GET", faults)).json).toHaveLength(2);
  expect((await org.call("DELETE", faults)).status).toBe(204);
});

test.each([
  [{}, "kind: must be one of rate-limit, status"],
  [{ kind: "constructor" }, "kind: must be one of"],
  [{ kind: "status" }, "status: must be a whole number from 400 to 599"],
  [{ kind: "status", status: 200 }, "status: must be a whole number from 400 to 599"],
  [{ kind: "status", status: "503" }, "status: must be a whole number"],
  [{ kind: "status", status: 500, body: "pdf" }, "body: must be one of okta, html, empty"],
  [{ kind: "drop", when: "later" }, "when: must be one of before, after"],
  [{ kind: "refusal", errorCode: "E0000001" }, "errorCode: must be one of E0000006"],
  [{ kind: "oauth-error", error: "invalid_dpop_proof" }, "error: must be one of access_denied"],
  [{ kind: "latency", milliseconds: -1 }, "milliseconds: must be a whole number from 0"],
  [{ kind: "rate-limit", times: 0 }, "times: must be a whole number from 1"],
  [{ kind: "rate-limit", skip: 1.5 }, "skip: must be a whole number from 0"],
  [{ kind: "rate-limit", path: "api/v1" }, "path: must begin with a slash"],
  [{ kind: "rate-limit", path: `/${"x".repeat(600)}` }, "path: must be a text of at most 500"],
  [{ kind: "rate-limit", method: "BREW" }, "method: must be one of GET"],
  [{ kind: "truncated-body", status: 500 }, "status: is not known for truncated-body"],
])("the fault %j is refused: %s", async (body, cause) => {
  const { status, json } = await org.call("POST", faults, body);
  expect([status, json.errorCode]).toEqual([400, "E0000001"]);
  expect(json.errorCauses[0].errorSummary).toContain(cause);
  expect(org.faults.list()).toEqual([]);
});

describe("the clock", () => {
  test("it can be set to a date, to an offset, and forward", async () => {
    const set = await org.call("PUT", clock, { now: "2030-01-31T12:00:00Z" });
    expect(set.json.now).toMatch(/^2030-01-31T12:00:0/);
    await org.call("PUT", clock, { offsetMilliseconds: 60_000 });
    const moved = await org.call("PUT", clock, { advanceMilliseconds: 500 });
    expect(moved.json.offsetMilliseconds).toBe(60_500);
    expect(org.clock.offset).toBe(60_500);
    expect((await org.call("DELETE", clock)).status).toBe(204);
    expect((await org.call("GET", clock)).json.offsetMilliseconds).toBe(0);
  });

  test.each([
    {},
    { now: "tomorrow" },
    { now: "2030-01-31T12:00:00" },
    { now: "1969-12-31T23:00:00Z" },
    { now: 5 },
    { offsetMilliseconds: "5" },
    { advanceMilliseconds: 1e15 },
    { offsetMilliseconds: 1, advanceMilliseconds: 1 },
  ])("%j is refused", async (body) => {
    const { status, json } = await org.call("PUT", clock, body);
    expect([status, json.errorCode]).toEqual([400, "E0000001"]);
    expect(org.clock.offset).toBe(0);
  });
});

test("the whole state in one answer", async () => {
  org.faults.add({ kind: "truncated-body" });
  org.clock.advance(1000);
  const { json } = await org.call("GET", "/api/local/v1");
  expect(json).toMatchObject({ faults: [{ kind: "truncated-body" }], clock: { offsetMilliseconds: 1000 } });
});

test.each<[Fault, string]>([
  [{ kind: "rate-limit" }, "429 for any path, the next request"],
  [
    { kind: "status", status: 500, when: "after", method: "POST" },
    "500 after the change was made for POST any path, the next request",
  ],
  [
    { kind: "oauth-error", error: "invalid_grant", times: 2 },
    "invalid_grant for the token endpoints, the next 2 requests",
  ],
  [{ kind: "latency", milliseconds: 5 }, "5 ms of delay for any path, every request"],
  [
    { kind: "drop", when: "after", skip: 3 },
    "a lost response for any path, the next request after 3 that pass",
  ],
  [{ kind: "drop", when: "before" }, "a dropped connection for any path, the next request"],
  [{ kind: "malformed-json" }, "a response that is not JSON for any path, the next request"],
  [{ kind: "truncated-body" }, "a truncated response for any path, the next request"],
  [{ kind: "refusal", errorCode: "E0000006" }, "E0000006 for any path, the next request"],
])("%j is %j in words", (fault, words) => {
  org.faults.add(fault);
  expect(org.faults.list().map((armed) => describeFault(armed))).toEqual([words]);
});
