import type { Org } from "../../org.ts";
import type { Change } from "../../store/change.ts";
import type { CollectionName, NewEvent } from "../../store/collections.ts";
import type { ChangeEvent, WrittenChange } from "./events-of-change.ts";
import { describeChange, writeAndCompare } from "./events-of-change.ts";
import { findCallerParty } from "./parties.ts";

/** Who asked for a change, and from where. */
type Requester = Required<Pick<NewEvent, "ipAddress" | "userAgent" | "requestId" | "details">> & {
  readonly userId: string;
};

/** What one request has changed, for the System Log. */
export class RequestRecord {
  readonly #org: Org;
  readonly #written: WrittenChange[] = [];
  readonly #noted: ChangeEvent[] = [];

  constructor(org: Org) {
    this.#org = org;
  }

  /** Makes the changes and remembers them. Throws what the store throws. */
  write(changes: readonly Change[]): void {
    this.#written.push(...writeAndCompare(this.#org, changes));
  }

  note(event: ChangeEvent): void {
    this.#noted.push(event);
  }

  /** Records every change. Call it once the request has succeeded. */
  tellLog({ userId, ...request }: Requester): void {
    const events = this.#written
      .filter((change) => isOfItsOwn(this.#org, change, this.#written))
      .flatMap((change) => describeChange(this.#org, change));
    const actor = findCallerParty(this.#org, userId);
    for (const event of [...events, ...this.#noted])
      this.#org.events.record({ ...event, outcome: "SUCCESS", actor, ...request });
  }
}

/** The collections whose objects are removed together with their owner. */
const belongings: Readonly<Partial<Record<CollectionName, readonly CollectionName[]>>> = {
  apps: ["appGroups", "appUsers", "grants"],
  groups: ["memberships", "appGroups"],
  users: ["memberships", "appUsers", "apiTokens"],
  authorizationServers: ["policies", "rules", "scopes", "claims"],
  policies: ["rules"],
};

/** False for a change that follows from another one: an object removed with its owner, or one that Okta creates by itself. */
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
