import type { NewEvent } from "../../events/org-event.ts";
import type { Org } from "../../org.ts";
import type { CollectionName } from "../../store/collections.ts";
import { eventsOfChange } from "./events-of-change.ts";
import { partyOfUser } from "./parties.ts";
import type { WrittenChange } from "./written-change.ts";

/** Who asked for a change, and from where. */
export interface Requester extends Required<
  Pick<NewEvent, "ipAddress" | "userAgent" | "requestId" | "details">
> {
  readonly userId: string;
}

/** Records what a request has changed in the System Log. Called once the request has succeeded. */
export function recordChanges(org: Org, requester: Requester, written: readonly WrittenChange[]): void {
  const { userId, ...request } = requester;
  const actor = partyOfUser(org, userId);
  for (const change of written.filter((each) => isOfItsOwn(org, each, written))) {
    for (const event of eventsOfChange(org, change)) {
      org.events.record({ ...event, outcome: "SUCCESS", actor, ...request });
    }
  }
}

/** What goes with an object when it is removed. */
const belongings: Readonly<Partial<Record<CollectionName, readonly CollectionName[]>>> = {
  apps: ["appGroups", "appUsers", "grants"],
  groups: ["memberships", "appGroups"],
  users: ["memberships", "appUsers", "apiTokens"],
  authorizationServers: ["policies", "rules", "scopes", "claims"],
  policies: ["rules"],
};

/** False for what only follows from another change: what went with a removed object, and what Okta makes by itself. */
function isOfItsOwn(org: Org, change: WrittenChange, written: readonly WrittenChange[]): boolean {
  if ((change.after ?? change.before)?.["system"] === true && change.before === undefined) return false;
  if (change.collection === "memberships" && isBuiltIn(org, change.key)) return false;
  if (change.after !== undefined) return true;
  return !written.some(
    ({ collection, after }) => after === undefined && belongings[collection]?.includes(change.collection),
  );
}

/** Okta logs no membership of Everyone. */
function isBuiltIn(org: Org, membership: string): boolean {
  const groupId = membership.slice(0, membership.indexOf("/"));
  return org.store.get("groups", groupId)?.type === "BUILT_IN";
}
