import type { JsonObject } from "../json.ts";
import { textOf } from "../json.ts";
import type { StoredGroup } from "../store/collections.ts";
import type { Exchange } from "./exchange.ts";

/** A group as Okta answers it. */
export function groupView(exchange: Exchange, group: StoredGroup): JsonObject {
  const self = `${exchange.origin}/api/v1/groups/${group.id}`;
  return {
    ...group,
    lastMembershipUpdated: membershipUpdated(group),
    objectClass: ["okta:user_group"],
    _links: { self: { href: self }, users: { href: `${self}/users` }, apps: { href: `${self}/apps` } },
  };
}

/** When somebody last joined or left: at first when the group was made. */
export function membershipUpdated(group: StoredGroup): string {
  return textOf(group["lastMembershipUpdated"]) || group.created;
}
