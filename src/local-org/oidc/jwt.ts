import { createHash, createPrivateKey, createPublicKey } from "node:crypto";
import type { JsonWebKey, KeyObject } from "node:crypto";
import type { Json, JsonObject } from "../json.ts";
import type { Org } from "../org.ts";
import type { StoredSigningKey } from "../store/collections.ts";
import { toPublicJwk, loadSigningKeys } from "./signing-keys.ts";

/** Signs a token with the active key of an authorization server (RS256, as Okta does). */
export async function signToken(org: Org, serverId: string, claims: JsonObject): Promise<string> {
  const [key] = await loadSigningKeys(org, serverId);
  if (key === undefined) throw new TypeError("An authorization server without a key can't sign.");
  const { CompactSign } = await import("jose");
  return new CompactSign(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ kid: key.kid, alg: "RS256" })
    .sign(
      getOrImport(privateKeys, key, () => createPrivateKey({ key: key.jwk as JsonWebKey, format: "jwk" })),
    );
}

/** Importing a key takes as long as signing with it, so imported keys are cached. Stored objects never change in place, so they can be the cache's keys. */
const privateKeys = new WeakMap<StoredSigningKey, KeyObject>();
const publicKeys = new WeakMap<StoredSigningKey, KeyObject>();

function getOrImport(
  keys: WeakMap<StoredSigningKey, KeyObject>,
  stored: StoredSigningKey,
  read: () => KeyObject,
): KeyObject {
  const known = keys.get(stored);
  if (known !== undefined) return known;
  const made = read();
  keys.set(stored, made);
  return made;
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
    const key = (await loadSigningKeys(org, serverId)).find((each) => each.kid === kid);
    if (key === undefined) return undefined;
    const publicKey = getOrImport(publicKeys, key, () =>
      createPublicKey({ key: toPublicJwk(key) as JsonWebKey, format: "jwk" }),
    );
    const { payload } = await compactVerify(token, publicKey, { algorithms: ["RS256"] });
    return JSON.parse(Buffer.from(payload).toString("utf8")) as JsonObject;
  } catch {
    return undefined;
  }
}

/** `at_hash`: the left half of the SHA-256 of an access token (OpenID Connect Core, 3.1.3.6). */
export function hashAccessToken(accessToken: string): string {
  return createHash("sha256").update(accessToken).digest().subarray(0, 16).toString("base64url");
}

/** The opaque token inside the claims of an access token of this org; undefined for any other token. */
export function readOpaqueToken(claims: JsonObject | undefined): string | undefined {
  const jti: Json | undefined = claims?.["jti"];
  return typeof jti === "string" && jti.startsWith("AT.") ? jti.slice("AT.".length) : undefined;
}
