import type { Org } from "../../org.ts";
import type { Html } from "../html.ts";
import { html } from "../html.ts";
import { offeredChange } from "./changes-offered.ts";

const ownMessages: Readonly<Record<string, string>> = {
  created: "Added the user, as a member of Everyone",
  password: "Set a new password",
};

/** Where to go after a change: a page that says it was made, and can be loaded again without making it again. */
export function donePath(done: string, userId: string): string {
  return `/activity/users?${new URLSearchParams({ done, user: userId }).toString()}`;
}

/** What the address says was done. It names a message and a user; it can't bring a text of its own. */
export function doneNote(org: Org, query: URLSearchParams): Html | undefined {
  const done = query.get("done") ?? "";
  const user = org.store.get("users", query.get("user") ?? "");
  const message = Object.hasOwn(ownMessages, done) ? ownMessages[done] : offeredChange(done)?.message;
  if (message === undefined || user === undefined) return undefined;
  return html`<div class="note" role="status" tabindex="-1" autofocus>
    <p>${message}: <strong>${user.profile.login}</strong></p>
  </div>`;
}
