import { generateKeyPair, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import type { JsonObject } from "../json.ts";
import { omit } from "../json.ts";
import type { Org } from "../org.ts";
import { put } from "../store/change.ts";
import type { StoredSigningKey } from "../store/collections.ts";

const generateKeyPairAsync = promisify(generateKeyPair);

/** The private members of a JWK: left out when a key is published. */
const privateParts = ["d", "p", "q", "dp", "dq", "qi"];

/** Keys that are being created: concurrent requests must not create two. */
const pending = new WeakMap<Org, Map<string, Promise<void>>>();

/**
 * The keys of an authorization server (`aus…`, or `org`): first the one that signs, then those that are still published.
 * Created at first use, kept across restarts.
 */
export async function loadSigningKeys(
  org: Org,
  authorizationServerId: string,
): Promise<readonly StoredSigningKey[]> {
  if (listKeys(org, authorizationServerId).length === 0) await makeOnce(org, authorizationServerId);
  return listKeys(org, authorizationServerId);
}

/** Creates a new signing key. The old ones stay published, so that tokens signed with them still verify. */
export async function rotateSigningKey(org: Org, authorizationServerId: string): Promise<void> {
  const now = org.clock.now().toISOString();
  const key = await createKey(authorizationServerId, now);
  const expired = listKeys(org, authorizationServerId)
    .filter(({ status }) => status === "ACTIVE")
    .map((each) => put("signingKeys", composeKey(each), { ...each, status: "EXPIRED", lastUpdated: now }));
  org.store.write([...expired, put("signingKeys", composeKey(key), key)]);
}

/** The public part of a key, as `/v1/keys` lists it (RFC 7517). */
export function toPublicJwk(key: StoredSigningKey): JsonObject {
  return omit(key.jwk, privateParts);
}

function listKeys(org: Org, authorizationServerId: string): StoredSigningKey[] {
  const keys = org.store.listUnder("signingKeys", `${authorizationServerId}/`);
  return [...keys.filter(isActive), ...keys.filter((key) => !isActive(key)).toReversed()];
}

function isActive({ status }: StoredSigningKey): boolean {
  return status === "ACTIVE";
}

async function makeOnce(org: Org, authorizationServerId: string): Promise<void> {
  const making = pending.get(org) ?? new Map<string, Promise<void>>();
  pending.set(org, making);
  const known = making.get(authorizationServerId);
  if (known !== undefined) return known;
  const made = rotateSigningKey(org, authorizationServerId).finally(() =>
    making.delete(authorizationServerId),
  );
  making.set(authorizationServerId, made);
  return made;
}

async function createKey(authorizationServerId: string, now: string): Promise<StoredSigningKey> {
  const { privateKey } = await generateKeyPairAsync("rsa", { modulusLength: 2048 });
  const kid = randomBytes(32).toString("base64url");
  const jwk = { ...(privateKey.export({ format: "jwk" }) as JsonObject), kid, use: "sig", alg: "RS256" };
  return { kid, authorizationServerId, status: "ACTIVE", created: now, lastUpdated: now, jwk };
}

function composeKey({ authorizationServerId, kid }: StoredSigningKey): string {
  return `${authorizationServerId}/${kid}`;
}
