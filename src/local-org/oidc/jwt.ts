import { createHash, createPrivateKey, createPublicKey } from "node:crypto";
import type { JsonWebKey } from "node:crypto";
import type { CryptoKey, JWK, KeyObject } from "jose";
import type { Json, JsonObject } from "../json.ts";
import type { Org } from "../org.ts";
import { publicJwk, signingKeys } from "./signing-keys.ts";

type Key = CryptoKey | KeyObject | JWK;

/** Signs a token with the active key of an authorization server (RS256, as Okta does). */
export async function signToken(org: Org, serverId: string, claims: JsonObject): Promise<string> {
  const [key] = await signingKeys(org, serverId);
  if (key === undefined) throw new TypeError("An authorization server without a key can't sign.");
  const { CompactSign } = await import("jose");
  const privateKey = createPrivateKey({ key: key.jwk as JsonWebKey, format: "jwk" }) as Key;
  return new CompactSign(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ kid: key.kid, alg: "RS256" })
    .sign(privateKey);
}

/** The claims of a token that an authorization server signed, expired or not; undefined for any other text. */
export async function readOwnToken(
  org: Org,
  serverId: string,
  token: string,
): Promise<JsonObject | undefined> {
  const { compactVerify, decodeProtectedHeader } = await import("jose");
  try {
    const { kid } = decodeProtectedHeader(token);
    const key = (await signingKeys(org, serverId)).find((each) => each.kid === kid);
    if (key === undefined) return undefined;
    const publicKey = createPublicKey({ key: publicJwk(key) as JsonWebKey, format: "jwk" }) as Key;
    const { payload } = await compactVerify(token, publicKey, { algorithms: ["RS256"] });
    return JSON.parse(Buffer.from(payload).toString("utf8")) as JsonObject;
  } catch {
    return undefined;
  }
}

/** `at_hash`: the left half of the SHA-256 of an access token (OpenID Connect Core, 3.1.3.6). */
export function accessTokenHash(accessToken: string): string {
  return createHash("sha256").update(accessToken).digest().subarray(0, 16).toString("base64url");
}

/** What an access token of ours stands for inside; undefined for any other text. */
export async function unwrapAccessToken(
  org: Org,
  serverId: string,
  token: string,
): Promise<string | undefined> {
  const jti: Json | undefined = (await readOwnToken(org, serverId, token))?.["jti"];
  return typeof jti === "string" && jti.startsWith("AT.") ? jti.slice("AT.".length) : undefined;
}
