/**
 * Says in the console of a debug build why something failed. No token may come here: what was sent or answered, and what
 * an error quotes of it, stays out.
 */
export function logReason(where: "Okta" | "Vault", reason: string): void {
  if (process.env.NODE_ENV === "development") console.info(`${where}: ${reason}`);
}

/** What an error says of itself. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
