import { toObject, toText } from "../../json.ts";
import { isAssigned } from "../../model/apps.ts";
import { listGroupsOfUser } from "../../model/users.ts";
import type { Org } from "../../org.ts";
import type { StoredUser } from "../../store/collections.ts";
import { renderToolPage } from "../frame.ts";
import type { Html } from "../html.ts";
import { html } from "../html.ts";
import { canSetPassword, listOfferedChanges, renderDoneNote } from "./offered-changes.ts";

/** Further users are found by searching. */
const mostShown = 100;

interface UserListPageProps {
  readonly query: URLSearchParams;
  readonly tokenField: Html;
}

export function renderUserListPage(org: Org, { query, tokenField }: UserListPageProps): string {
  const search = query.get("q") ?? "";
  const found = org.store.list("users").filter((user) => matches(user, search.toLowerCase()));
  const shown = found.slice(0, mostShown);
  return renderToolPage({
    title: "Users",
    here: "/activity/users",
    content: html`${renderDoneNote(org, query)}
      <div class="top">
        <div>
          <h1>Users</h1>
          <p class="lead">Test what your app does when a user is locked out or suspended.</p>
        </div>
        <a class="button main" href="/activity/users/new">Add a user</a>
      </div>
      ${renderSearchForm(search)}
      <p class="quiet">${describeCount(shown.length, found.length)}</p>
      ${shown.length === 0 ? undefined : renderUserList(org, shown, tokenField)}
      <p class="hint">The initial passwords of this org: <code>okta-unlock local status</code></p>`,
  });
}

function matches(user: StoredUser, search: string): boolean {
  return [user.profile.login, buildFullName(user)].some((text) => text.toLowerCase().includes(search));
}

function describeCount(shown: number, found: number): string {
  if (shown < found) return `The first ${shown} of ${found} users`;
  return found === 1 ? "1 user" : `${found} users`;
}

function renderSearchForm(search: string): Html {
  return html`<form class="filter" action="/activity/users" role="search">
    <div>
      <label for="q">Find by login or name</label>
      <input id="q" name="q" type="search" value="${search}" autocomplete="off" />
    </div>
    <button>Find</button>
  </form>`;
}

function renderUserList(org: Org, users: readonly StoredUser[], tokenField: Html): Html {
  return html`<ul class="list" role="list">
    ${users.map((user) => renderUser(org, user, tokenField))}
  </ul>`;
}

function renderUser(org: Org, user: StoredUser, tokenField: Html): Html {
  const groups = listGroupsOfUser(org, user.id).map(({ profile }) => profile.name);
  return html`<li class="person">
    <h2>${user.profile.login} ${renderStatusTag(user.status)}</h2>
    <dl>
      <dt>Name</dt>
      <dd>${buildFullName(user)}</dd>
      <dt>Groups</dt>
      <dd>${groups.join(", ") || "none"}</dd>
      <dt>Apps</dt>
      <dd>${listAppsOfUser(org, user).join(", ") || "none"}</dd>
    </dl>
    <div class="actions">${renderActionForm(user, tokenField)}${renderPasswordLink(user)}</div>
  </li>`;
}

function buildFullName(user: StoredUser): string {
  return `${toText(user.profile["firstName"])} ${toText(user.profile["lastName"])}`.trim();
}

/** The apps that sign users in, without Okta's own apps. */
function listAppsOfUser(org: Org, user: StoredUser): string[] {
  return org.store
    .list("apps")
    .filter((app) => toObject(toObject(app["settings"])?.["oauthClient"]) !== undefined)
    .filter((app) => app.status === "ACTIVE" && isAssigned(org, app, user.id))
    .map(({ label }) => label);
}

const tones: Readonly<Record<string, string>> = { ACTIVE: "good", LOCKED_OUT: "bad", SUSPENDED: "bad" };

function renderStatusTag(status: string): Html {
  const text = status.charAt(0) + status.slice(1).toLowerCase().replaceAll("_", " ");
  return html`<span class="tag ${tones[status] ?? "ask"}">${text}</span>`;
}

function renderActionForm(user: StoredUser, tokenField: Html): Html {
  return html`<form class="actions" method="post" action="/activity/users/${user.id}">
    ${tokenField}
    ${listOfferedChanges(user).map(
      ([name, { label }]) =>
        html`<button name="change" value="${name}">${label}${renderHiddenLogin(user)}</button>`,
    )}
  </form>`;
}

function renderPasswordLink(user: StoredUser): Html | undefined {
  if (!canSetPassword(user)) return undefined;
  return html`<a class="button" href="/activity/users/${user.id}/password"
    >New password${renderHiddenLogin(user)}</a
  >`;
}

/** The user that a button is for, for screen readers. */
function renderHiddenLogin(user: StoredUser): Html {
  return html`<span class="hidden"> of ${user.profile.login}</span>`;
}
