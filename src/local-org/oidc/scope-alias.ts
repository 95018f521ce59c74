/**
 * oidc-provider drops `offline_access` unless the request has `prompt=consent` (OpenID Connect Core, 11). Okta grants it
 * without it. So oidc-provider gets it under an alias.
 */
const alias = "okta.offline_access";

/** Renames `offline_access` for oidc-provider. */
export function toAlias(scopes: string): string {
  return renameScope(scopes, "offline_access", alias);
}

/** Restores `offline_access` for clients. */
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
