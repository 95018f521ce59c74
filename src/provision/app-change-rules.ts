import type { OktaApp } from "../okta/port.ts";
import { readScheme } from "../values/redirect-uri.ts";
import { type AppChanges, listAfter, type ListChange, oauthOf } from "./app-changes.ts";

/** Why an app can't be changed so, each as a sentence; empty when it can. */
export function problemsOf(app: OktaApp, changes: AppChanges): readonly string[] {
  const { redirect_uris: before } = oauthOf(app);
  const redirectUris = listAfter(before, changes.redirectUris);
  return [
    ...(redirectUris.length === 0 && changes.redirectUris !== undefined
      ? ["The app would have no redirect URI left, and nobody could sign in. Add another one first."]
      : []),
    ...strayUris(redirectUris, changes.postLogoutRedirectUris),
    ...uselessLeeway(app, changes),
  ];
}

/** What is odd about the result, each as a sentence, though the app can be changed so. */
export function oddities(app: OktaApp, changes: AppChanges): readonly string[] {
  const { redirect_uris: uris, post_logout_redirect_uris: postLogout } = oauthOf(app);
  return [
    ...absent(uris, changes.redirectUris, "redirect URIs"),
    ...absent(postLogout, changes.postLogoutRedirectUris, "post-logout redirect URIs"),
    ...orphans(
      listAfter(uris, changes.redirectUris),
      listAfter(postLogout, changes.postLogoutRedirectUris),
      changes,
    ),
  ];
}

/** Sign-out ends in the app that signed in: its URI has the scheme of one of the redirect URIs. */
function strayUris(redirectUris: readonly string[], change: ListChange | undefined): readonly string[] {
  const schemes = new Set(redirectUris.map(schemeIn));
  if (schemes.size === 0) return [];
  return [...(change?.set ?? []), ...(change?.add ?? [])]
    .filter((uri) => !schemes.has(readScheme(uri)))
    .map((uri) => `${uri} has the scheme of none of the redirect URIs: ${[...schemes].join(", ")}.`);
}

function uselessLeeway(app: OktaApp, { rotation, leeway }: AppChanges): readonly string[] {
  const current = oauthOf(app).refresh_token?.rotation_type;
  if (leeway === undefined || (rotation ?? current) === "ROTATE") return [];
  return [
    "A leeway has a meaning for refresh tokens that rotate only. Add --rotation rotate, or leave it out.",
  ];
}

function absent(before: Strings, change: ListChange | undefined, name: string): readonly string[] {
  return (change?.remove ?? [])
    .filter((uri) => before?.includes(uri) !== true)
    .map((uri) => `${uri} is not among its ${name}.`);
}

/** Post-logout URIs that the change leaves behind with a scheme that the app no longer signs in with. */
function orphans(
  redirectUris: readonly string[],
  postLogout: readonly string[],
  { redirectUris: change }: AppChanges,
): readonly string[] {
  if (change === undefined) return [];
  const schemes = new Set(redirectUris.map(schemeIn));
  return postLogout
    .filter((uri) => !schemes.has(schemeIn(uri)))
    .map(
      (uri) => `The post-logout redirect URI ${uri} stays, though no redirect URI has its scheme any more.`,
    );
}

type Strings = readonly string[] | null | undefined;

function schemeIn(uri: string): string {
  return uri.slice(0, uri.indexOf(":"));
}
