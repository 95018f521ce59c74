import type { Context, Next } from "koa";
import { ApiError } from "./api-error.ts";

/**
 * Refuses the pages that show and change the org to other machines: nobody has to sign in to them, and an org can be made
 * known to the network, so that a phone signs in to it. Throws 403.
 */
export async function refuseOtherMachines(context: Context, next: Next): Promise<void> {
  if (/^\/activity(?:\/|$)/u.test(context.path) && !isFromThisMachine(context.req.socket)) {
    const where = "at the machine that the org runs on";
    throw new ApiError(403, "E0000006", `The activity and the users can be seen ${where} only.`);
  }
  await next();
}

interface Ends {
  readonly remoteAddress?: string | undefined;
  readonly localAddress?: string | undefined;
}

/** Over loopback, or from one of this machine's own addresses to the same. */
export function isFromThisMachine(socket: Ends): boolean {
  const [remote, local] = [socket.remoteAddress, socket.localAddress].map((address) =>
    address?.replace(/^::ffff:/u, ""),
  );
  if (remote === undefined) return false;
  return remote === "::1" || remote.startsWith("127.") || remote === local;
}
