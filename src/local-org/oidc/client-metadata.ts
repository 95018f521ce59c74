import type { AllClientMetadata } from "oidc-provider";
import type { JsonObject } from "../json.ts";
import { toObject, isTextList, toText } from "../json.ts";
import { clientIdOf, oauthClientOf, oauthSettingsOf } from "../model/apps.ts";
import { findClientSecret } from "../model/client-secrets.ts";
import type { Org } from "../org.ts";
import type { StoredApp } from "../store/collections.ts";

export const deviceGrant = "urn:ietf:params:oauth:grant-type:device_code";

/** The grant types that the local org supports. */
const supportedGrants = ["authorization_code", "refresh_token", deviceGrant];

/** The active app behind a client ID. */
export function findActiveApp(org: Org, clientId: string): StoredApp | undefined {
  const direct = org.store.get("apps", clientId);
  const app =
    direct !== undefined && clientIdOf(direct) === clientId
      ? direct
      : org.store.list("apps").find((each) => clientIdOf(each) === clientId);
  return app?.status === "ACTIVE" && app.name === "oidc_client" ? app : undefined;
}

/** The app as oidc-provider describes a client. */
export function buildClientMetadata(app: StoredApp): AllClientMetadata {
  const credentials = oauthClientOf(app);
  const settings = oauthSettingsOf(app);
  const method = toText(credentials["token_endpoint_auth_method"]) || "client_secret_basic";
  const grants = grantsOf(app).filter((grant) => supportedGrants.includes(grant));
  const usesCode = grants.includes("authorization_code");
  return {
    client_id: clientIdOf(app),
    client_name: app.label,
    application_type: settings["application_type"] === "native" ? "native" : "web",
    redirect_uris: usesCode ? readTexts(settings, "redirect_uris") : [],
    grant_types: usesCode ? grants : [...grants, "authorization_code"],
    response_types: usesCode ? ["code"] : [],
    token_endpoint_auth_method: method as NonNullable<AllClientMetadata["token_endpoint_auth_method"]>,
    ...(method.startsWith("client_secret") && { client_secret: findClientSecret(app) }),
    ...(method === "private_key_jwt" && {
      jwks: (toObject(settings["jwks"]) ?? { keys: [] }) as unknown as NonNullable<AllClientMetadata["jwks"]>,
    }),
  };
}

export function grantsOf(app: StoredApp): readonly string[] {
  return readTexts(oauthSettingsOf(app), "grant_types");
}

export function readRedirectUris(
  app: StoredApp,
  kind: "redirect_uris" | "post_logout_redirect_uris",
): readonly string[] {
  return readTexts(oauthSettingsOf(app), kind);
}

/** ROTATE gives a new refresh token with each use; the old one stays valid for `leeway` seconds. */
export function readRotation(app: StoredApp): { readonly rotates: boolean; readonly leeway: number } {
  const settings = toObject(oauthSettingsOf(app)["refresh_token"]);
  const leeway = settings?.["leeway"];
  return {
    rotates: settings?.["rotation_type"] === "ROTATE",
    leeway: typeof leeway === "number" ? leeway : 0,
  };
}

function readTexts(settings: JsonObject, key: string): readonly string[] {
  const value = settings[key];
  return isTextList(value) ? value : [];
}
