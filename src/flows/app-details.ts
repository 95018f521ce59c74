import type { Context } from "../context.ts";
import { OktaUnlockError } from "../errors.ts";
import { hint } from "../hints.ts";
import { type OktaApp, type OktaOrg, OktaRefusal } from "../okta/port.ts";
import { readLeasedApp } from "../provision/lease.ts";
import { readClientId, readIssuer } from "../provision/org-answers.ts";
import type { PlannedStep } from "../provision/planned-steps.ts";
import { escapeControls } from "../terminal/escape-controls.ts";
import { formatMinute } from "../terminal/format-minute.ts";
import type { View } from "../terminal/session.ts";
import { formatTable } from "../terminal/table.ts";
import { isAppId } from "../values/client-id.ts";
import type { AppFormat } from "./app-formats.ts";
import { type AppSettings, formatApp } from "./format-app.ts";
import { withOrg } from "./with-org.ts";

/** An app with the values a project needs. */
export interface ShownApp extends Omit<AppSettings, "appId"> {
  readonly id: string;
  readonly label: string;
  readonly status: string;
  readonly type: string | null;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  /** Null when it has none. */
  readonly initiateLoginUri: string | null;
  readonly grantTypes: readonly string[];
  readonly refreshTokens: string;
  /** ISO 8601; null unless it is an ephemeral app. */
  readonly expiresAt: string | null;
}

/** An app that is as it was asked for. */
export interface ChangedApp {
  readonly app: ShownApp;
  readonly changed: boolean;
  readonly steps: readonly PlannedStep[];
  readonly warnings: readonly string[];
}

/** Describes an app with the issuer that its project should use: that of `default`, or of the org without it. */
export async function showApp(org: OktaOrg, app: OktaApp, knownIssuer?: string): Promise<ShownApp> {
  const client = app.settings?.oauthClient;
  const [redirectUri = null] = client?.redirect_uris ?? [];
  const [postLogoutRedirectUri = null] = client?.post_logout_redirect_uris ?? [];
  return {
    id: app.id,
    label: app.label,
    status: app.status,
    type: client?.application_type ?? null,
    org: org.orgUrl,
    issuer: readIssuer(org, knownIssuer ?? (await findIssuer(org))),
    clientId: readClientId(org, app),
    redirectUri,
    postLogoutRedirectUri,
    redirectUris: client?.redirect_uris ?? [],
    postLogoutRedirectUris: client?.post_logout_redirect_uris ?? [],
    initiateLoginUri: client?.initiate_login_uri ?? null,
    grantTypes: client?.grant_types ?? [],
    refreshTokens: describeRotation(client?.refresh_token),
    expiresAt: readLeasedApp(app)?.expiresAt.toISOString() ?? null,
  };
}

/** The issuer as the authorization server states it; a credential that may not read it is left to discovery. */
async function findIssuer(org: OktaOrg): Promise<string> {
  try {
    const server = await org.findAuthorizationServer("default");
    if (server?.status === "ACTIVE") return server.issuer;
  } catch (error) {
    if (!(error instanceof OktaRefusal)) throw error;
  }
  return (await org.discoverIssuer("default")) ?? (await org.discoverIssuer()) ?? org.orgUrl;
}

function describeRotation(
  settings:
    | { readonly rotation_type?: string | null | undefined; readonly leeway?: number | null | undefined }
    | null
    | undefined,
): string {
  if (settings?.rotation_type !== "ROTATE") return "stay the same";
  return `rotate, ${settings.leeway ?? 30} s leeway`;
}

/**
 * Finds one app by id, client ID or label. Throws `not-found` when there is none, `app-conflict` when several fit.
 * @param verb what to do with it, for the command that is shown: `show`, `open logs`
 */
export async function findAppBy(
  org: OktaOrg,
  text: string,
  verb: "show" | "update" | "delete" | "logs" | `open ${string}`,
): Promise<OktaApp> {
  const byId = isAppId(text) ? await org.getApp(text) : undefined;
  const found = byId === undefined ? await org.findApps(text) : [byId];
  const [only, ...others] = found.length > 0 ? found : await findByClientId(org, text);
  if (only === undefined) throw createNoAppError(org, text);
  if (others.length === 0) return only;
  throw new OktaUnlockError("app-conflict", {
    message: `${others.length + 1} apps have the label ${JSON.stringify(text)}.`,
    details: [only, ...others].map(({ id, label, status }) => `${id}  ${label}  ${status.toLowerCase()}`),
    next: `Use the ID of one: ${nameVerb(verb, only.id, org.flagValue)}`,
  });
}

function nameVerb(verb: Parameters<typeof findAppBy>[2], id: string, org: string): string {
  if (verb === "logs") return hint("logs", { app: id, org });
  const [, page] = verb.split(" ");
  if (page !== undefined) return hint("open", { args: [page], app: id, org });
  return hint(`apps ${verb as "show" | "update" | "delete"}`, { args: [id], org });
}

/** A client ID is the app's id unless it was chosen; then only the list knows. */
async function findByClientId(org: OktaOrg, clientId: string): Promise<OktaApp[]> {
  for await (const app of org.listApps("oidc")) {
    if (app.credentials?.oauthClient?.client_id === clientId) return [app];
  }
  return [];
}

function createNoAppError(org: OktaOrg, text: string): OktaUnlockError {
  return new OktaUnlockError("not-found", {
    message: `The org has no app ${JSON.stringify(text)}.`,
    why: "No OIDC app has that ID, client ID or label, or the credential may not see it.",
    next: `List the apps: ${hint("apps list", { org: org.flagValue })}`,
  });
}

/** The values of an app as other programs read them. */
export function toAppSettings(app: ShownApp): AppSettings {
  const { id, org, issuer, clientId, redirectUri, postLogoutRedirectUri } = app;
  return { appId: id, org, issuer, clientId, redirectUri, postLogoutRedirectUri };
}

/** With a format only the values are printed, so that the output can be a file. */
export function createShownView(format: AppFormat | undefined): View<ShownApp> {
  return {
    stdout: (app, style, width) =>
      format === undefined
        ? `${style.strong(escapeControls(app.label))}\n${formatTable(listRows(app), style, width)}`
        : formatApp(toAppSettings(app), format),
  };
}

function listRows(app: ShownApp): [string, string][] {
  return [
    ["ID", app.id],
    ["Client ID", app.clientId],
    ["Issuer", app.issuer],
    ["Status", app.status.toLowerCase()],
    ["Type", app.type ?? "other"],
    ["Redirect URIs", app.redirectUris.join(", ")],
    ["Post-logout redirect URIs", app.postLogoutRedirectUris.join(", ")],
    ...(app.initiateLoginUri === null
      ? []
      : [["Initiate login URI", app.initiateLoginUri] as [string, string]]),
    ["Grants", app.grantTypes.join(", ")],
    ["Refresh tokens", app.refreshTokens],
    ...(app.expiresAt === null ? [] : [["Expires", formatMinute(app.expiresAt)] as [string, string]]),
  ];
}

/** Finds one app by id, client ID or label. Throws `not-found` when there is none, `app-conflict` when several fit. */
export async function runAppsShow(
  context: Context,
  wanted: { readonly app: string; readonly org: string | undefined },
): Promise<ShownApp> {
  return withOrg(context, wanted.org, async ({ org }) =>
    showApp(org, await findAppBy(org, wanted.app, "show")),
  );
}
