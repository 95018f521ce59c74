/** How some work ended: with an error, or well. */
export interface Outcome {
  readonly error?: unknown;
}

/**
 * Runs `work` and waits for it no longer than `limit` milliseconds: null when it was late. Work that is late goes on,
 * and nobody hears of it. In the background timers may stand still, so that a limit is longer there.
 */
export async function outcome(limit: number, work: () => Promise<unknown>): Promise<Outcome | null> {
  const { promise: late, cancel } = timeOut(limit);
  const worker = work().then(
    (): Outcome => ({}),
    (error: unknown): Outcome => ({ error }),
  );
  const first = await Promise.race([worker, late]);
  cancel();
  return first;
}

/** Whether `work` ended within `limit`, and without an error. */
export async function succeeds(limit: number, work: () => Promise<unknown>): Promise<boolean> {
  const ended = await outcome(limit, work);
  return ended !== null && ended.error === undefined;
}

function timeOut(limit: number): { promise: Promise<null>; cancel: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const promise = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), limit);
  });
  return { promise, cancel: () => clearTimeout(timer) };
}
