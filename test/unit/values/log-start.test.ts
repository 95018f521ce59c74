import { expect, test } from "vitest";
import { parseLogStart } from "../../../src/values/log-start.ts";

const now = new Date("2026-11-27T12:00:00Z");
const hour = 60 * 60 * 1000;

test.each([
  ["1h", now.getTime() - hour],
  [" 30m ", now.getTime() - hour / 2],
  ["90d", now.getTime() - 90 * 24 * hour],
  ["2026-11-27T11:00Z", now.getTime() - hour],
  ["2026-11-27T11:00:30.250Z", now.getTime() - hour + 30_250],
  ["2026-11-27T13:00+02:00", now.getTime() - hour],
  ["2026-11-26", new Date(2026, 10, 26).getTime()],
  ["2026-11-26T14:30", new Date(2026, 10, 26, 14, 30).getTime()],
  ["2026-11-26 14:30", new Date(2026, 10, 26, 14, 30).getTime()],
])("%s is a time to begin at", (text, time) => {
  const parsed = parseLogStart(text, now);
  expect(parsed.ok && parsed.value.getTime()).toBe(time);
});

test.each([
  ["yesterday", "a duration such as"],
  ["1w", "a number followed by"],
  ["", "a duration such as"],
  ["0m", "at least 1m"],
  ["91d", "at most 90d"],
  ["2026-01-01", "for 90 days"],
  ["2026-11-28T00:00Z", "in the future"],
  ["2026-02-30", "a duration such as"],
  ["2026-13-01", "a duration such as"],
  ["26-11-27", "a duration such as"],
])("%j is refused, and says what is taken", (text, says) => {
  expect(parseLogStart(text, now)).toMatchObject({
    ok: false,
    problem: expect.stringContaining(says),
    suggestion: expect.stringMatching(/^\d+[mhd]$/u),
  });
});
