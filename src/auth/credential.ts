import { hint } from "../hints.ts";
import type { Context } from "../context.ts";
import { OktaUnlockError } from "../errors.ts";
import type { CredentialSummary } from "../okta/errors.ts";

/** How an org knows us. Everything secret in it is in the registry of secrets before it gets here. */
export type Credential = ApiTokenCredential | ServiceAppCredential | DeviceCredential;

/** `Authorization: SSWS …`: has the rights of the user who created it. */
export interface ApiTokenCredential {
  readonly kind: "api-token";
  readonly token: string;
}

/** A service app that proves itself with a private key (RFC 7523). */
export interface ServiceAppCredential {
  readonly kind: "service-app";
  readonly clientId: string;
  /** PEM (PKCS#1 or PKCS#8) or a JWK, as text. */
  readonly privateKey: string;
  /** Needed when the app has several keys. */
  readonly keyId?: string;
  /** `okta.*` scopes to ask for. */
  readonly scopes: readonly string[];
}

/** A user who signed in on another device (RFC 8628). */
export interface DeviceCredential {
  readonly kind: "device";
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly refreshToken: string;
  /**
   * Runs `refresh` while no other process may refresh the same sign-in. It is given the refresh token as it is kept now, and
   * what it returns is kept before anything else happens: a rotated token that is lost ends the sign-in.
   */
  exchangeRefreshToken<T extends { readonly refreshToken: string }>(
    refresh: (kept: string) => Promise<T>,
  ): Promise<T>;
}

/**
 * The API token in a text as people copy it: in quotes, or behind the `SSWS` or the whole `Authorization: SSWS` of Okta's
 * examples. What was given and what is left are secrets. Throws what `assertApiToken` does.
 */
export function readApiToken({ secrets }: Pick<Context, "secrets">, name: string, text: string): string {
  const token = removeQuotes(removeQuotes(text).replace(/^(?:authorization:\s*)?ssws[\s:=]+/iu, ""));
  secrets.add(text.trim());
  secrets.add(token);
  assertApiToken(name, token);
  return token;
}

function removeQuotes(text: string): string {
  return text
    .trim()
    .replace(/^(["'`])(.*)\1$/u, "$2")
    .trim();
}

/**
 * Throws `invalid-value` when a text can't be an API token: a placeholder, or something with spaces or line breaks in
 * it, which would not fit into a header. The text itself is not repeated. `name` is where it came from.
 */
export function assertApiToken(name: string, token: string): void {
  if (/^[\w.~+/=-]+$/.test(token)) return;
  throw new OktaUnlockError("invalid-value", {
    message: `${name} is not an API token.`,
    why: "An API token contains only letters, digits, - and _. This is a placeholder or contains a space.",
    next: `Create one in the Admin Console under Security > API > Tokens and set OKTA_CLIENT_TOKEN to it, or run: ${hint("login")}`,
  });
}

/**
 * True for a text in the usual form of an API token: 42 characters, the first two 00. Okta does not document that, so no token
 * is refused for its form.
 */
export function looksLikeApiToken(text: string): boolean {
  return /^00[\w-]{40}$/u.test(text);
}

/** @param flagValue the name of the profile that keeps the credential, if one does */
export function summarizeCredential(
  credential: Credential,
  flagValue: string | undefined,
): CredentialSummary {
  return {
    kind: credential.kind,
    ...(flagValue !== undefined && { profile: flagValue }),
    ...(credential.kind === "api-token" && !looksLikeApiToken(credential.token) && { isOdd: true }),
  };
}
