import { createHash } from "node:crypto";
import type { Org } from "../../org.ts";
import { put } from "../../store/change.ts";
import { countWrite, findOidcState, oidcKey } from "../adapter.ts";
import { orgServerId } from "../servers.ts";

/** Whether something that is good once was not used before; remembers it for as long as it would be good, in seconds. */
export function isFirstUse(org: Org, what: string, seconds: number): boolean {
  const id = createHash("sha256").update(what).digest("base64url");
  const key = oidcKey(orgServerId, "ReplayDetection", id);
  if (findOidcState(org, key) !== undefined) return false;
  const expiresAt = org.clock.now().getTime() + Math.max(seconds, 1) * 1000;
  org.store.write([put("oidc", key, { expiresAt, payload: {} })]);
  countWrite(org);
  return true;
}
