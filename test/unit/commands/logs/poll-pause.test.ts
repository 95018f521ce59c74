import { expect, test } from "vitest";
import { computePollPause } from "../../../../src/commands/logs/poll-pause.ts";

const minute = 60_000;

test.each([
  ["a free org", { limit: 20, remaining: 20, resetsIn: minute }, 6000],
  ["half of it, for one token", { limit: 10, remaining: 10, resetsIn: minute }, 12_000],
  ["a paid org", { limit: 120, remaining: 120, resetsIn: minute }, 1000],
  ["the local org", { limit: 600, remaining: 600, resetsIn: minute }, 1000],
  ["others who use most of it", { limit: 120, remaining: 20, resetsIn: 30_000 }, 3000],
  ["a limit of nearly nothing", { limit: 2, remaining: 2, resetsIn: minute }, 30_000],
])("%s is asked at half of what it allows: every %j for %i ms", (_org, budget, wait) => {
  expect(computePollPause(budget, false)).toEqual({ wait, isForReset: false });
});

test("when a tenth is left, the reset is waited for, also by whoever is behind", () => {
  const budget = { limit: 20, remaining: 2, resetsIn: 40_000 };
  for (const isBehind of [true, false])
    expect(computePollPause(budget, isBehind)).toEqual({ wait: 41_000, isForReset: true });
});

test("whoever is behind goes on at once as long as there is room", () => {
  expect(computePollPause({ limit: 20, remaining: 12, resetsIn: minute }, true).wait).toBe(0);
  expect(computePollPause(undefined, true).wait).toBe(0);
  expect(computePollPause(undefined, false).wait).toBe(5000);
});

test("a reset in forty days, which no clock of Okta's means, is not waited for", () => {
  const budget = { limit: 60, remaining: 0, resetsIn: 40 * 24 * 60 * minute };
  expect(computePollPause(budget, false)).toEqual({ wait: 90_000, isForReset: true });
});
