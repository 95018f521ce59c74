import type { JsonObject, OktaApp } from "../okta/port.ts";
import { asJson, isSame, readPath, restorePath, writePath } from "./json-path.ts";
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
  const wishes = managedFields.map(({ path, wish }) => ({
    path,
    value: wish(wanted, readPath(app, path)),
  }));
  const { changes, app: changed } = differencesOf(app, wishes);
  return { changes, app: withoutSecret(changed, changes) };
}

/** A field, and the value it should have. */
export interface Wish {
  readonly path: string;
  readonly value: unknown;
}

/** What has to change in an app so that each wish is true. */
export function differencesOf(app: OktaApp, wishes: readonly Wish[]): AppDifferences {
  const changes = wishes
    .map(({ path, value }) => changeOf(app, path, value))
    .filter((change) => change !== undefined);
  const changed = changes.reduce(
    (result, { field, to }) => writePath(result, field.split("."), to),
    asJson(app),
  );
  return { changes, app: changed };
}

/**
 * An app with our changes taken back, and what others changed meanwhile left alone. Undefined when none of our changes
 * is in it.
 * @param former the app as it was before our changes
 */
export function revertApp(
  current: OktaApp,
  former: OktaApp,
  changes: readonly FieldChange[],
): JsonObject | undefined {
  const made = changes.filter(({ field, to }) => isSame(readPath(current, field), to));
  if (made.length === 0) return undefined;
  return made.reduce((app, { field }) => restorePath(app, asJson(former), field.split(".")), asJson(current));
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
  // Wanted or not asked for: an org that opened the app to everyone keeps it open.
  {
    path: "settings.implicitAssignment",
    wish: ({ settings }, current) => (settings.implicitAssignment ? true : current),
  },
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
  return isSame(from, to) ? undefined : { field, from, to };
}

/** A client that becomes public must not send its old secret back. */
function withoutSecret(app: JsonObject, changes: readonly FieldChange[]): JsonObject {
  if (!changes.some(({ field }) => field.endsWith("token_endpoint_auth_method"))) return app;
  return writePath(app, ["credentials", "oauthClient", "client_secret"], undefined);
}
