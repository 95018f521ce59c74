import type { OktaApp } from "../okta/port.ts";
import type { AppLabel } from "../values/app-label.ts";
import type { Assignment } from "../values/assignment.ts";
import type { InitiateLoginUri } from "../values/initiate-login-uri.ts";
import { type AppRedirectUri, readScheme } from "../values/redirect-uri.ts";
import type { Rotation } from "../values/rotation.ts";
import { type AppDifferences, applyWishes, type Wish } from "./app-differences.ts";

/** A list that is replaced, or added to and taken from. What is removed may be anything that was registered once. */
export interface ListChange {
  readonly set?: readonly AppRedirectUri[] | undefined;
  readonly add?: readonly AppRedirectUri[] | undefined;
  readonly remove?: readonly string[] | undefined;
}

/** Requested changes of an existing app. What is left out does not change. */
export interface AppChanges {
  readonly label?: AppLabel | undefined;
  /** The bundle ID by which `create` knows the app of a project. */
  readonly project?: string | undefined;
  readonly redirectUris?: ListChange | undefined;
  readonly postLogoutRedirectUris?: ListChange | undefined;
  readonly initiateLoginUri?: InitiateLoginUri | undefined;
  readonly rotation?: Rotation | undefined;
  /** Seconds, 0 to 60. */
  readonly leeway?: number | undefined;
  /** The groups that the app is for from now on; others lose it. */
  readonly assignment?: Assignment | undefined;
  /** The name or id of an authentication policy. */
  readonly signOnPolicy?: string | undefined;
}

/** The differences that changes make to an app, and the whole app with them made. */
export function changeApp(app: OktaApp, changes: AppChanges): AppDifferences {
  return applyWishes(app, listWishes(app, changes));
}

function listWishes(app: OktaApp, changes: AppChanges): readonly Wish[] {
  const { redirect_uris, post_logout_redirect_uris } = readOauthClient(app);
  const { label, project, redirectUris, postLogoutRedirectUris, initiateLoginUri, rotation, leeway } =
    changes;
  const oauth = "settings.oauthClient";
  return [
    { path: "label", value: label },
    { path: `${oauth}.redirect_uris`, value: redirectUris && changeList(redirect_uris, redirectUris) },
    {
      path: `${oauth}.post_logout_redirect_uris`,
      value: postLogoutRedirectUris && changeList(post_logout_redirect_uris, postLogoutRedirectUris),
    },
    { path: "profile.okta_unlock.project", value: project },
    { path: `${oauth}.initiate_login_uri`, value: initiateLoginUri },
    { path: `${oauth}.refresh_token.rotation_type`, value: rotation },
    { path: `${oauth}.refresh_token.leeway`, value: leeway },
  ].filter(({ value }) => value !== undefined);
}

/** The list with the change made, each entry once. */
function changeList(before: Strings, { set, add = [], remove = [] }: ListChange = {}): readonly string[] {
  const kept = (set ?? before ?? []).filter((uri) => !remove.includes(uri));
  return [...new Set([...kept, ...add])];
}

/** The OIDC settings of an app; empty when it has none. */
function readOauthClient(app: OktaApp) {
  return app.settings?.oauthClient ?? {};
}

/** Why the changes are not possible, each as a sentence; empty when they are. */
export function findProblems(app: OktaApp, changes: AppChanges): readonly string[] {
  const { redirect_uris: before } = readOauthClient(app);
  const redirectUris = changeList(before, changes.redirectUris);
  return [
    ...(redirectUris.length === 0 && changes.redirectUris !== undefined
      ? ["The app would have no redirect URI left, and nobody could sign in. Add another one first."]
      : []),
    ...findStrayUris(redirectUris, changes.postLogoutRedirectUris),
    ...checkLeeway(app, changes),
  ];
}

/** What is odd about the result though the changes are possible, each as a sentence. */
export function findWarnings(app: OktaApp, changes: AppChanges): readonly string[] {
  const { redirect_uris: uris, post_logout_redirect_uris: postLogout } = readOauthClient(app);
  return [
    ...findAbsent(uris, changes.redirectUris, "redirect URIs"),
    ...findAbsent(postLogout, changes.postLogoutRedirectUris, "post-logout redirect URIs"),
    ...findOrphans(
      changeList(uris, changes.redirectUris),
      changeList(postLogout, changes.postLogoutRedirectUris),
      changes,
    ),
  ];
}

/** Sign-out ends in the app that signed in: its URI has the scheme of one of the redirect URIs. */
function findStrayUris(redirectUris: readonly string[], change: ListChange | undefined): readonly string[] {
  const schemes = new Set(redirectUris.map(splitScheme));
  if (schemes.size === 0) return [];
  return [...(change?.set ?? []), ...(change?.add ?? [])]
    .filter((uri) => !schemes.has(readScheme(uri)))
    .map((uri) => `${uri} must have the scheme of a redirect URI: ${[...schemes].join(", ")}.`);
}

function checkLeeway(app: OktaApp, { rotation, leeway }: AppChanges): readonly string[] {
  const current = readOauthClient(app).refresh_token?.rotation_type;
  if (leeway === undefined || (rotation ?? current) === "ROTATE") return [];
  return ["--leeway applies to rotating refresh tokens only. Add --rotation rotate, or leave --leeway out."];
}

function findAbsent(before: Strings, change: ListChange | undefined, name: string): readonly string[] {
  return (change?.remove ?? [])
    .filter((uri) => before?.includes(uri) !== true)
    .map((uri) => `${uri} is not among its ${name}.`);
}

/** Post-logout URIs that the change leaves behind with a scheme that the app no longer signs in with. */
function findOrphans(
  redirectUris: readonly string[],
  postLogout: readonly string[],
  { redirectUris: change }: AppChanges,
): readonly string[] {
  if (change === undefined) return [];
  const schemes = new Set(redirectUris.map(splitScheme));
  return postLogout
    .filter((uri) => !schemes.has(splitScheme(uri)))
    .map((uri) => `The post-logout redirect URI ${uri} stays, but no redirect URI has its scheme any more.`);
}

type Strings = readonly string[] | null | undefined;

function splitScheme(uri: string): string {
  return uri.slice(0, uri.indexOf(":"));
}
