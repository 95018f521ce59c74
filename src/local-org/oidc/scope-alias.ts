/**
 * oidc-provider drops `offline_access` unless the request has `prompt=consent` (OpenID Connect Core, 11). Okta gives it
 * without. So it goes by another name inside.
 */
const alias = "okta.offline_access";

/** The name that oidc-provider gets. */
export function toAlias(scopes: string): string {
  return renameScope(scopes, "offline_access", alias);
}

/** The name that clients get. */
export function fromAlias(scopes: string): string {
  return renameScope(scopes, alias, "offline_access");
}

export { alias as offlineAlias };

function renameScope(scopes: string, from: string, to: string): string {
  return scopes
    .split(" ")
    .map((scope) => (scope === from ? to : scope))
    .join(" ");
}
