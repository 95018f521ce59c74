/** The noun of the `okta.*` scopes that a path of the API needs; the first that fits counts (Okta: OAuth 2.0 scopes). */
const nouns: readonly (readonly [path: RegExp, noun: string])[] = [
  [/^\/api\/v1\/apps\/[^/]+\/grants/u, "appGrants"],
  [/^\/api\/v1\/apps/u, "apps"],
  [/^\/api\/v1\/groups/u, "groups"],
  [/^\/api\/v1\/users\/[^/]+\/roles/u, "roles"],
  [/^\/api\/v1\/users/u, "users"],
  [/^\/api\/v1\/authorizationServers/u, "authorizationServers"],
  [/^\/api\/v1\/policies/u, "policies"],
  [/^\/api\/v1\/logs/u, "logs"],
  [/^\/api\/v1\/org/u, "orgs"],
  [/^\/api\/v1\/features/u, "features"],
  [/^\/api\/v1\/api-tokens/u, "apiTokens"],
];

/** The scopes of which a request needs one; undefined for what no OAuth token may call. */
export function scopesNeeded(method: string, path: string): readonly string[] | undefined {
  const noun = nouns.find(([pattern]) => pattern.test(path))?.[1];
  if (noun === undefined) return undefined;
  if (method !== "GET" && method !== "HEAD") return [`okta.${noun}.manage`];
  const self = path === "/api/v1/users/me" ? ["okta.users.read.self", "okta.users.manage.self"] : [];
  return [`okta.${noun}.read`, `okta.${noun}.manage`, ...self];
}
