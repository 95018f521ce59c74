import type { Org } from "../../org.ts";
import type { StoredUser } from "../../store/collections.ts";
import type { UserStatus } from "../../users/user-changes.ts";
import { canBecome } from "../../users/user-changes.ts";
import type { Html } from "../html.ts";
import { html } from "../html.ts";

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

export function findOfferedChange(name: string): OfferedChange | undefined {
  return Object.hasOwn(offered, name) ? offered[name] : undefined;
}

/** The buttons that make sense for a user, by name. */
export function listOfferedChanges(user: StoredUser): [string, OfferedChange][] {
  return Object.entries(offered).filter(([, { from }]) => from(user));
}

/** A new password can be set unless the user is suspended or deactivated. */
export function canSetPassword(user: StoredUser): boolean {
  return !["SUSPENDED", "DEPROVISIONED"].includes(user.status);
}

const ownMessages: Readonly<Record<string, string>> = {
  created: "Added the user, as a member of Everyone",
  password: "Set a new password",
};

/** Where to go after a change: a page that says it was made, and can be loaded again without making it again. */
export function buildDonePath(done: string, userId: string): string {
  return `/activity/users?${new URLSearchParams({ done, user: userId }).toString()}`;
}

/** What the address says was done. It names a message and a user; it can't bring a text of its own. */
export function renderDoneNote(org: Org, query: URLSearchParams): Html | undefined {
  const done = query.get("done") ?? "";
  const user = org.store.get("users", query.get("user") ?? "");
  const message = Object.hasOwn(ownMessages, done) ? ownMessages[done] : findOfferedChange(done)?.message;
  if (message === undefined || user === undefined) return undefined;
  return html`<div class="note" role="status" tabindex="-1" autofocus>
    <p>${message}: <strong>${user.profile.login}</strong></p>
  </div>`;
}
