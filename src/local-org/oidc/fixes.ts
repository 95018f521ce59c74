/** What a developer can do about a refusal, by the beginning of Okta's words for it. */
const fixes: readonly (readonly [says: string, fix: string])[] = [
  [
    "The 'redirect_uri' parameter",
    "The app asked with {redirectUri}. It has to be registered exactly so: `okta-unlock apps show {clientId} --org local`",
  ],
  [
    "Invalid value for 'client_id'",
    "The app is not in this org, or not active: `okta-unlock apps list --org local`",
  ],
  ["PKCE", "Let the SDK make a code challenge (S256) and send its code verifier with the code."],
  [
    "The authentication request has an invalid 'state'",
    "Send a random state with each authorization request.",
  ],
  ["One or more scopes", "Ask only for scopes of this authorization server, or add the scope to it."],
  [
    "Custom scopes",
    "The org authorization server takes no custom scopes: use the issuer of a custom one, such as default.",
  ],
  [
    "The client specified not to prompt",
    "Nobody is signed in in this browser: ask again without prompt=none.",
  ],
  ["The authorization code", "A code is good once, for five minutes: begin the sign-in again."],
  [
    "The refresh token",
    "The token was revoked, replaced or never of this org. Sign in again; refresh once at a time, and store a rotated token before the access token is used.",
  ],
  ["The grant was issued to another client", "Use the client ID that the sign-in began with."],
  [
    "The client is not authorized to use the provided grant type",
    "Add the grant type to the app, or leave it out of the app's code.",
  ],
  ["No client credentials", "Send client_id in the body: a native app has no secret."],
  [
    "Client authentication failed",
    "A native app sends its client_id alone: no secret, no Authorization header.",
  ],
  ["Some of the scopes requested for the refresh", "Ask for no more scopes than at sign-in."],
  ["The id token is invalid", "Send an ID token of this issuer as id_token_hint."],
];

/** `facts` are of the request that was refused: `clientId`, `redirectUri`. */
export function fixFor(
  description: string,
  facts: { readonly clientId: string; readonly redirectUri: string },
): string | undefined {
  const fix = fixes.find(([says]) => description.startsWith(says))?.[1];
  return fix
    ?.replace("{clientId}", () => facts.clientId)
    .replace("{redirectUri}", () => facts.redirectUri || "no redirect URI");
}
