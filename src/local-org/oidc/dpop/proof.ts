import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Context } from "koa";
import type { JsonObject } from "../../json.ts";
import { toText } from "../../json.ts";
import type { Org } from "../../org.ts";
import { isFirstUse } from "../adapter.ts";
import { Refusal } from "../refusal.ts";

/** The request that a proof must be for (RFC 9449). */
export interface DpopTarget {
  readonly method: string;
  readonly url: string;
  /** The access token that it is sent with; undefined at the token endpoint. */
  readonly accessToken?: string;
}

/** What the proof of a request must be for: its own method and URL, under the name that the client called the org by. */
export function readTarget(org: Org, context: Context): DpopTarget {
  const { origin } = context.state as { readonly origin?: string };
  const path = context.originalUrl.split("?")[0] ?? "";
  return { method: context.method, url: `${origin ?? org.url}${path}` };
}

/** The algorithms that a proof may be signed with, as Okta's discovery documents list them. */
export const proofAlgorithms = ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"];

/** The maximum age of a proof, in seconds. */
const mostAge = 300;

/** How far the clock of a client may be ahead, in seconds. */
const mostAhead = 60;

/**
 * The thumbprint of the key that a `DPoP` header proves, or undefined without that header. At the token endpoint a proof needs a
 * nonce of ours. Throws a `Refusal`.
 */
export async function verifyProof(
  org: Org,
  context: Context,
  target: DpopTarget,
): Promise<string | undefined> {
  const proof = context.get("DPoP");
  if (proof === "") return undefined;
  const { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } = await import("jose");
  const verified = await jwtVerify(proof, EmbeddedJWK, {
    typ: "dpop+jwt",
    algorithms: proofAlgorithms,
    currentDate: org.clock.now(),
  }).catch(() => {
    throw createProofError("The DPoP proof JWT is not valid.");
  });
  checkProof(org, verified.payload as JsonObject, target);
  const { jwk } = verified.protectedHeader;
  if (jwk === undefined) throw createProofError("The DPoP proof JWT has no key.");
  return calculateJwkThumbprint(jwk);
}

export function createProofError(description: string): Refusal {
  return new Refusal(400, "invalid_dpop_proof", description);
}

function checkProof(org: Org, claims: JsonObject, { method, url, accessToken }: DpopTarget): void {
  const now = org.clock.now().getTime() / 1000;
  const { htm, htu, iat, jti } = claims;
  if (htm !== method)
    throw createProofError("The DPoP proof JWT 'htm' claim must be the method of the request.");
  if (toText(htu).split(/[?#]/u)[0] !== url) {
    throw createProofError("The DPoP proof JWT 'htu' claim must be the URL of the request.");
  }
  if (typeof iat !== "number" || iat > now + mostAhead || iat < now - mostAge) {
    throw createProofError("The DPoP proof JWT is too old, or was issued in the future.");
  }
  if (accessToken === undefined) checkNonce(claims["nonce"]);
  else if (claims["ath"] !== createHash("sha256").update(accessToken).digest("base64url")) {
    throw createProofError("The DPoP proof JWT 'ath' claim must be the hash of the access token.");
  }
  if (typeof jti !== "string" || jti === "") throw createProofError("The DPoP proof JWT has no 'jti' claim.");
  if (!isFirstUse(org, `dpop:${jti}`, mostAge + mostAhead))
    throw createProofError("The DPoP proof JWT has already been used.");
}

const nonceKey = randomBytes(32);

/** A nonce is valid for one to two hours. Nothing is stored: it is the signed hour. */
export function createNonce(): string {
  return signNonce(readHour());
}

function checkNonce(nonce: unknown): void {
  const given = Buffer.from(typeof nonce === "string" ? nonce : "");
  const known = [readHour(), readHour() - 1].map((hour) => Buffer.from(signNonce(hour)));
  if (known.some((each) => each.length === given.length && timingSafeEqual(each, given))) return;
  throw new Refusal(
    400,
    "use_dpop_nonce",
    "Authorization server requires nonce in DPoP proof.",
    createNonce(),
  );
}

function readHour(): number {
  return Math.floor(Date.now() / 3_600_000);
}

function signNonce(hour: number): string {
  return createHmac("sha256", nonceKey).update(String(hour)).digest("base64url");
}
