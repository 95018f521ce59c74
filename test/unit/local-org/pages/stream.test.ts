import { expect, onTestFinished, test } from "vitest";
import { put } from "../../../../src/local-org/store/change.ts";
import type { TestPages } from "./support.ts";
import { listenTo, startPages } from "./support.ts";

const start = () => startPages(onTestFinished);

function recorder({ org }: TestPages) {
  return (
    message: string,
    details: Record<string, string> = {},
    outcome: "SUCCESS" | "FAILURE" = "SUCCESS",
  ) => org.events.record({ eventType: "test.event", message, outcome, details });
}

/** The messages that arrived. */
const heard = (text: string) => [...text.matchAll(/class="what">([^<]*)</gu)].map(([, message]) => message);

test("an event arrives as it happens, with its id, as markup", async () => {
  const pages = await start();
  const listener = listenTo(pages);
  await expect.poll(listener.text).toContain("retry: 2000");
  recorder(pages)("Signed in");
  await expect.poll(listener.text).toContain("Signed in");
  const text = listener.text();
  expect(text).toMatch(/^HTTP\/1\.1 200 OK/u);
  expect(text).toMatch(/^content-type: text\/event-stream/imu);
  expect(text).toMatch(/^cache-control: no-cache, no-store/imu);
  expect(text).not.toMatch(/^access-control-allow/imu);
  expect(text).toContain(`id: ${pages.org.events.list()[0]?.id}\nevent: activity\ndata: <li class="event"`);
  listener.end();
});

test("who comes back hears what was missed, once, and nothing older", async () => {
  const pages = await start();
  const record = recorder(pages);
  record("First");
  record("Second");
  record("Third");
  const [first, second] = pages.org.events.list();
  const listener = listenTo(pages, `/activity/events?after=${first?.id}`, {
    "Last-Event-ID": second?.id ?? "",
  });
  await expect.poll(() => heard(listener.text())).toEqual(["Third"]);
  const other = listenTo(pages, `/activity/events?after=${first?.id}`);
  await expect.poll(() => heard(other.text())).toEqual(["Second", "Third"]);
  record("Fourth");
  await expect.poll(() => heard(listener.text())).toEqual(["Third", "Fourth"]);
  const fresh = listenTo(pages);
  await expect.poll(fresh.text).toContain("retry:");
  expect(heard(fresh.text())).toEqual([]);
  for (const each of [listener, other, fresh]) each.end();
});

test("of very much that was missed only the newest hundred come", async () => {
  const pages = await start();
  const record = recorder(pages);
  for (let count = 0; count < 150; count += 1) record(`Event ${count}`);
  const listener = listenTo(pages, "/activity/events?after=");
  await expect.poll(() => heard(listener.text()).length).toBe(100);
  expect(heard(listener.text()).at(-1)).toBe("Event 149");
  listener.end();
});

test("a filter holds for the stream too", async () => {
  const pages = await start();
  const listener = listenTo(pages, "/activity/events?outcome=refused&app=0oa1");
  await expect.poll(listener.text).toContain("retry:");
  const record = recorder(pages);
  record("Done", { clientId: "0oa1" });
  record("Refused, another app", { clientId: "0oa2" }, "FAILURE");
  record("Refused", { clientId: "0oa1" }, "FAILURE");
  await expect.poll(() => heard(listener.text())).toEqual(["Refused"]);
  listener.end();
});

test("line breaks in what clients send make no event of their own", async () => {
  const pages = await start();
  const listener = listenTo(pages);
  await expect.poll(listener.text).toContain("retry:");
  const breaks = "a\nid: evil\n\nb\r\ndata: c\revent: evil\u2028d";
  recorder(pages)(breaks, { redirectUri: breaks });
  await expect.poll(listener.text).toMatch(/Redirect URI[\s\S]*<\/li>/u);
  expect(listener.text()).not.toMatch(/^(?:id|event): evil/mu);
  expect(listener.text().match(/^event: /gmu)).toHaveLength(1);
  listener.end();
});

test("the seventeenth listener is refused, and finds a place when another goes away", async () => {
  const pages = await start();
  const listeners = Array.from({ length: 16 }, () => listenTo(pages));
  for (const listener of listeners) await expect.poll(listener.text).toContain("retry:");
  const refused = await pages.call("GET", "/activity/events");
  expect(refused.status).toBe(503);
  expect(refused.headers.get("retry-after")).toBe("5");
  listeners[0]?.end();
  const next = async () => {
    const { status, headers } = await pages.call("HEAD", "/activity/events");
    return [status, headers.get("content-type")];
  };
  await expect.poll(next).toEqual([200, "text/event-stream; charset=utf-8"]);
  for (const listener of listeners) listener.end();
});

test("who goes away leaves nothing behind: a hundred come and go", async () => {
  const pages = await start();
  for (let count = 0; count < 100; count += 1) {
    const listener = listenTo(pages);
    await expect.poll(listener.text, { interval: 2 }).toMatch(/retry:|503/u);
    listener.end();
    await listener.closed;
  }
  const last = listenTo(pages);
  await expect.poll(last.text).toContain("retry:");
  recorder(pages)("Still here");
  await expect.poll(last.text).toContain("Still here");
  last.end();
});

test("who asks for the headers only takes no place", async () => {
  const pages = await start();
  for (let count = 0; count < 20; count += 1) {
    expect((await pages.call("HEAD", "/activity/events")).status).toBe(200);
  }
});

test("who doesn't read is let go, and nobody else is held up", async () => {
  const pages = await start();
  const [lazy, reader] = [listenTo(pages), listenTo(pages)];
  for (const each of [lazy, reader]) await expect.poll(each.text).toContain("retry:");
  lazy.stopReading();
  const record = recorder(pages);
  for (let count = 0; count < 1000; count += 10) {
    for (let one = count; one < count + 10; one += 1)
      record(`Event ${one}`, { redirectUri: "x".repeat(10_000) });
    await expect.poll(() => heard(reader.text()).length, { interval: 2 }).toBe(count + 10);
  }
  await expect.poll(() => heard(reader.text()).at(-1)).toBe("Event 999");
  lazy.readOn();
  await lazy.closed;
  expect(heard(lazy.text()).length).toBeLessThan(1000);
  reader.end();
});

test("closing the org closes the streams", async () => {
  const pages = await start();
  const listener = listenTo(pages);
  await expect.poll(listener.text).toContain("retry:");
  await pages.close();
  await listener.closed;
});

test("a page of another site can't listen", async () => {
  const pages = await start();
  const listener = listenTo(pages, "/activity/events", { Origin: "https://evil.example" });
  await expect.poll(listener.text).toContain("\r\n\r\n");
  expect(listener.text()).not.toMatch(/^access-control-/imu);
  expect(listener.text()).toMatch(/^cross-origin-resource-policy: same-origin/imu);
  listener.end();
});

test("watching uses up no fault and no limit that was meant for a client", async () => {
  const pages = await startPages(onTestFinished, { faults: [{ kind: "status", status: 500, times: 1 }] });
  for (const path of ["/", "/activity", "/activity/users"]) {
    expect((await pages.call("GET", path)).status).toBe(200);
  }
  expect((await pages.call("GET", "/.well-known/okta-organization")).status).toBe(500);
});

test("when the clock was turned back, who comes back still hears all that was missed, and older ones are older", async () => {
  const pages = await start();
  const record = recorder(pages);
  record("Before");
  const [before] = pages.org.events.list();
  // As after a restart: ids begin anew at the time it is.
  const early = { ...before!, id: `evt${"0".repeat(17)}`, message: "After" };
  pages.org.store.write([put("events", early.id, early)]);
  const listener = listenTo(pages, `/activity/events?after=${before?.id}`);
  await expect.poll(() => heard(listener.text())).toEqual(["After"]);
  listener.end();
  const older = await pages.call("GET", `/activity?before=${early.id}`);
  expect(heard(older.text)).toEqual(["Before"]);
});

test("a page shows the newest hundred, and leads to the older ones, filter and all", async () => {
  const pages = await start();
  const record = recorder(pages);
  for (let count = 0; count < 250; count += 1) record(`Event ${count}`, { clientId: `0oa${count % 2}` });
  const seen: unknown[] = [];
  let path: string | undefined = "/activity?app=0oa1";
  while (path !== undefined) {
    const { text } = await pages.call("GET", path);
    seen.push(...heard(text));
    path = /class="older"><a class="button" href="([^"]+)"/u.exec(text)?.[1]?.replaceAll("&amp;", "&");
  }
  expect(seen).toEqual(Array.from({ length: 125 }, (_, index) => `Event ${249 - 2 * index}`));
});
