import { asObject, textOf } from "../../json.ts";
import { isAssigned } from "../../model/apps.ts";
import { listGroupsOfUser } from "../../model/users.ts";
import type { Org } from "../../org.ts";
import type { StoredUser } from "../../store/collections.ts";
import { toolFrame } from "../frame.ts";
import type { Html } from "../html.ts";
import { html } from "../html.ts";
import { canSetPassword, listOfferedChanges, renderDoneNote } from "./offered-changes.ts";

/** More than these are found by searching. */
const mostShown = 100;

interface ListView {
  readonly query: URLSearchParams;
  readonly tokenField: Html;
}

export function userListPage(org: Org, { query, tokenField }: ListView): string {
  const search = query.get("q") ?? "";
  const found = org.store.list("users").filter((user) => matches(user, search.toLowerCase()));
  const shown = found.slice(0, mostShown);
  return toolFrame({
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
      ${searchForm(search)}
      <p class="quiet">${countOf(shown.length, found.length)}</p>
      ${shown.length === 0 ? undefined : listOf(org, shown, tokenField)}
      <p class="hint">The initial passwords of this org: <code>okta-unlock local status</code></p>`,
  });
}

function matches(user: StoredUser, search: string): boolean {
  return [user.profile.login, nameOf(user)].some((text) => text.toLowerCase().includes(search));
}

function countOf(shown: number, found: number): string {
  if (shown < found) return `The first ${shown} of ${found} users`;
  return found === 1 ? "1 user" : `${found} users`;
}

function searchForm(search: string): Html {
  return html`<form class="filter" action="/activity/users" role="search">
    <div>
      <label for="q">Find by login or name</label>
      <input id="q" name="q" type="search" value="${search}" autocomplete="off" />
    </div>
    <button>Find</button>
  </form>`;
}

function listOf(org: Org, users: readonly StoredUser[], tokenField: Html): Html {
  return html`<ul class="list" role="list">
    ${users.map((user) => personItem(org, user, tokenField))}
  </ul>`;
}

function personItem(org: Org, user: StoredUser, tokenField: Html): Html {
  const groups = listGroupsOfUser(org, user.id).map(({ profile }) => profile.name);
  return html`<li class="person">
    <h2>${user.profile.login} ${statusTag(user.status)}</h2>
    <dl>
      <dt>Name</dt>
      <dd>${nameOf(user)}</dd>
      <dt>Groups</dt>
      <dd>${groups.join(", ") || "none"}</dd>
      <dt>Apps</dt>
      <dd>${appsOf(org, user).join(", ") || "none"}</dd>
    </dl>
    <div class="actions">${actionForm(user, tokenField)}${passwordLink(user)}</div>
  </li>`;
}

function nameOf(user: StoredUser): string {
  return `${textOf(user.profile["firstName"])} ${textOf(user.profile["lastName"])}`.trim();
}

/** The apps that sign users in; not those that every Okta org lists besides. */
function appsOf(org: Org, user: StoredUser): string[] {
  return org.store
    .list("apps")
    .filter((app) => asObject(asObject(app["settings"])?.["oauthClient"]) !== undefined)
    .filter((app) => app.status === "ACTIVE" && isAssigned(org, app, user.id))
    .map(({ label }) => label);
}

const tones: Readonly<Record<string, string>> = { ACTIVE: "good", LOCKED_OUT: "bad", SUSPENDED: "bad" };

function statusTag(status: string): Html {
  const text = status.charAt(0) + status.slice(1).toLowerCase().replaceAll("_", " ");
  return html`<span class="tag ${tones[status] ?? "ask"}">${text}</span>`;
}

function actionForm(user: StoredUser, tokenField: Html): Html {
  return html`<form class="actions" method="post" action="/activity/users/${user.id}">
    ${tokenField}
    ${listOfferedChanges(user).map(
      ([name, { label }]) =>
        html`<button name="change" value="${name}">${label}${hiddenLogin(user)}</button>`,
    )}
  </form>`;
}

function passwordLink(user: StoredUser): Html | undefined {
  if (!canSetPassword(user)) return undefined;
  return html`<a class="button" href="/activity/users/${user.id}/password"
    >New password${hiddenLogin(user)}</a
  >`;
}

/** Which of the many buttons of the same name this is, for those who hear the page. */
function hiddenLogin(user: StoredUser): Html {
  return html`<span class="hidden"> of ${user.profile.login}</span>`;
}
