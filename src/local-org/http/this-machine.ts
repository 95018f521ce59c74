import type { Context, Next } from "koa";
import { ApiError } from "./api-error.ts";

/**
 * Refuses other machines the pages that show and change the org. The pages need no sign-in, and the org can be exposed to
 * the network for phones. Throws 403.
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

/** True over loopback, or when both ends of the connection have the same address. */
export function isFromThisMachine(socket: Ends): boolean {
  const [remote, local] = [socket.remoteAddress, socket.localAddress].map((address) =>
    address?.replace(/^::ffff:/u, ""),
  );
  if (remote === undefined) return false;
  return remote === "::1" || remote.startsWith("127.") || remote === local;
}
