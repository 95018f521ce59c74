import { expect, test } from "vitest";
import { createAdjustableClock } from "../../../src/local-org/clock.ts";
import { nativeApp, startTestOrg } from "./support.ts";

const start = Date.UTC(2026, 0, 1);

function clockAt(time: number) {
  let now = time;
  const clock = createAdjustableClock({ now: () => new Date(now) });
  return { clock, letPass: (milliseconds: number) => (now += milliseconds) };
}

test("a clock that was set goes on from there", () => {
  const { clock, letPass } = clockAt(start);
  clock.set(new Date("2030-06-01T00:00:00Z"));
  letPass(1500);
  expect(clock.now().toISOString()).toBe("2030-06-01T00:00:01.500Z");
});

test("it advances from what it says, and can be turned back", () => {
  const { clock } = clockAt(start);
  clock.advance(60_000);
  clock.advance(-90_000);
  expect(clock.now().getTime()).toBe(start - 30_000);
  expect(clock.offset).toBe(-30_000);
});

test("reset goes back to real time", () => {
  const { clock, letPass } = clockAt(start);
  clock.set(new Date(0));
  letPass(10);
  clock.reset();
  expect([clock.now().getTime(), clock.offset]).toEqual([start + 10, 0]);
});

test.each([
  ["no date", new Date("nonsense")],
  ["before 1970", new Date(-start - 6)],
  ["after 2999", new Date("3000-01-01T00:00:00Z")],
])("%s is refused, and the clock stays as it was", (_what, date) => {
  const { clock } = clockAt(start);
  clock.advance(5);
  expect(() => clock.set(date)).toThrow(expect.objectContaining({ code: "invalid-value" }));
  expect(() => clock.advance(date.getTime())).toThrow("can't be set");
  expect(clock.offset).toBe(5);
});

test("everything in the org reads it: headers, times of objects, rate limits", async () => {
  const org = await startTestOrg({ rateLimitPerMinute: 1 });
  org.clock.set(new Date("2031-01-01T12:00:00Z"));
  const made = await org.call("POST", "/api/v1/apps", nativeApp("App"));
  expect(made.headers.get("date")).toBe("Wed, 01 Jan 2031 12:00:00 GMT");
  expect(made.json.created).toMatch(/^2031-01-01T12:00:0/);
  expect((await org.call("GET", "/api/v1/apps")).status).toBe(429);
  org.clock.advance(60_000);
  expect((await org.call("GET", "/api/v1/apps")).status).toBe(200);
  // A bucket of a time that is yet to come counts for nothing.
  org.clock.reset();
  expect((await org.call("GET", "/api/v1/apps")).status).toBe(200);
});
