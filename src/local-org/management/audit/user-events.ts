import { isDeepStrictEqual } from "node:util";
import type { EventParty } from "../../events/org-event.ts";
import type { JsonObject } from "../../json.ts";
import { textOf } from "../../json.ts";
import { userParty } from "./parties.ts";
import type { WrittenChange } from "./written-change.ts";

type Named = readonly [eventType: string, message: string];

interface UserEvent {
  readonly eventType: string;
  readonly message: string;
  readonly targets: readonly EventParty[];
}

/** What the System Log says when a user is made, changed, moved to another status or removed. */
export function eventsOfUser({ before, after }: WrittenChange): UserEvent[] {
  const user = after ?? before;
  if (user === undefined) return [];
  const targets = [userParty(user)];
  return namesOf(before, after).map(([eventType, message]) => ({ eventType, message, targets }));
}

function namesOf(before: JsonObject | undefined, after: JsonObject | undefined): Named[] {
  if (after === undefined) return deletion;
  if (before === undefined) return after["status"] === "STAGED" ? [creation] : [creation, activation];
  return [...statusEvents(textOf(before["status"]), textOf(after["status"])), ...updates(before, after)];
}

const creation: Named = ["user.lifecycle.create", "Create Okta user"];
const activation: Named = ["user.lifecycle.activate", "Activate Okta user"];
const deletion: Named[] = [
  ["user.lifecycle.delete.initiated", "Delete Okta user initiated"],
  ["user.lifecycle.delete.completed", "Delete Okta user completed"],
];

/** By the status that a user came to. */
const arrivals: Readonly<Record<string, Named>> = {
  SUSPENDED: ["user.lifecycle.suspend", "Suspend Okta user"],
  DEPROVISIONED: ["user.lifecycle.deactivate", "Deactivate Okta user"],
  LOCKED_OUT: ["user.account.lock", "Max sign in attempts exceeded"],
  RECOVERY: ["user.account.reset_password", "User reset password for Okta"],
  PASSWORD_EXPIRED: ["user.account.expire_password", "Expire user's Okta password"],
};

/** By the status that a user left to be active, or to be asked for a first password. */
const departures: Readonly<Record<string, Named>> = {
  STAGED: activation,
  DEPROVISIONED: activation,
  SUSPENDED: ["user.lifecycle.unsuspend", "Unsuspend Okta user"],
  LOCKED_OUT: ["user.account.unlock_by_admin", "User account unlock by admin"],
};

function statusEvents(before: string, after: string): Named[] {
  if (before === after) return [];
  const event = arrivals[after] ?? departures[before];
  return event === undefined ? [] : [event];
}

function updates(before: JsonObject, after: JsonObject): Named[] {
  const isSameProfile = isDeepStrictEqual(before["profile"], after["profile"]);
  const isSamePassword = before["passwordChanged"] === after["passwordChanged"];
  return [
    ...(isSameProfile ? [] : [["user.account.update_profile", "Update user profile for Okta"] as const]),
    ...(isSamePassword ? [] : [["user.account.update_password", "User update password for Okta"] as const]),
  ];
}
