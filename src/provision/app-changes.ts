import type { OktaApp } from "../okta/port.ts";
import type { AppLabel } from "../values/app-label.ts";
import type { Assignment } from "../values/assignment.ts";
import type { RedirectUri } from "../values/redirect-uri.ts";
import type { Rotation } from "../values/rotation.ts";
import { type AppDifferences, differencesOf, type Wish } from "./app-differences.ts";

/** A list that is replaced, or added to and taken from. What is removed may be anything that was registered once. */
export interface ListChange {
  readonly set?: readonly RedirectUri[] | undefined;
  readonly add?: readonly RedirectUri[] | undefined;
  readonly remove?: readonly string[] | undefined;
}

/** What is to become of an app that exists. What is left out stays. */
export interface AppChanges {
  readonly label?: AppLabel | undefined;
  readonly redirectUris?: ListChange | undefined;
  readonly postLogoutRedirectUris?: ListChange | undefined;
  readonly rotation?: Rotation | undefined;
  /** Seconds, 0 to 60. */
  readonly leeway?: number | undefined;
  /** The groups that the app is for from now on; others lose it. */
  readonly assignment?: Assignment | undefined;
  /** The name or id of an authentication policy. */
  readonly signOnPolicy?: string | undefined;
}

/** What differs between an app and what it is to become, and the whole app with it changed. */
export function changeApp(app: OktaApp, changes: AppChanges): AppDifferences {
  return differencesOf(app, wishesOf(app, changes));
}

function wishesOf(app: OktaApp, changes: AppChanges): readonly Wish[] {
  const { redirect_uris, post_logout_redirect_uris } = oauthOf(app);
  const { label, redirectUris, postLogoutRedirectUris, rotation, leeway } = changes;
  const oauth = "settings.oauthClient";
  return [
    { path: "label", value: label },
    { path: `${oauth}.redirect_uris`, value: redirectUris && listAfter(redirect_uris, redirectUris) },
    {
      path: `${oauth}.post_logout_redirect_uris`,
      value: postLogoutRedirectUris && listAfter(post_logout_redirect_uris, postLogoutRedirectUris),
    },
    { path: `${oauth}.refresh_token.rotation_type`, value: rotation },
    { path: `${oauth}.refresh_token.leeway`, value: leeway },
  ].filter(({ value }) => value !== undefined);
}

/** A list after its change, each entry once. */
export function listAfter(
  before: Strings,
  { set, add = [], remove = [] }: ListChange = {},
): readonly string[] {
  const kept = (set ?? before ?? []).filter((uri) => !remove.includes(uri));
  return [...new Set([...kept, ...add])];
}

/** The OIDC settings of an app; empty when it has none. */
export function oauthOf(app: OktaApp) {
  return app.settings?.oauthClient ?? {};
}

type Strings = readonly string[] | null | undefined;
