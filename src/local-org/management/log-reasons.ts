/** The names that Okta's System Log has for refusals, by the beginning of the text that the app gets (Okta: error codes of OpenID Connect). */
const names: readonly (readonly [text: string, name: string])[] = [
  ["The 'redirect_uri' parameter must be", "illegal_redirect_uri"],
  ["Invalid value for 'client_id' parameter", "invalid_client_id"],
  ["The client specified not to prompt, but the user", "login_required"],
  ["PKCE code challenge is required", "pkce_missing_challenge"],
  ["PKCE code challenge method", "pkce_unsupported_code_challenge_method"],
  ["The authentication request has an invalid 'state'", "invalid_state"],
  ["One or more scopes are not configured", "no_matching_scope"],
  ["Custom scopes are not allowed", "illegal_custom_scope"],
  ["User is not assigned", "user_not_assigned"],
  ["Policy evaluation failed", "no_matching_policy"],
  ["Policy evaluation succeeded, but all", "no_scope_allowed"],
  ["Some of the requested scopes were denied", "scope_denied"],
];

/** Okta's name for why something was refused; the text itself where Okta documents none. */
export function nameReason(reason: string | undefined): string | undefined {
  return names.find(([text]) => reason?.startsWith(text))?.[1] ?? reason;
}
