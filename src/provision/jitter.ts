/** Milliseconds before another attempt (0, 1, 2 …): `base`, doubled each time, and up to as much again at random, so that jobs that met once drift apart. */
export function jitteredPause(base: number, attempt: number): number {
  return base * 2 ** attempt * (1 + Math.random());
}
