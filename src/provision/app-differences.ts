import type { JsonObject, OktaApp } from "../org/port.ts";
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
  const changes = managedFields
    .map(({ path, wish }) => changeOf(app, path, wish(wanted, readPath(app, path))))
    .filter((change) => change !== undefined);
  const changed = changes.reduce(
    (result, { field, to }) => writePath(result, field.split("."), to),
    asJson(app),
  );
  return { changes, app: withoutSecret(changed, changes) };
}

interface ManagedField {
  readonly path: string;
  /** The value the field should have, given the one it has. */
  readonly wish: (wanted: NativeAppBody, current: unknown) => unknown;
}

const managedFields: readonly ManagedField[] = [
  { path: "label", wish: ({ label }) => label },
  oauthCredential("token_endpoint_auth_method"),
  oauthCredential("pkce_required"),
  oauthList("redirect_uris"),
  oauthList("post_logout_redirect_uris"),
  oauthList("response_types"),
  oauthList("grant_types"),
  rotation("rotation_type"),
  rotation("leeway"),
  // Only true is wrong: the project's code sends no DPoP proofs.
  {
    path: "settings.oauthClient.dpop_bound_access_tokens",
    wish: (_wanted, current) => (current === true ? false : current),
  },
  { path: "profile.okta_unlock.project", wish: ({ profile }) => profile.okta_unlock.project },
];

function oauthCredential(name: "token_endpoint_auth_method" | "pkce_required"): ManagedField {
  const wish: ManagedField["wish"] = ({ credentials }) => credentials.oauthClient[name];
  return { path: `credentials.oauthClient.${name}`, wish };
}

function rotation(name: "rotation_type" | "leeway"): ManagedField {
  const wish: ManagedField["wish"] = ({ settings }) => settings.oauthClient.refresh_token[name];
  return { path: `settings.oauthClient.refresh_token.${name}`, wish };
}

type ListName = "redirect_uris" | "post_logout_redirect_uris" | "response_types" | "grant_types";

function oauthList(name: ListName): ManagedField {
  return {
    path: `settings.oauthClient.${name}`,
    wish: ({ settings }, current) => withMissing(current, settings.oauthClient[name]),
  };
}

function withMissing(current: unknown, wanted: readonly string[]): unknown {
  const present: readonly unknown[] = Array.isArray(current) ? current : [];
  const missing = wanted.filter((item) => !present.includes(item));
  return missing.length === 0 ? current : [...present, ...missing];
}

function changeOf(app: OktaApp, field: string, to: unknown): FieldChange | undefined {
  const from = readPath(app, field);
  return from === to ? undefined : { field, from, to };
}

function readPath(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((inner, key) => asJson(inner)[key], value);
}

function writePath(object: JsonObject, [key = "", ...rest]: readonly string[], value: unknown): JsonObject {
  return { ...object, [key]: rest.length === 0 ? value : writePath(asJson(object[key]), rest, value) };
}

/** The value as an object; empty when it is none. */
function asJson(value: unknown): JsonObject {
  return typeof value === "object" && value !== null ? (value as JsonObject) : {};
}

/** A client that becomes public must not send its old secret back. */
function withoutSecret(app: JsonObject, changes: readonly FieldChange[]): JsonObject {
  if (!changes.some(({ field }) => field.endsWith("token_endpoint_auth_method"))) return app;
  return writePath(app, ["credentials", "oauthClient", "client_secret"], undefined);
}
