import { outcome, succeeds } from "../TimeLimit";

test("work that ends in time succeeds", async () => {
  expect(await succeeds(60_000, async () => undefined)).toBe(true);
});

test("work that fails does not", async () => {
  const failure = new Error("No.");
  expect(await succeeds(60_000, () => Promise.reject(failure))).toBe(false);
  expect(await outcome(60_000, () => Promise.reject(failure))).toEqual({ error: failure });
});

test("work that hangs is not waited for", async () => {
  expect(await succeeds(10, () => new Promise(() => undefined))).toBe(false);
  expect(await outcome(10, () => new Promise(() => undefined))).toBeNull();
});
