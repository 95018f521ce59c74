import type { JsonObject } from "../json.ts";
import { textOf } from "../json.ts";
import type { StoredUser } from "../store/collections.ts";
import type { RequestContext } from "./request-context.ts";

/** A user as Okta answers it: without any secret, with links to what can be done in the user's status. */
export function viewUser(request: RequestContext, user: StoredUser): JsonObject {
  const org = request.org.store.get("org", "org")?.id ?? "";
  return {
    ...user,
    type: { id: `oty${org.slice(3)}` },
    credentials: {
      // Okta says that there is a password by an empty object.
      ...(textOf(user["passwordChanged"]) === "" ? {} : { password: {} }),
      emails: [{ value: textOf(user.profile["email"]), status: "VERIFIED", type: "PRIMARY" }],
      provider: { type: "OKTA", name: "OKTA" },
    },
    _links: linksOf(`${request.origin}/api/v1/users/${user.id}`, user.status),
  };
}

const actions: Readonly<Record<string, readonly string[]>> = {
  STAGED: ["activate", "deactivate"],
  PROVISIONED: ["reactivate", "reset_password", "deactivate"],
  ACTIVE: ["suspend", "reset_password", "expire_password", "reset_factors", "deactivate"],
  RECOVERY: ["reactivate", "reset_password", "deactivate"],
  LOCKED_OUT: ["unlock", "reset_password", "deactivate"],
  PASSWORD_EXPIRED: ["reset_password", "expire_password", "deactivate"],
  SUSPENDED: ["unsuspend", "deactivate"],
  DEPROVISIONED: ["activate", "delete"],
};

function linksOf(self: string, status: string): JsonObject {
  const links = (actions[status] ?? []).map((action) => [
    action.replaceAll(/_(\w)/g, (_all, letter: string) => letter.toUpperCase()),
    action === "delete"
      ? { href: self, method: "DELETE" }
      : { href: `${self}/lifecycle/${action}`, method: "POST" },
  ]);
  return { self: { href: self }, ...(Object.fromEntries(links) as JsonObject) };
}
