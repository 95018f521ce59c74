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

/** The actions of the buttons in the list of users, by the value that the button sends. */
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

/** The path to redirect to after a change: a page that reports it and can be reloaded safely. */
export function buildDonePath(done: string, userId: string): string {
  return `/activity/users?${new URLSearchParams({ done, user: userId }).toString()}`;
}

/** The note about the change that the URL names. The URL selects one of our messages and a user; it can't supply text. */
export function renderDoneNote(org: Org, query: URLSearchParams): Html | undefined {
  const done = query.get("done") ?? "";
  const user = org.store.get("users", query.get("user") ?? "");
  const message = Object.hasOwn(ownMessages, done) ? ownMessages[done] : findOfferedChange(done)?.message;
  if (message === undefined || user === undefined) return undefined;
  return html`<div class="note" role="status" tabindex="-1" autofocus>
    <p>${message}: <strong>${user.profile.login}</strong></p>
  </div>`;
}
