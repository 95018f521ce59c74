import { hostname } from "node:os";
import { kill, pid } from "node:process";

/** Who is staging: told in the name and the mark of a staging folder, so that a later run can tell a live one. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly host: string;
}

export function thisProcess(): ProcessIdentity {
  return { pid, host: hostname() };
}

/**
 * True when the process can't run any more. False when it may: it is alive, or ran on another machine (a shared
 * disk, a container), where we can't look.
 */
export function isGone(identity: ProcessIdentity): boolean {
  if (identity.host !== hostname()) return false;
  try {
    kill(identity.pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
