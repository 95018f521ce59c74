/** The `okta.*` scopes that the commands use, each as narrow as can be. */
export const usedScopes: readonly string[] = [
  "okta.apps.manage",
  "okta.authorizationServers.manage",
  "okta.groups.read",
  "okta.policies.read",
];

/** Those of a user's sign-in, who is asked for by name, too. */
export const userScopes: readonly string[] = [...usedScopes, "okta.users.read.self"];

/** The scopes in a text that separates them by blanks or commas, as people and Okta's SDKs write them. */
export function scopesIn(text: string): readonly string[] {
  return text.split(/[\s,]+/u).filter(Boolean);
}
