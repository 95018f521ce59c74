import { LockTimer } from "../LockTimer";

/** Both clocks after so many seconds. */
function after(seconds: number, { asleep = 0, set = 0 } = {}) {
  return { wall: (1_000_000 + seconds + set) * 1000, steady: (seconds - asleep) * 1000 };
}

/** Whether the app locks when it is left after each of `left` seconds, and in front again at `back`. */
function locks(left: readonly number[], back: ReturnType<typeof after>, limit = 60): boolean {
  const timer = left.reduce((each, seconds) => each.leave(after(seconds)), new LockTimer(limit * 1000));
  return timer.isOver(back);
}

test("locks after the limit and no sooner", () => {
  expect(locks([0], after(59))).toBe(false);
  expect(locks([0], after(60))).toBe(true);
  expect(locks([0], after(0), 0)).toBe(true);
});

test("leaving twice does not start anew", () => {
  expect(locks([0, 59], after(118))).toBe(true);
});

test("whoever was there has not been away", () => {
  expect(locks([], after(600), 0)).toBe(false);
});

test("a phone that slept has been away", () => {
  expect(locks([0], after(60, { asleep: 60 }))).toBe(true);
});

test("setting the clock back does not keep it open", () => {
  expect(locks([0], after(10, { set: -11 }))).toBe(true);
  expect(locks([0], after(60, { set: -30 }))).toBe(true);
});

test("is away until it comes back", () => {
  const timer = new LockTimer(60_000).leave(after(0));
  expect(timer.isAway).toBe(true);
  expect(timer.comeBack().isAway).toBe(false);
});
