import type { UserStatus } from "../../users/user-changes.ts";
import { canBecome } from "../../users/user-changes.ts";
import type { StoredUser } from "../../store/collections.ts";

export interface OfferedChange {
  readonly label: string;
  readonly from: (user: StoredUser) => boolean;
  readonly to: UserStatus;
  /** Okta's name of the event. */
  readonly eventType: string;
  /** `Locked the account`. */
  readonly message: string;
}

const isActive = (user: StoredUser) => user.status === "ACTIVE";

/** What a press of a button on the list of users does, by the value the button sends. */
const offered: Readonly<Record<string, OfferedChange>> = {
  lock: {
    label: "Lock",
    from: (user) => canBecome(user, "LOCKED_OUT"),
    to: "LOCKED_OUT",
    eventType: "user.account.lock",
    message: "Locked the account",
  },
  unlock: {
    label: "Unlock",
    from: (user) => user.status === "LOCKED_OUT",
    to: "ACTIVE",
    eventType: "user.account.unlock",
    message: "Unlocked the account",
  },
  suspend: {
    label: "Suspend",
    from: isActive,
    to: "SUSPENDED",
    eventType: "user.lifecycle.suspend",
    message: "Suspended the user",
  },
  unsuspend: {
    label: "Unsuspend",
    from: (user) => user.status === "SUSPENDED",
    to: "ACTIVE",
    eventType: "user.lifecycle.unsuspend",
    message: "Ended the suspension",
  },
};

export function offeredChange(name: string): OfferedChange | undefined {
  return Object.hasOwn(offered, name) ? offered[name] : undefined;
}

/** The buttons that make sense for a user, by name. */
export function changesFor(user: StoredUser): [string, OfferedChange][] {
  return Object.entries(offered).filter(([, { from }]) => from(user));
}

/** A new password can be set for whoever is neither suspended nor deactivated. */
export function canSetPassword(user: StoredUser): boolean {
  return !["SUSPENDED", "DEPROVISIONED"].includes(user.status);
}
