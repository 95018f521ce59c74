import type { Context } from "../../context.ts";
import { OktaRefusal, type OktaApp, type OktaOrg } from "../../okta/port.ts";
import { readLeasedApp } from "../../provision/lease.ts";
import { withOrg } from "../../flows/with-org.ts";
import { findAppBy } from "./find.ts";
import type { AppSettings } from "./formats.ts";

/** An app with the values a project needs. */
export interface ShownApp extends Omit<AppSettings, "appId"> {
  readonly id: string;
  readonly label: string;
  readonly status: string;
  readonly type: string | null;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  readonly grantTypes: readonly string[];
  readonly refreshTokens: string;
  /** ISO 8601; null unless it is an ephemeral app. */
  readonly expiresAt: string | null;
}

/** Finds one app by id, client ID or label. Throws `okta-refused` when there is none, `app-conflict` when several fit. */
export async function runAppsShow(
  context: Context,
  wanted: { readonly app: string; readonly org: string | undefined },
): Promise<ShownApp> {
  return withOrg(context, wanted.org, "okta-unlock apps show 0oa1b2c3d4 --org local", async ({ org }) =>
    showApp(org, await findAppBy(org, wanted.app, "show")),
  );
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
    issuer: knownIssuer ?? (await issuerOf(org)),
    clientId: app.credentials?.oauthClient?.client_id ?? app.id,
    redirectUri,
    postLogoutRedirectUri,
    redirectUris: client?.redirect_uris ?? [],
    postLogoutRedirectUris: client?.post_logout_redirect_uris ?? [],
    grantTypes: client?.grant_types ?? [],
    refreshTokens: describeRotation(client?.refresh_token),
    expiresAt: readLeasedApp(app)?.expiresAt.toISOString() ?? null,
  };
}

/** The issuer as the authorization server states it; a credential that may not read it is left to discovery. */
async function issuerOf(org: OktaOrg): Promise<string> {
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
