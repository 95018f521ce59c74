import { createHash, randomUUID } from "node:crypto";
import type { Clock } from "../../context.ts";
import type { Authorizer } from "../../okta/authorizer.ts";
import type { AccessToken, OAuthRefusal } from "./token-endpoint.ts";

/** The authorizer that sends access tokens; `request` gets a new one, `prove` goes with DPoP tokens. */
export function createTokenAuthorizer(
  clock: Pick<Clock, "now">,
  prove: Prove,
  request: () => Promise<AccessToken>,
): Authorizer {
  const tokens = createTokenKeeper(clock, request);
  // The API hands out nonces of its own, besides those of the token endpoint (RFC 9449, section 9).
  let nonce: string | undefined;
  return {
    async headersFor({ method, url }) {
      const token = await tokens.current();
      const authorization = formatAuthorization(token);
      if (token.scheme === "Bearer") return { authorization };
      return { authorization, dpop: await prove({ method, url, nonce, accessToken: token.value }) };
    },
    observe(answer) {
      nonce = answer.get("dpop-nonce") ?? nonce;
    },
    renew(sent) {
      tokens.forget(sent?.["authorization"]);
      return true;
    },
    grantedScopes: async () => (await tokens.current()).scopes,
  };
}

/** Keeps one access token in memory. */
interface TokenKeeper {
  /** The kept token, or a new one when it is about to end. Callers at the same time share one request. */
  current(): Promise<AccessToken>;
  /** Forgets the token that was sent in this `Authorization` header; a newer one stays. */
  forget(authorization: string | undefined): void;
}

const mostEarly = 60_000;

function createTokenKeeper(clock: Pick<Clock, "now">, request: () => Promise<AccessToken>): TokenKeeper {
  let kept: { readonly token: AccessToken; readonly until: number } | undefined;
  let pending: Promise<AccessToken> | undefined;
  const renew = async (): Promise<AccessToken> => {
    const asked = clock.now().getTime();
    const token = await request();
    const lifetime = token.lifetime * 1000;
    kept = { token, until: asked + lifetime - Math.min(mostEarly, lifetime / 2) };
    return token;
  };
  return {
    async current() {
      if (kept !== undefined && clock.now().getTime() < kept.until) return kept.token;
      pending ??= renew().finally(() => {
        pending = undefined;
      });
      return pending;
    },
    forget(authorization) {
      if (kept !== undefined && authorization === formatAuthorization(kept.token)) kept = undefined;
    },
  };
}

/** The `Authorization` header that carries a token. */
function formatAuthorization({ scheme, value }: AccessToken): string {
  return `${scheme} ${value}`;
}

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
type Prove = (target: ProofTarget) => Promise<string>;

/** Proofs by a key that is made at the first one, and lives in memory only. */
export function createProver(clock: Pick<Clock, "now">): Prove {
  let making: ReturnType<typeof createKey> | undefined;
  return async ({ method, url, nonce, accessToken }) => {
    const { SignJWT } = await import("jose");
    const { privateKey, jwk } = await (making ??= createKey());
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

async function createKey() {
  const { exportJWK, generateKeyPair } = await import("jose");
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  return { privateKey, jwk: await exportJWK(publicKey) };
}

/** True when the server wants a proof that it did not get, or one with its nonce. */
export function wantsProof({ error, description }: OAuthRefusal): boolean {
  return error === "use_dpop_nonce" || (error === "invalid_dpop_proof" && /missing/iu.test(description));
}
