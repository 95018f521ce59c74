import { join } from "node:path";
import { OktaUnlockError } from "../../errors.ts";
import { makePrivateFolder } from "../secrets/private-file.ts";

/** About a minute in all: twenty commands at once take turns with one refresh token, and a keyring may be slow. */
const patience = { retries: 500, factor: 1.1, minTimeout: 30, maxTimeout: 150, randomize: true };
/** A holder renews its lock every few seconds; one this old belongs to a process that was killed. */
const staleMilliseconds = 10_000;

/** Runs `work` while no other process does under the same name. Throws `directory-unusable` when one does not let go. */
export async function withLock<T>(directory: string, name: string, work: () => Promise<T>): Promise<T> {
  makePrivateFolder(directory);
  const release = await acquire(directory, name);
  try {
    return await work();
  } finally {
    // A lock that was taken over, after the machine slept, is nobody's error.
    await release().catch(() => {});
  }
}

async function acquire(directory: string, name: string): Promise<() => Promise<void>> {
  const { lock } = await import("proper-lockfile");
  const lockfilePath = join(directory, `${name}.lock`);
  try {
    return await lock(join(directory, name), {
      lockfilePath,
      realpath: false,
      stale: staleMilliseconds,
      retries: patience,
      onCompromised: () => {},
    });
  } catch (cause) {
    throw new OktaUnlockError("directory-unusable", {
      message: "Another okta-unlock is signing in or out, and does not come to its end.",
      why: cause instanceof Error ? cause.message : String(cause),
      next: `If none is running: rm -r ${lockfilePath}`,
      cause,
    });
  }
}
