import { createHash } from "node:crypto";
import type { Adapter, AdapterPayload } from "oidc-provider";
import type { JsonObject } from "../json.ts";
import { toText } from "../json.ts";
import type { Org } from "../org.ts";
import { put, remove } from "../store/change.ts";
import { findActiveApp, buildClientMetadata, readRotation } from "./client-metadata.ts";
import { orgServerId } from "./servers.ts";

/** One sign-in covers every authorization server of the org. */
const sharedModels = new Set(["Session"]);

/** Expired objects are removed once in this many writes. */
const sweepEvery = 500;

/** Stores the objects of oidc-provider for one authorization server in the store of the org. They expire by the clock of the org. */
export function createAdapter(org: Org, authorizationServerId: string): (model: string) => Adapter {
  return (model) =>
    new StoreAdapter(org, sharedModels.has(model) ? orgServerId : authorizationServerId, model);
}

/** The key of an object: `aus…/RefreshToken/…`. */
export function composeOidcKey(authorizationServerId: string, model: string, id: string): string {
  return `${authorizationServerId}/${model}/${id}`;
}

/** The index from a user code to its device code: apart from the codes, so that no client can name it. */
export function composeUserCodeKey(authorizationServerId: string, userCode: string): string {
  return composeOidcKey(authorizationServerId, "DeviceCodeIndex", userCode);
}

/** What is stored under a key and has not expired. */
export function findOidcState(org: Org, key: string): JsonObject | undefined {
  const stored = org.store.get("oidc", key);
  return stored === undefined || stored.expiresAt <= org.clock.now().getTime() ? undefined : stored.payload;
}

/** How many objects are kept of kinds that clients can create without limit. The oldest are removed first. */
const mostKept = { accessTokens: 50_000, usedRefreshTokens: 5000, interactions: 5000 };

/**
 * Removes expired objects, and the oldest above the limits. A refresh token that was used long ago is then unknown: its
 * reuse is refused, and no longer revokes the family.
 */
function sweepExpired(org: Org): void {
  const now = org.clock.now().getTime();
  const expired: string[] = [];
  const accessTokens: string[] = [];
  const usedRefreshTokens: string[] = [];
  const interactions: string[] = [];
  for (const [key, { expiresAt, payload }] of org.store.entries("oidc")) {
    if (expiresAt <= now) expired.push(key);
    else if (payload["kind"] === "AccessToken") accessTokens.push(key);
    else if (payload["kind"] === "Interaction") interactions.push(key);
    else if (payload["consumed"] !== undefined && payload["kind"] === "RefreshToken")
      usedRefreshTokens.push(key);
  }
  const gone = [
    ...expired,
    ...interactions.slice(0, -mostKept.interactions),
    ...accessTokens.slice(0, -mostKept.accessTokens),
    ...usedRefreshTokens.slice(0, -mostKept.usedRefreshTokens),
  ];
  if (gone.length > 0) org.store.write(gone.map((key) => remove("oidc", key)));
}

let writes = 0;

/** Counts a write of an expiring object, so that old ones are removed now and then. */
function countWrite(org: Org): void {
  writes += 1;
  if (writes % sweepEvery === 0) sweepExpired(org);
}

class StoreAdapter implements Adapter {
  readonly #org: Org;
  readonly #server: string;
  readonly #model: string;

  constructor(org: Org, server: string, model: string) {
    this.#org = org;
    this.#server = server;
    this.#model = model;
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn: number): Promise<void> {
    const kept = (expiresIn || usualLifetime) + this.#countExtraSeconds();
    const expiresAt = this.#org.clock.now().getTime() + kept * 1000;
    const key = this.#composeKey(id);
    const known = this.#org.store.get("oidc", key);
    const madeAt = known?.madeAt ?? this.#org.clock.now().getTime();
    const bound = known?.boundTo === undefined ? {} : { boundTo: known.boundTo };
    this.#org.store.write([
      put("oidc", key, { expiresAt, madeAt, ...bound, payload: payload as JsonObject }),
      ...this.#indexKeys(payload).map((name) => put("oidc", name, { expiresAt, payload: { id } })),
    ]);
    countWrite(this.#org);
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    if (this.#model === "Client") return this.#findClient(id);
    const payload = findOidcState(this.#org, this.#composeKey(id));
    if (payload === undefined) return undefined;
    if (this.#model === "RefreshToken") return this.#applyLeeway(payload);
    return this.#model === "DeviceCode" ? this.#applyOrgClock(id, payload) : payload;
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.#findByIndex(composeOidcKey(this.#server, `${this.#model}Index`, uid));
  }

  async findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return this.#findByIndex(composeUserCodeKey(this.#server, userCode));
  }

  /** Keeps the time of the first use: a later one would extend the leeway. */
  async consume(id: string): Promise<void> {
    const key = this.#composeKey(id);
    const stored = this.#org.store.get("oidc", key);
    if (stored === undefined || stored.payload["consumed"] !== undefined) return;
    const consumed = Math.floor(this.#org.clock.now().getTime() / 1000);
    this.#org.store.write([put("oidc", key, { ...stored, payload: { ...stored.payload, consumed } })]);
  }

  async destroy(id: string): Promise<void> {
    const payload = this.#org.store.get("oidc", this.#composeKey(id))?.payload;
    const keys = [this.#composeKey(id), ...this.#indexKeys(payload)];
    this.#org.store.write(keys.map((key) => remove("oidc", key)));
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    const keys: string[] = [];
    for (const [key, { payload }] of this.#org.store.entries("oidc")) {
      if (payload["grantId"] === grantId && key.startsWith(this.#composeKey(""))) keys.push(key);
    }
    this.#org.store.write(keys.map((key) => remove("oidc", key)));
  }

  #findClient(id: string): AdapterPayload | undefined {
    const app = findActiveApp(this.#org, id);
    return app === undefined ? undefined : buildClientMetadata(app);
  }

  /** A rotated refresh token counts as unused during its leeway: the response to its first use may have been lost. */
  #applyLeeway(payload: JsonObject): JsonObject {
    const { consumed, ...unused } = payload;
    const app = findActiveApp(this.#org, toText(payload["clientId"]));
    if (typeof consumed !== "number" || app === undefined) return payload;
    const seconds = this.#org.clock.now().getTime() / 1000 - consumed;
    return seconds <= readRotation(app).leeway ? unused : payload;
  }

  /** An expired device code is kept for a while, so that the device learns that it expired. */
  #countExtraSeconds(): number {
    return this.#model === "DeviceCode" ? expiredCodeSeconds : 0;
  }

  /** oidc-provider reads the clock of the machine; that of the org may be ahead. */
  #applyOrgClock(id: string, payload: JsonObject): JsonObject {
    const expiresAt = this.#org.store.get("oidc", this.#composeKey(id))?.expiresAt ?? 0;
    const isOver = expiresAt - expiredCodeSeconds * 1000 <= this.#org.clock.now().getTime();
    return isOver ? { ...payload, exp: 1 } : payload;
  }

  #findByIndex(key: string): Promise<AdapterPayload | undefined> {
    const id = findOidcState(this.#org, key)?.["id"];
    return typeof id === "string" ? this.find(id) : Promise.resolve(undefined);
  }

  #indexKeys(payload: AdapterPayload | undefined): string[] {
    const { uid, userCode } = payload ?? {};
    return [
      ...(uid !== undefined && this.#model === "Session"
        ? [composeOidcKey(this.#server, "SessionIndex", uid)]
        : []),
      ...(userCode === undefined ? [] : [composeUserCodeKey(this.#server, userCode)]),
    ];
  }

  #composeKey(id: string): string {
    return composeOidcKey(this.#server, this.#model, id);
  }
}

const expiredCodeSeconds = 3600;

/** Seconds, for what oidc-provider stores without an expiry. */
const usualLifetime = 14 * 24 * 60 * 60;

/** Whether a single-use value is used for the first time; remembers it for as long as it would be valid, in seconds. */
export function isFirstUse(org: Org, what: string, seconds: number): boolean {
  const id = createHash("sha256").update(what).digest("base64url");
  const key = composeOidcKey(orgServerId, "ReplayDetection", id);
  if (findOidcState(org, key) !== undefined) return false;
  const expiresAt = org.clock.now().getTime() + Math.max(seconds, 1) * 1000;
  org.store.write([put("oidc", key, { expiresAt, payload: {} })]);
  countWrite(org);
  return true;
}
