import { expect, test } from "vitest";
import { readNewestEvents } from "../../../../src/commands/logs/newest-events.ts";
import type { Fetch } from "../../../../src/context.ts";
import { connect, createOrgContext } from "../../okta/org-context.ts";
import { logEvent } from "./events.ts";

const orgUrl = "https://dev-1.okta.com";
const since = new Date(0);

/** An org whose pages have these many events; the cursor of each leads where `name` says. */
function orgOf(
  sizes: readonly number[],
  name = (page: number): string => `${orgUrl}/api/v1/logs?after=${page}`,
) {
  const asked: URL[] = [];
  const fetch: Fetch = async (url) => {
    asked.push(new URL(url));
    const size = sizes[asked.length - 1] ?? 0;
    const headers = { link: `<${name(asked.length)}>; rel="next"` };
    return Response.json(
      Array.from({ length: size }, () => logEvent()),
      asked.length < sizes.length ? { headers } : {},
    );
  };
  return { org: connect(orgUrl, { ...createOrgContext(), fetch }), asked };
}

test("few events are one request", async () => {
  const { org, asked } = orgOf([100, 100]);
  const { events, isMore } = await readNewestEvents(org, undefined, { since, limit: 100 });
  expect([events.length, isMore, asked.length]).toEqual([100, true, 1]);
});

test("many are read in pages, until there are enough or no more", async () => {
  const enough = orgOf([250, 250, 250, 250, 250]);
  expect((await readNewestEvents(enough.org, undefined, { since, limit: 1000 })).events).toHaveLength(1000);
  expect(enough.asked.map(({ search }) => new URLSearchParams(search).get("after"))).toEqual([
    null,
    "1",
    "2",
    "3",
  ]);
  const few = orgOf([250, 7]);
  const read = await readNewestEvents(few.org, undefined, { since, limit: 1000 });
  expect([read.events.length, read.isMore]).toEqual([257, false]);
});

test.each([
  ["leads to another host", [250, 250], (): string => "https://evil.example/api/v1/logs", 1],
  ["is the same again and again", [1, 1, 1, 1], (): string => `${orgUrl}/api/v1/logs?after=x`, 2],
  ["comes with nothing", [250, 0, 250], undefined, 2],
  ["comes with one event at a time", Array.from({ length: 50 }, () => 1), undefined, 8],
] as const)("a cursor that %s is given up", async (_how, sizes, name, requests) => {
  const { org, asked } = orgOf(sizes, name);
  const { isMore } = await readNewestEvents(org, undefined, { since, limit: 1000 });
  expect([isMore, asked.length]).toEqual([true, requests]);
  expect(asked.every(({ origin }) => origin === orgUrl)).toBe(true);
});
