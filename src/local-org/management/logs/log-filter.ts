import type { StoredEvent } from "../../store/collections.ts";
import { ApiError } from "../../http/api-error.ts";
import { textOf } from "../../json.ts";
import type { AttributeReader, FilterGrammar, Predicate } from "../filter.ts";
import { parseFilter } from "../filter.ts";
import { toSeverity, collectTexts, deriveUuid } from "./log-event.ts";

const readers: Readonly<Record<string, AttributeReader<StoredEvent>>> = {
  uuid: deriveUuid,
  eventType: (event) => event.eventType,
  displayMessage: (event) => event.message,
  severity: toSeverity,
  version: () => "0",
  "outcome.result": (event) => event.outcome,
  "outcome.reason": (event) => event.reason,
  "actor.id": (event) => event.actor?.id,
  "actor.type": (event) => event.actor?.type,
  "actor.alternateId": (event) => event.actor?.alternateId,
  "actor.displayName": (event) => event.actor?.displayName,
  "target.id": (event) => event.targets.map(({ id }) => id),
  "target.type": (event) => event.targets.map(({ type }) => type),
  "target.alternateId": (event) => event.targets.map(({ alternateId }) => alternateId),
  "target.displayName": (event) => event.targets.map(({ displayName }) => displayName),
  "client.id": (event) => textOf(event.details["clientId"]),
  "client.ipAddress": (event) => event.ipAddress,
  "client.userAgent.rawUserAgent": (event) => event.userAgent,
  "request.ipChain.ip": (event) => event.ipAddress,
  "transaction.id": (event) => event.requestId,
  "transaction.type": () => "WEB",
};

const grammar: FilterGrammar<StoredEvent> = {
  reader: (attribute) => {
    if (Object.hasOwn(readers, attribute)) return readers[attribute];
    const detail = /^debugContext\.debugData\.(\w+)$/u.exec(attribute)?.[1];
    if (detail !== undefined) return (event) => textOf(event.details[detail]);
    throw createFilterError(`field is not valid: ${attribute}`);
  },
};

/** The predicate of `filter` (SCIM). Throws E0000053, the System Log's error for every invalid filter. */
export function parseLogFilter(text: string): Predicate<StoredEvent> {
  try {
    return parseFilter(text, grammar);
  } catch (error) {
    if (error instanceof ApiError && error.errorCode === "E0000031")
      throw createFilterError(`Invalid filter '${text}'`);
    throw error;
  }
}

function createFilterError(summary: string): ApiError {
  return new ApiError(400, "E0000053", summary);
}

/** The predicate of `q`: the event contains every word as a whole word, regardless of case. */
export function parseKeywords(q: string): Predicate<StoredEvent> {
  const keywords = q.trim().toLowerCase().split(/\s+/u).filter(Boolean);
  return (event) => {
    const words = new Set(collectTexts(event).flatMap(splitWords));
    return keywords.every((keyword) => words.has(keyword));
  };
}

/** The text itself, its words, and the parts of words with hyphens and other signs. */
function splitWords(text: string): string[] {
  return [text, ...text.split(/\s+/u), ...text.split(/[\s\-/,;:()]+/u)];
}
