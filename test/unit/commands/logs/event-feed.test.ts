import { expect, test } from "vitest";
import { describeEvent } from "../../../../src/commands/logs/event.ts";
import { createEventFeed } from "../../../../src/commands/logs/event-feed.ts";
import type { Fetch } from "../../../../src/context.ts";
import { connect, createOrgContext } from "../../okta/org-context.ts";
import { logEvent } from "./events.ts";

const orgUrl = "https://dev-1.okta.com";
const app = { label: "A", clientId: "0oa1", ids: ["0oa1"], redirectUri: undefined };

/** An org that gives these answers, in this order. */
function orgThat(...answers: readonly ((url: URL) => Response | Promise<Response>)[]) {
  const asked: URL[] = [];
  const fetch: Fetch = async (url) => {
    asked.push(new URL(url));
    return answers[asked.length - 1]!(new URL(url));
  };
  return { org: connect(orgUrl, { ...createOrgContext(), fetch }), asked };
}

function page(events: readonly unknown[], after: string) {
  return (): Response =>
    Response.json(events, { headers: { link: `<${orgUrl}/api/v1/logs?after=${after}>; rel="next"` } });
}

const refuse = (errorCode: string) => (): Response =>
  Response.json({ errorCode, errorSummary: "no" }, { status: 400 });

test("goes on where Okta's next link leads, also after an empty page", async () => {
  const [one, two] = [logEvent(), logEvent()];
  const { org, asked } = orgThat(page([one], "a"), page([], "b"), page([two], "c"));
  const feed = createEventFeed(app, new Date(0));
  const pages = [await feed.read(org), await feed.read(org), await feed.read(org)];
  expect(pages.map(({ events }) => events.map(({ uuid }) => uuid))).toEqual([[one.uuid], [], [two.uuid]]);
  expect(asked[0]!.searchParams.get("sortOrder")).toBe("ASCENDING");
  expect(asked[0]!.searchParams.has("until")).toBe(false);
  expect(asked.slice(1).map(({ search }) => search)).toEqual(["?after=a", "?after=b"]);
});

test("an event that comes late, with a time before the last one, is not lost; one that comes twice counts once", async () => {
  const early = logEvent({ published: "2026-11-27T11:00:00.000Z" });
  const last = logEvent();
  const { org } = orgThat(page([last], "a"), page([early, last], "b"));
  const feed = createEventFeed(app, new Date(0));
  await feed.read(org);
  expect((await feed.read(org)).events).toEqual([early]);
});

test("a cursor that the org does not take any more begins anew a minute before the last event, and nothing comes twice", async () => {
  const [one, two] = [logEvent(), logEvent({ published: "2026-11-27T12:00:01.000Z" })];
  const { org, asked } = orgThat(page([one], "a"), refuse("E0000053"), page([one, two], "b"));
  const feed = createEventFeed(app, new Date(0));
  await feed.read(org);
  expect((await feed.read(org)).events).toEqual([two]);
  expect(asked[2]!.searchParams.get("since")).toBe("2026-11-27T11:59:00.000Z");
});

test("an org that does not take the whole filter is asked with what Okta's page promises", async () => {
  const { org, asked } = orgThat(refuse("E0000053"), page([], "a"));
  await createEventFeed(app, new Date(0)).read(org);
  expect(asked.map(({ searchParams }) => searchParams.get("filter"))).toEqual([
    'target.id eq "0oa1" or actor.id eq "0oa1" or client.id eq "0oa1" or debugContext.debugData.clientId eq "0oa1"',
    'target.id eq "0oa1" or actor.id eq "0oa1"',
  ]);
});

test("a next link to another host is not followed", async () => {
  const elsewhere = (): Response =>
    Response.json([], { headers: { link: '<https://evil.example/logs>; rel="next"' } });
  const { org, asked } = orgThat(elsewhere, page([], "a"));
  const feed = createEventFeed(app, new Date(0));
  await feed.read(org);
  await feed.read(org);
  expect(asked.map(({ origin }) => origin)).toEqual([orgUrl, orgUrl]);
});

test("parts of an event that are of another kind than Okta documents count as missing", async () => {
  const parts = ["outcome", "actor", "target", "client", "debugContext", "transaction", "displayMessage"];
  const strange = ["text", 5, [], [null, 5], { id: 5, type: [], userAgent: 5, debugData: 5, result: {} }];
  const events = parts.flatMap((part) =>
    strange.map((value) => Object.assign(logEvent(), { [part]: value })),
  );
  const { org } = orgThat(page(events, "a"));
  const read = await createEventFeed(app, new Date(0)).read(org);
  expect(read.events.map((event) => describeEvent(event).uuid)).toEqual(events.map(({ uuid }) => uuid));
  expect(describeEvent(read.events[0]!)).toMatchObject({ result: "UNKNOWN", user: "ada@example.com" });
});

test("an org that gives the same full page again and again is not asked for it without a pause", async () => {
  const full = Array.from({ length: 1000 }, () => logEvent());
  const { org } = orgThat(page(full, "a"), page(full, "a"));
  const feed = createEventFeed(app, new Date(0));
  expect([await feed.read(org), await feed.read(org)].map(({ isBehind }) => isBehind)).toEqual([true, false]);
});
