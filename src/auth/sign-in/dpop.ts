import { createHash, randomUUID } from "node:crypto";
import type { Clock } from "../../context.ts";
import type { OAuthRefusal } from "./token-endpoint.ts";

/** What a proof is about (RFC 9449, section 4.2). */
interface ProofTarget {
  readonly method: string;
  /** Absolute; query and fragment are left out of the proof. */
  readonly url: string;
  /** What the server gave to be put into the next proof. */
  readonly nonce: string | undefined;
  /** The access token that the proof goes with; undefined at the token endpoint. */
  readonly accessToken?: string;
}

/** Makes the `DPoP` header of one request: a proof is good once. */
export type Prove = (target: ProofTarget) => Promise<string>;

/** Proofs by a key that is made at the first one, and lives in memory only. */
export function createProver(clock: Pick<Clock, "now">): Prove {
  let making: ReturnType<typeof makeKey> | undefined;
  return async ({ method, url, nonce, accessToken }) => {
    const { SignJWT } = await import("jose");
    const { privateKey, jwk } = await (making ??= makeKey());
    const { origin, pathname } = new URL(url);
    const claims = {
      htm: method,
      htu: `${origin}${pathname}`,
      jti: randomUUID(),
      iat: Math.floor(clock.now().getTime() / 1000),
      ...(nonce !== undefined && { nonce }),
      ...(accessToken !== undefined && { ath: createHash("sha256").update(accessToken).digest("base64url") }),
    };
    return new SignJWT(claims).setProtectedHeader({ typ: "dpop+jwt", alg: "ES256", jwk }).sign(privateKey);
  };
}

async function makeKey() {
  const { exportJWK, generateKeyPair } = await import("jose");
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  return { privateKey, jwk: await exportJWK(publicKey) };
}

/** True when the server wants a proof that it did not get, or one with its nonce. */
export function wantsProof({ error, description }: OAuthRefusal): boolean {
  return error === "use_dpop_nonce" || (error === "invalid_dpop_proof" && /missing/iu.test(description));
}
