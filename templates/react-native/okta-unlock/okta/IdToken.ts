import type { JSONWebKeySet } from "jose";
import { JWTClaimValidationFailed, JWTExpired } from "jose/errors";
import { createLocalJWKSet } from "jose/jwks/local";
import { jwtVerify } from "jose/jwt/verify";
import { logReason, messageOf } from "../session/logReason";
import { SessionError } from "../session/SessionError";
import "./webCrypto";

export type KeySet = JSONWebKeySet;

export interface Expected {
  readonly issuer: string;
  /** The client ID. */
  readonly audience: string;
  /** Of the sign-in; a refresh has none. */
  readonly nonce: string | undefined;
  /** In Okta's time. */
  readonly now: Date;
}

/** Between the servers of one org, in seconds. */
const tolerance = 300;

/**
 * Checks an ID token (OpenID Connect Core 1.0, section 3.1.3.7): its signature by Okta's keys, for whom and by whom it
 * is, that it answers this sign-in, and its times. Returns whom it is about. RS256 is what Okta signs with.
 */
export async function checkIdToken(idToken: string, keys: KeySet, expected: Expected): Promise<string> {
  try {
    const { payload } = await jwtVerify(idToken, createLocalJWKSet(keys), {
      algorithms: ["RS256"],
      issuer: expected.issuer,
      audience: expected.audience,
      currentDate: expected.now,
      clockTolerance: tolerance,
      // Just issued: anything else is not the answer to this request, or one of the clocks is wrong.
      maxTokenAge: tolerance,
      requiredClaims: ["sub", "exp", "iat"],
    });
    const { sub = "", aud, azp, nonce } = payload;
    const isOurs = Array.isArray(aud) && aud.length > 1 ? azp === expected.audience : true;
    if (!isOurs || sub === "" || (expected.nonce !== undefined && nonce !== expected.nonce))
      throw new SessionError("unavailable");
    return sub;
  } catch (error) {
    logReason("Okta", `ID token: ${messageOf(error)}`);
    throw isAboutTime(error) ? new SessionError("clockSkewed") : new SessionError("unavailable");
  }
}

function isAboutTime(error: unknown): boolean {
  if (error instanceof JWTExpired) return true;
  if (!(error instanceof JWTClaimValidationFailed)) return false;
  return error.reason === "check_failed" && ["exp", "iat", "nbf"].includes(error.claim);
}
