import { afterAll, expect, test } from "vitest";
import type { Answer, TestOrg } from "../support.ts";
import { nativeApp, nextLink, startTestOrg } from "../support.ts";
import { activeUser, userBody } from "./user-fixtures.ts";

const wholeTime = "since=2000-01-01T00:00:00Z&until=2999-01-01T00:00:00Z";

async function logged(org: TestOrg, query = wholeTime): Promise<string[]> {
  return typesIn(await org.call("GET", `/api/v1/logs?${query}`));
}

function typesIn(answer: Answer): string[] {
  return answer.json.map((event: { eventType: string }) => event.eventType);
}

/** An org in which six things have happened. */
const shared = await startTestOrg({}, afterAll);
const { json: app } = await shared.call("POST", "/api/v1/apps", nativeApp("Logged App"));
const { id: userId } = await activeUser(shared);
await shared.call("POST", `/api/v1/apps/${app.id}/users`, { id: userId });
await shared.call("POST", `/api/v1/apps/${app.id}/lifecycle/deactivate`);
await shared.call("DELETE", `/api/v1/apps/${app.id}`);
const all = [
  "application.lifecycle.create",
  "user.lifecycle.create",
  "user.lifecycle.activate",
  "application.user_membership.add",
  "application.lifecycle.deactivate",
  "application.lifecycle.delete",
];

test("an event has Okta's form: who, from where, what came of it, to what", async () => {
  const headers = { "user-agent": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Chrome/127.0.0.0" };
  const org = await startTestOrg();
  const made = await org.call("POST", "/api/v1/groups", { profile: { name: "Crew" } }, { headers });
  const { json: me } = await org.call("GET", "/api/v1/users/me");
  const { json: tokens } = await org.call("GET", "/api/v1/api-tokens");
  const { json } = await org.call("GET", "/api/v1/logs");
  expect(json).toEqual([
    {
      actor: {
        id: me.id,
        type: "User",
        alternateId: "admin@example.com",
        displayName: "Local Admin",
        detailEntry: null,
      },
      client: {
        userAgent: { rawUserAgent: headers["user-agent"], os: "Mac OS X", browser: "CHROME" },
        zone: null,
        device: "Computer",
        id: null,
        ipAddress: expect.stringMatching(/^(?:127\.0\.0\.1|::1)$/),
        geographicalContext: null,
      },
      device: null,
      authenticationContext: expect.objectContaining({ authenticationStep: 0 }),
      displayMessage: "Create Okta group",
      eventType: "group.lifecycle.create",
      outcome: { result: "SUCCESS", reason: null },
      published: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      securityContext: { asNumber: null, asOrg: null, isp: null, domain: null, isProxy: null },
      severity: "INFO",
      debugContext: {
        debugData: {
          requestUri: "/api/v1/groups",
          requestId: made.headers.get("x-okta-request-id"),
        },
      },
      legacyEventType: null,
      transaction: {
        type: "WEB",
        id: made.headers.get("x-okta-request-id"),
        detail: { requestApiTokenId: tokens[0].id },
      },
      uuid: expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-a[\da-f]{3}-[\da-f]{12}$/),
      version: "0",
      request: { ipChain: [expect.objectContaining({ source: null })] },
      target: [
        {
          id: made.json.id,
          type: "UserGroup",
          alternateId: "unknown",
          displayName: "Crew",
          detailEntry: null,
        },
      ],
    },
  ]);
});

test("what was refused is not logged, and what went with a deleted app isn't either", async () => {
  await shared.call("POST", "/api/v1/groups", { profile: { name: "" } });
  await shared.call("POST", "/api/v1/users", userBody({ login: "x" }));
  await shared.call("DELETE", "/api/v1/apps/0oaUnknown");
  expect(await logged(shared)).toEqual(all);
});

test.each([
  ['eventType eq "user.lifecycle.create"', ["user.lifecycle.create"]],
  ['eventType sw "application." and not (eventType co "lifecycle")', ["application.user_membership.add"]],
  ['eventType ew "delete" or eventType ew "activate"', [all[2], all[4], all[5]]],
  ['outcome.result eq "FAILURE"', []],
  ['actor.alternateId eq "admin@example.com"', all],
  [`target.id eq "${userId}" and target.id eq "${app.id}"`, ["application.user_membership.add"]],
  ['target.type eq "User"', all.slice(1, 4)],
  ['severity eq "INFO"', all],
  ['debugContext.debugData.requestUri eq "/api/v1/apps"', ["application.lifecycle.create"]],
])("the filter %s finds %j", async (filter, types) => {
  expect(await logged(shared, `${wholeTime}&filter=${encodeURIComponent(filter)}`)).toEqual(types);
});

test("an event is found by its uuid and by its transaction", async () => {
  const { json } = await shared.call("GET", "/api/v1/logs?limit=1");
  for (const filter of [`uuid eq "${json[0].uuid}"`, `transaction.id eq "${json[0].transaction.id}"`])
    expect(await logged(shared, `${wholeTime}&filter=${encodeURIComponent(filter)}`)).toEqual([all[0]]);
});

test.each([
  ["LOGGED", 4],
  ["logged app", 4],
  ["logged nothing", 0],
  ["logg", 0],
  ["admin@example.com user.lifecycle.create", 1],
])("q=%s finds %i: whole words, all of them, whatever the case", async (q, count) => {
  expect(await logged(shared, `${wholeTime}&q=${encodeURIComponent(q)}`)).toHaveLength(count);
});

test.each([
  ["since=yesterday", "E0000001", /^Api validation failed: 'since': The date format in your query is not/],
  ["until=2026-13-45T00:00:00Z", "E0000001", /'until': must be a valid date-time or empty\.$/],
  ["limit=1001", "E0000001", /'limit'/],
  ["limit=many", "E0000001", /'limit'/],
  ["sortOrder=RANDOM", "E0000001", /'sortOrder'/],
  [`q=${"x".repeat(41)}`, "E0000001", /'q': Freeform search cannot contain items longer than 40 characters/],
  ['filter=eventType eqq "x"', "E0000053", /^Invalid filter /],
  ['filter=some_invalid_field eq "x"', "E0000053", /^field is not valid: some_invalid_field$/],
  ['filter=published gt "2026-01-01T00:00:00Z"', "E0000053", /^field is not valid: published$/],
])("logs?%s is refused with %s", async (query, errorCode, summary) => {
  const { status, json } = await shared.call("GET", `/api/v1/logs?${encodeURI(query)}`);
  expect([status, json.errorCode]).toEqual([400, errorCode]);
  expect(json.errorSummary).toMatch(summary);
});

test.each(["ASCENDING", "DESCENDING"])("a bounded request ends: %s", async (sortOrder) => {
  const seen: string[] = [];
  let answer = await shared.call("GET", `/api/v1/logs?${wholeTime}&limit=4&sortOrder=${sortOrder}`);
  for (;;) {
    seen.push(...typesIn(answer));
    const next = nextLink(answer);
    if (next === undefined) break;
    answer = await shared.call("GET", next);
  }
  expect(seen).toEqual(sortOrder === "ASCENDING" ? all : all.toReversed());
});

test("a request that polls never ends, and misses nothing", async () => {
  const org = await startTestOrg();
  const first = await org.call("GET", "/api/v1/logs");
  expect([first.json, nextLink(first)]).toEqual([[], `${org.url}/api/v1/logs`]);
  await org.call("POST", "/api/v1/groups", { profile: { name: "One" } });
  const second = await org.call("GET", nextLink(first) ?? "");
  expect(typesIn(second)).toEqual(["group.lifecycle.create"]);
  const third = await org.call("GET", nextLink(second) ?? "");
  expect(typesIn(third)).toEqual([]);
  await org.call("POST", "/api/v1/groups", { profile: { name: "Two" } });
  const fourth = await org.call("GET", nextLink(third) ?? "");
  expect(fourth.json[0].target[0].displayName).toBe("Two");
});

test("a request without since goes seven days back; until is not included", async () => {
  let now = Date.parse("2026-01-01T00:00:00Z");
  const org = await startTestOrg({ clock: { now: () => new Date(now) } });
  await org.call("POST", "/api/v1/groups", { profile: { name: "Old" } });
  now += 6 * 24 * 60 * 60 * 1000;
  expect(await logged(org, "")).toHaveLength(1);
  now += 2 * 24 * 60 * 60 * 1000;
  expect(await logged(org, "")).toEqual([]);
  const since = "since=2026-01-01T00:00:00Z";
  expect(await logged(org, since)).toHaveLength(1);
  expect(await logged(org, `${since}&until=2026-01-01T00:00:00Z`)).toEqual([]);
  expect(await logged(org, `${since}&until=2026-01-01T00:00:00.001Z`)).toHaveLength(1);
});
