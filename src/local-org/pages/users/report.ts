import type { Context } from "koa";
import type { Org } from "../../org.ts";
import type { StoredUser } from "../../store/collections.ts";

/** Records what the page did to a user. */
export function report(
  org: Org,
  context: Context,
  {
    eventType,
    message,
    user,
  }: { readonly eventType: string; readonly message: string; readonly user: StoredUser },
): void {
  const { login, firstName, lastName } = user.profile;
  const displayName = [firstName, lastName].filter((name) => typeof name === "string").join(" ");
  org.events.record({
    eventType,
    message,
    outcome: "SUCCESS",
    targets: [{ id: user.id, type: "User", alternateId: login, displayName }],
    details: { changedBy: "the users page of the local org" },
    ipAddress: context.ip,
    userAgent: context.get("User-Agent"),
    requestId: context.response.get("X-Okta-Request-Id"),
  });
}
