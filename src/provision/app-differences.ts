import type { JsonObject, OktaApp } from "../okta/port.ts";
import type { DesiredState, NativeAppBody } from "./desired.ts";

export interface FieldChange {
  /** The path in Okta's JSON: `settings.oauthClient.redirect_uris`. */
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

export interface AppDifferences {
  readonly changes: readonly FieldChange[];
  /** The whole app as it was read, with the changes made. */
  readonly app: JsonObject;
}

/**
 * What an app lacks for the project, and the app with it put right. Lists are added to, never cut: URIs and grants
 * that somebody else registered stay.
 */
export function compareApp(app: OktaApp, { app: wanted }: DesiredState): AppDifferences {
  return applyWishes(
    app,
    managedFields.map(({ path, wish }) => ({ path, value: wish(wanted, readPath(app, path)) })),
  );
}

/** A field, and the value it should have. */
export interface Wish {
  readonly path: string;
  readonly value: unknown;
}

/** What has to change in an app so that each wish is true. */
export function applyWishes(app: OktaApp, wishes: readonly Wish[]): AppDifferences {
  const wanted = wishes.reduce(
    (result, { path, value }) =>
      isSame(readPath(result, path), value) ? result : writePath(result, path.split("."), value),
    toObject(app),
  );
  const changes = listDifferences(app, wanted);
  return { changes, app: removeSecret(wanted, changes) };
}

/** The fields of `app` that are not as in `former`. What only `former` has is not looked at. */
export function listDifferences(former: JsonObject, app: JsonObject, path = ""): readonly FieldChange[] {
  return Object.entries(app).flatMap(([key, to]) => {
    const [field, from] = [`${path}${key}`, former[key]];
    // A removed secret is no change to be shown or taken back.
    if (to === undefined || isSame(from, to)) return [];
    return isObject(to) ? listDifferences(toObject(from), to, `${field}.`) : [{ field, from, to }];
  });
}

/**
 * The changes made once more, in an app that somebody else changed meanwhile: what they changed beside them stays, entries
 * of the same list included.
 */
export function repeatChanges(current: OktaApp, changes: readonly FieldChange[]): JsonObject {
  const app = changes.reduce(
    (result, { field, from, to }) =>
      writePath(result, field.split("."), mergeValue(readPath(result, field), from, to)),
    toObject(current),
  );
  return removeSecret(app, changes);
}

function mergeValue(current: unknown, from: unknown, to: unknown): unknown {
  if (!Array.isArray(current) || !Array.isArray(to)) return to;
  const before: readonly unknown[] = Array.isArray(from) ? from : [];
  const after: readonly unknown[] = to;
  const kept = current.filter((item) => after.includes(item) || !before.includes(item));
  return [...kept, ...after.filter((item) => !before.includes(item) && !kept.includes(item))];
}

/**
 * An app with our changes taken back, and what others changed meanwhile left alone. Undefined when none of our changes
 * is in it.
 * @param former the app as it was before our changes
 */
export function revertApp(
  current: OktaApp,
  former: JsonObject,
  changes: readonly FieldChange[],
): JsonObject | undefined {
  const made = changes.filter(({ field, to }) => isSame(readPath(current, field), to));
  if (made.length === 0) return undefined;
  return made.reduce((app, { field }) => restorePath(app, former, field.split(".")), toObject(current));
}

interface ManagedField {
  readonly path: string;
  /** The value the field should have, given the one it has. */
  readonly wish: (wanted: NativeAppBody, current: unknown) => unknown;
}

const managedFields: readonly ManagedField[] = [
  { path: "label", wish: ({ label }) => label },
  manageCredential("token_endpoint_auth_method"),
  manageCredential("pkce_required"),
  manageList("redirect_uris"),
  manageList("post_logout_redirect_uris"),
  // Set when requested, never removed: somebody may have set it in the Admin Console.
  {
    path: "settings.oauthClient.initiate_login_uri",
    wish: ({ settings }, current) => settings.oauthClient.initiate_login_uri ?? current,
  },
  manageList("response_types"),
  manageList("grant_types"),
  manageRotation("rotation_type"),
  manageRotation("leeway"),
  // Turned on when requested, never turned off: an org may have opened the app to everyone.
  {
    path: "settings.implicitAssignment",
    wish: ({ settings }, current) => (settings.implicitAssignment ? true : current),
  },
  // The project's code sends no DPoP proofs. Only `true` is changed.
  {
    path: "settings.oauthClient.dpop_bound_access_tokens",
    wish: (_wanted, current) => (current === true ? false : current),
  },
  { path: "profile.okta_unlock.project", wish: ({ profile }) => profile.okta_unlock.project },
];

function manageCredential(name: "token_endpoint_auth_method" | "pkce_required"): ManagedField {
  const wish: ManagedField["wish"] = ({ credentials }) => credentials.oauthClient[name];
  return { path: `credentials.oauthClient.${name}`, wish };
}

function manageRotation(name: "rotation_type" | "leeway"): ManagedField {
  const wish: ManagedField["wish"] = ({ settings }) => settings.oauthClient.refresh_token[name];
  return { path: `settings.oauthClient.refresh_token.${name}`, wish };
}

type ListName = "redirect_uris" | "post_logout_redirect_uris" | "response_types" | "grant_types";

function manageList(name: ListName): ManagedField {
  return {
    path: `settings.oauthClient.${name}`,
    wish: ({ settings }, current) => addMissing(current, settings.oauthClient[name]),
  };
}

function addMissing(current: unknown, wanted: readonly string[]): unknown {
  const present: readonly unknown[] = Array.isArray(current) ? current : [];
  const missing = wanted.filter((item) => !present.includes(item));
  return missing.length === 0 ? current : [...present, ...missing];
}

/** A client that becomes public must not send its old secret back. */
function removeSecret(app: JsonObject, changes: readonly FieldChange[]): JsonObject {
  if (!changes.some(({ field }) => field.endsWith("token_endpoint_auth_method"))) return app;
  return writePath(app, ["credentials", "oauthClient", "client_secret"], undefined);
}

/** The value at a path such as `settings.oauthClient.redirect_uris`; undefined when a part of the path is missing. */
function readPath(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((inner, key) => toObject(inner)[key], value);
}

/** The object with another value at the path; everything beside it stays. */
function writePath(object: JsonObject, [key = "", ...rest]: readonly string[], value: unknown): JsonObject {
  return { ...object, [key]: rest.length === 0 ? value : writePath(toObject(object[key]), rest, value) };
}

/** The object with what `former` has at the path. What was missing there is missing again. */
function restorePath(
  object: JsonObject,
  former: JsonObject,
  [key = "", ...rest]: readonly string[],
): JsonObject {
  const { [key]: current, ...others } = object;
  if (!(key in former)) return others;
  const isLeaf = rest.length === 0 || typeof former[key] !== "object" || former[key] === null;
  return {
    ...object,
    [key]: isLeaf ? former[key] : restorePath(toObject(current), toObject(former[key]), rest),
  };
}

/** True for values of JSON that were read in the same order of keys. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value as an object; empty when it is none. */
function toObject(value: unknown): JsonObject {
  return typeof value === "object" && value !== null ? (value as JsonObject) : {};
}
