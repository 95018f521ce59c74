import { randomInt } from "node:crypto";

/** Systems give none of these to who asks for any port, nor to who connects: one is still free when its owner comes back. */
const [first, count] = [10_000, 20_000];
/** As many as a worker needs, and more workers than machines have. */
const slice = 1000;

/** A port that only this worker uses; another run of the tests on this machine begins somewhere else. */
export function takePort(): number {
  const worker = Number(process.env["VITEST_POOL_ID"] ?? 0) % (count / slice);
  taken = (taken + 1) % slice;
  return first + worker * slice + taken;
}

let taken = randomInt(slice);
