import type { CheckId } from "./checks.ts";

/** Why something failed, as the System Log has it. Ours to compare: it is text from outside. */
export interface LoggedFailure {
  readonly eventType: string;
  readonly reason: string | undefined;
  /** The grant that tokens were asked for with. */
  readonly grantType?: string | undefined;
}

/** One reason of failures in the System Log. */
export interface LogReason {
  /** Okta's names for it, and the beginnings of Okta's texts for it. Any reason, when there is none. */
  readonly says: readonly string[];
  /** Only in events of these types; what comes after `app.oauth2.` and `app.oauth2.as.`, or a whole type. */
  readonly events?: readonly string[];
  /** Only when tokens were asked for with this grant. */
  readonly grantType?: string;
  /** What it means: one sentence. */
  readonly means: string;
  /** The check of `doctor` that explains it; undefined when it is no fault of an app's settings. */
  readonly check?: CheckId;
}

/**
 * What the System Log says of a failure, and the check that explains it. The first row that fits counts. `logs` and
 * docs/troubleshooting.md are made from these rows. Okta's names: https://developer.okta.com/docs/reference/error-codes/
 */
export const logReasons: readonly LogReason[] = [
  {
    events: ["token.detect_reuse"],
    says: [],
    means:
      "A refresh token was used again after it was replaced, so Okta ended the sign-in that it came from.",
    check: "refresh-token-rotates",
  },
  {
    says: ["illegal_redirect_uri", "The 'redirect_uri' parameter must be"],
    means: "The app does not list the redirect URI of the request.",
    check: "redirect-uri-registered",
  },
  {
    says: ["invalid_client_id", "Invalid value for 'client_id'"],
    means: "The org does not know the client ID, or the app is not active.",
    check: "client-known",
  },
  {
    says: ["no_matching_policy", "Policy evaluation failed"],
    means: "No access policy of the authorization server lets the app have these scopes.",
    check: "policy-covers-client",
  },
  {
    says: [
      "scope_denied",
      "no_scope_allowed",
      "Some of the requested scopes",
      "Policy evaluation succeeded, but",
    ],
    means: "The access policy does not allow all scopes of the request.",
    check: "policy-covers-client",
  },
  {
    says: ["user_not_assigned", "User is not assigned"],
    means: "The user is not assigned to the app.",
    check: "app-assigned",
  },
  {
    says: ["pkce_", "PKCE code challenge", "PKCE code verifier is required"],
    means: "The request does not have the PKCE parameters that the app requires.",
    check: "pkce-accepted",
  },
  {
    says: ["PKCE verification failed"],
    means: "The code verifier is not the one that the code challenge was made from.",
  },
  {
    says: ["invalid_state", "invalid_nonce", "The authentication request has an invalid"],
    means: "The request lacks a parameter that Okta requires.",
    check: "pkce-accepted",
  },
  {
    says: ["no_matching_scope", "illegal_custom_scope", "One or more scopes", "Custom scopes"],
    means: "The authorization server does not have all scopes of the request.",
    check: "scopes-known",
  },
  {
    says: ["unsupported_response_type", "The response type is not supported"],
    means: "The app may not use the authorization code flow.",
    check: "code-flow-allowed",
  },
  {
    says: ["unauthorized_client", "The client is not authorized to use the provided grant type"],
    events: ["device.authorize"],
    means: "The app may not sign users in on another device: it lacks the device grant.",
    check: "device-grant-allowed",
  },
  {
    says: ["unauthorized_client", "The client is not authorized to use the provided grant type"],
    grantType: "refresh_token",
    means: "The app may not refresh: it lacks the refresh token grant.",
    check: "refresh-allowed",
  },
  {
    says: ["unauthorized_client", "The client is not authorized to use the provided grant type"],
    means: "The app may not use this grant.",
    check: "code-flow-allowed",
  },
  {
    says: ["No client credentials", "Client authentication failed", "The client secret supplied"],
    means: "Okta asked for a client secret, or got one that it does not expect.",
    check: "public-client",
  },
  {
    says: ["invalid_dpop_proof", "The DPoP proof"],
    means: "The app requires DPoP proofs.",
    check: "dpop-not-required",
  },
  {
    says: ["The refresh token is invalid or expired", "invalid_grant"],
    events: ["token.grant"],
    grantType: "refresh_token",
    means: "The refresh token was revoked or replaced, has expired, or is from another org.",
    check: "refresh-token-rotates",
  },
  {
    says: ["The grant was issued to another client"],
    means: "The code or the refresh token belongs to another client ID.",
    check: "settings-match-project",
  },
  {
    says: ["The authorization code is invalid or has expired"],
    means: "The code was used before, or came too late.",
  },
  {
    says: ["The 'redirect_uri' does not match"],
    means: "The token request names another redirect URI than the authorization request.",
    check: "settings-match-project",
  },
  {
    says: ["login_required", "app_sign_on_required", "The client specified not to prompt"],
    means: "The app asked for a sign-in without a prompt, and nobody is signed in in that browser.",
  },
  {
    says: ["INVALID_CREDENTIALS"],
    means: "The user name or the password is wrong.",
  },
  {
    says: ["VERIFICATION_ERROR", "INVALID_LOGIN"],
    means: "The user could not prove who they are.",
  },
  {
    says: ["LOCKED_OUT", "SUSPENDED", "DEPROVISIONED", "User is not active"],
    means: "The user's account is not active.",
  },
];

/** The row for a failure; undefined for a reason that is not known. */
export function findLogReason(failure: LoggedFailure): LogReason | undefined {
  return logReasons.find((row) => fits(row, failure));
}

function fits(
  { says, events, grantType }: LogReason,
  { eventType, reason = "", grantType: used }: LoggedFailure,
): boolean {
  if (events !== undefined && !events.includes(shortenEventType(eventType))) return false;
  if (grantType !== undefined && grantType !== used) return false;
  return says.length === 0 || says.some((begin) => reason.startsWith(begin));
}

/** `authorize` of `app.oauth2.authorize`, at the org authorization server, and of `app.oauth2.as.authorize`, at a custom one. */
export function shortenEventType(eventType: string): string {
  return eventType.replace(/^app\.oauth2\.(?:as\.)?/u, "");
}
