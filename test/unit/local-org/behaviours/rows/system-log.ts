import { expect } from "vitest";
import type { TestOrg } from "../../support.ts";
import { nextLink, startTestOrg } from "../../support.ts";
import { signInToTokens } from "../../oidc/browser.ts";
import { ask, sharedApp } from "../oidc-requests.ts";
import { expectRefusal, newApp, newGroup } from "../requests.ts";
import { behaviour, differs } from "../table.ts";

async function eventsAbout(org: TestOrg, id: string) {
  const { json } = await org.call(
    "GET",
    `/api/v1/logs?limit=1000&filter=${encodeURIComponent(`target.id eq "${id}"`)}`,
  );
  return json;
}

behaviour(
  "System Log",
  "changes by the management API are logged with actor, targets, IP address and request",
  async (org) => {
    const { json: group, headers } = await newGroup(org);
    const [event] = await eventsAbout(org, group.id);
    expect(event).toMatchObject({
      eventType: "group.lifecycle.create",
      actor: { type: "User", alternateId: "admin@example.com" },
      outcome: { result: "SUCCESS" },
      transaction: { type: "WEB", id: headers.get("x-okta-request-id") },
    });
  },
);

behaviour("System Log", "a request without `until` polls: it always has a next link", async (org) => {
  const first = await org.call("GET", "/api/v1/logs?limit=1000");
  const second = await org.call("GET", nextLink(first) ?? "");
  expect([second.json, typeof nextLink(second)]).toEqual([[], "string"]);
});

behaviour(
  "System Log",
  "a request with `since` and `until` is bounded: the last page has no next link",
  async (org) => {
    const answer = await org.call(
      "GET",
      "/api/v1/logs?since=2000-01-01T00:00:00Z&until=2000-01-02T00:00:00Z",
    );
    expect([answer.json, nextLink(answer)]).toEqual([[], undefined]);
  },
);

behaviour(
  "System Log",
  "`filter` is SCIM with `and`, `or`, `not`, and doesn't accept `published`",
  async (org) => {
    const { json: app } = await newApp(org);
    const filter = `target.id eq "${app.id}" and not (eventType sw "user.")`;
    const { json } = await org.call("GET", `/api/v1/logs?filter=${encodeURIComponent(filter)}`);
    expect(json).toHaveLength(1);
    const published = encodeURIComponent('published gt "2026-01-01T00:00:00Z"');
    expectRefusal(await org.call("GET", `/api/v1/logs?filter=${published}`), 400, "E0000053");
  },
);

behaviour(
  "System Log",
  "`q` matches events that contain every word as a whole word, regardless of case",
  async (org) => {
    const { json: group } = await newGroup(org);
    const name: string = group.profile.name;
    expect((await org.call("GET", `/api/v1/logs?q=${name.toUpperCase()}`)).json).toHaveLength(1);
    expect((await org.call("GET", `/api/v1/logs?q=${name}+nowhere`)).json).toEqual([]);
  },
);

behaviour(
  "System Log",
  "a date that isn't ISO 8601 is refused with one cause for each broken rule",
  async (org) => {
    const answer = await org.call("GET", "/api/v1/logs?until=tomorrow");
    expectRefusal(answer, 400, "E0000001");
    expect(answer.json.errorCauses).toHaveLength(2);
  },
);

behaviour(
  "System Log",
  "why a sign-in was refused has Okta's name in `outcome.reason`: `illegal_redirect_uri`, `no_matching_policy`, `user_not_assigned`",
  async (org) => {
    const { clientId } = await sharedApp(org);
    await ask(org, { redirect_uri: "com.example.app:/nowhere" });
    const [event] = (await eventsAbout(org, clientId)).slice(-1);
    expect(event).toMatchObject({
      eventType: "app.oauth2.as.authorize",
      outcome: { result: "FAILURE", reason: "illegal_redirect_uri" },
      debugContext: { debugData: { redirectUri: "com.example.app:/nowhere" } },
    });
  },
);

differs(
  "System Log",
  "each token of an answer is an event: `token.grant.access_token`, `.id_token`, `.refresh_token`",
  "one `token.grant.access_token` for the answer; its `debugData` names the tokens",
  async (org) => {
    const { clientId } = await sharedApp(org);
    await signInToTokens(org, clientId);
    const grants = (await eventsAbout(org, clientId)).filter(({ eventType }: { eventType: string }) =>
      eventType.startsWith("app.oauth2.as.token.grant"),
    );
    expect(grants.at(-1)).toMatchObject({
      eventType: "app.oauth2.as.token.grant.access_token",
      debugContext: { debugData: { tokens: "access_token id_token refresh_token" } },
    });
  },
);

differs(
  "System Log",
  "events are kept for 90 days",
  "the newest 5,000 are kept, whatever their age",
  async () => {
    const old = await startTestOrg({ clock: { now: () => new Date("2020-01-01T00:00:00Z") } });
    await newGroup(old);
    expect((await old.call("GET", "/api/v1/logs?since=2019-12-31T00:00:00Z")).json).toHaveLength(1);
  },
);

differs(
  "System Log",
  "events include the location, network and session of the client",
  "every client is on this machine: those fields are null",
  async (org) => {
    const { json: group } = await newGroup(org);
    const [event] = await eventsAbout(org, group.id);
    expect([event.client.geographicalContext, event.securityContext.isp]).toEqual([null, null]);
  },
);
