import { createHash } from "node:crypto";
import type { JsonObject } from "../json.ts";
import { omit, toText } from "../json.ts";
import type { EventParty, StoredEvent } from "../store/collections.ts";
import { nameReason } from "./log-reasons.ts";

/** An event in the form of Okta's System Log (Okta: LogEvent object), without what only the activity page shows. */
export function toLogEvent(event: StoredEvent): JsonObject {
  const { requestApiTokenId, ...debugData } = event.details;
  return {
    actor: toActor(event.actor),
    client: toClient(event),
    device: null,
    authenticationContext: toAuthenticationContext(event),
    displayMessage: event.message,
    eventType: event.eventType,
    outcome: { result: event.outcome, reason: nameReason(event.reason) ?? null },
    published: event.created,
    securityContext: { asNumber: null, asOrg: null, isp: null, domain: null, isProxy: null },
    severity: toSeverity(event),
    debugContext: { debugData: { ...debugData, ...toRequestId(event) } },
    legacyEventType: null,
    transaction: {
      type: "WEB",
      id: event.requestId ?? "unknown",
      detail: requestApiTokenId === undefined ? {} : { requestApiTokenId },
    },
    uuid: deriveUuid(event),
    version: "0",
    request: { ipChain: toIpChain(event.ipAddress) },
    target: event.targets.length === 0 ? null : event.targets.map(withDetails),
  };
}

/** The UUID, derived from the event's id so that it never changes. */
export function deriveUuid(event: StoredEvent): string {
  const hex = createHash("sha256").update(event.id).digest("hex");
  const groups = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`];
  return [...groups, hex.slice(20, 32)].join("-");
}

export function toSeverity({ outcome }: StoredEvent): string {
  return outcome === "FAILURE" ? "WARN" : "INFO";
}

function toActor(actor: EventParty | undefined): JsonObject {
  return withDetails(
    actor ?? { id: "unknown", type: "SystemPrincipal", alternateId: "unknown", displayName: "unknown" },
  );
}

function withDetails(party: EventParty): JsonObject {
  return { ...party, detailEntry: null };
}

function toClient({ userAgent = "", ipAddress, details }: StoredEvent): JsonObject {
  return {
    userAgent: parseUserAgent(userAgent),
    zone: null,
    device: /Mobile|Android|iPhone/u.test(userAgent) ? "Mobile" : userAgent === "" ? "Unknown" : "Computer",
    id: toText(details["clientId"]) || null,
    ipAddress: ipAddress ?? null,
    geographicalContext: null,
  };
}

function toAuthenticationContext({ details }: StoredEvent): JsonObject {
  return {
    authenticationProvider: null,
    credentialProvider: null,
    credentialType: null,
    issuer: null,
    interface: null,
    authenticationStep: 0,
    externalSessionId: toText(details["sessionId"]) || "unknown",
  };
}

function toRequestId({ requestId }: StoredEvent): JsonObject {
  return requestId === undefined ? {} : { requestId };
}

function toIpChain(ip: string | undefined): JsonObject[] {
  if (ip === undefined || ip === "") return [];
  return [{ ip, geographicalContext: null, version: ip.includes(":") ? "V6" : "V4", source: null }];
}

/** Every text of the event: `q` searches them. */
export function collectTexts(event: StoredEvent): string[] {
  const shown = omit(toLogEvent(event), ["securityContext", "legacyEventType", "version"]);
  const texts: string[] = [];
  // The fastest way to visit every level.
  JSON.stringify(shown, (_key, value: unknown) => {
    if (typeof value === "string") texts.push(value.toLowerCase());
    return value;
  });
  return texts;
}

const systems: readonly (readonly [RegExp, string])[] = [
  [/iPhone|iPad/u, "iOS"],
  [/Android/u, "Android"],
  [/Windows/u, "Windows"],
  [/Mac OS X|Macintosh|darwin/u, "Mac OS X"],
  [/Linux|linux/u, "Linux"],
];

const browsers: readonly (readonly [RegExp, string])[] = [
  [/Edg\//u, "EDGE"],
  [/Firefox\//u, "FIREFOX"],
  [/Chrome\//u, "CHROME"],
  [/Safari\//u, "SAFARI"],
];

/** A `User-Agent` header as the System Log shows it. */
function parseUserAgent(rawUserAgent: string): JsonObject {
  return {
    rawUserAgent,
    os: findName(systems, rawUserAgent) ?? "Unknown",
    browser: findName(browsers, rawUserAgent) ?? "UNKNOWN",
  };
}

function findName(names: readonly (readonly [RegExp, string])[], text: string): string | undefined {
  return names.find(([pattern]) => pattern.test(text))?.[1];
}
