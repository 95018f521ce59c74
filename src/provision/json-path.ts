import type { JsonObject } from "../okta/port.ts";

/** The value at a path such as `settings.oauthClient.redirect_uris`; undefined when a part of the path is missing. */
export function readPath(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((inner, key) => asJson(inner)[key], value);
}

/** The object with another value at the path; everything beside it stays. */
export function writePath(
  object: JsonObject,
  [key = "", ...rest]: readonly string[],
  value: unknown,
): JsonObject {
  return { ...object, [key]: rest.length === 0 ? value : writePath(asJson(object[key]), rest, value) };
}

/** The object with what `former` has at the path. What was missing there is missing again. */
export function restorePath(
  object: JsonObject,
  former: JsonObject,
  [key = "", ...rest]: readonly string[],
): JsonObject {
  const { [key]: current, ...others } = object;
  if (!(key in former)) return others;
  const isLeaf = rest.length === 0 || typeof former[key] !== "object" || former[key] === null;
  return { ...object, [key]: isLeaf ? former[key] : restorePath(asJson(current), asJson(former[key]), rest) };
}

/** True for values of JSON that were read in the same order of keys. */
export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The value as an object; empty when it is none. */
export function asJson(value: unknown): JsonObject {
  return typeof value === "object" && value !== null ? (value as JsonObject) : {};
}
