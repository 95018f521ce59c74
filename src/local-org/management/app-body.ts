import type { Json, JsonObject } from "../json.ts";
import { toObject, omit, toText } from "../json.ts";
import type { Org } from "../org.ts";
import { isSameSecret } from "../same-secret.ts";
import type { Status, StoredApp } from "../store/collections.ts";
import { clientIdOf, oauthClientOf, oauthSettingsOf } from "../model/apps.ts";
import type { ClientSecret } from "../model/client-secrets.ts";
import { createClientSecret, readStoredSecrets, secretMethods } from "../model/client-secrets.ts";
import { findOrgPolicy } from "../model/system-policies.ts";
import { validateApp } from "./app-validation.ts";
import { keepPublicKeys } from "./jwks-rules.ts";

/** Fields that a client can't set; clients send them back when they PUT an object that they read. */
const readOnly = [
  "id",
  "orn",
  "status",
  "created",
  "lastUpdated",
  "features",
  "_links",
  "_embedded",
  "accessPolicyId",
  "profileEnrollmentId",
  "clientSecrets",
];

type Stamp = Pick<StoredApp, "id" | "created" | "lastUpdated">;

/** The app that a POST body describes. Throws E0000001. */
export function createApp(
  org: Org,
  body: JsonObject,
  { stamped, status }: { readonly stamped: Stamp; readonly status: Status },
): StoredApp {
  validateApp(org, body, undefined);
  return complete(body, {
    ...stamped,
    status,
    clientId: toText(oauthClientOf(body)["client_id"]) || stamped.id,
    accessPolicyId: findOrgPolicy(org, "ACCESS_POLICY"),
    clientSecrets: usesSecret(body) ? [createClientSecret(org.clock, readSecret(body))] : [],
  });
}

/** The app that a PUT body turns `known` into: every field is replaced. Throws E0000001. */
export function replaceApp(
  known: StoredApp,
  { org, body, stamped }: { readonly org: Org; readonly body: JsonObject; readonly stamped: Stamp },
): StoredApp {
  const kept = keepRefreshToken(known, body);
  validateApp(org, kept, known);
  return complete(kept, {
    ...stamped,
    status: known.status,
    clientId: clientIdOf(known),
    accessPolicyId: toText(known["accessPolicyId"]),
    ...(known["profileEnrollmentId"] !== undefined && { profileEnrollmentId: known["profileEnrollmentId"] }),
    clientSecrets: replaceSecret(org, known, body),
  });
}

/** The method that an app authenticates with. */
function readMethod(body: JsonObject): string {
  return toText(oauthClientOf(body)["token_endpoint_auth_method"] ?? "client_secret_basic");
}

function usesSecret(body: JsonObject): boolean {
  return secretMethods.includes(readMethod(body));
}

/** Empty when the body leaves the secret to Okta. */
function readSecret(body: JsonObject): string {
  return toText(oauthClientOf(body)["client_secret"]);
}

/** A secret in the body takes the place of the one in use; without one, the secrets stay as they are. */
function replaceSecret(org: Org, known: StoredApp, body: JsonObject): readonly ClientSecret[] {
  const secrets = readStoredSecrets(known);
  const given = readSecret(body);
  if (!usesSecret(body)) return secrets;
  if (secrets.length === 0) return [createClientSecret(org.clock, given)];
  if (given === "" || secrets.some((each) => isSameSecret(each.client_secret, given))) return secrets;
  const inUse = secrets.findIndex(({ status }) => status === "ACTIVE");
  const replaced = secrets[inUse];
  return replaced === undefined ? secrets : secrets.with(inUse, { ...replaced, client_secret: given });
}

/** `settings.oauthClient.refresh_token` is the only setting that keeps its value when a PUT leaves it out. */
function keepRefreshToken(known: StoredApp, body: JsonObject): JsonObject {
  const refreshToken = oauthSettingsOf(known)["refresh_token"];
  const oauthClient = oauthSettingsOf(body);
  if (refreshToken === undefined || oauthClient["refresh_token"] !== undefined) return body;
  const settings = {
    ...toObject(body["settings"]),
    oauthClient: { ...oauthClient, refresh_token: refreshToken },
  };
  return { ...body, settings };
}

interface ServerSide extends Stamp {
  readonly status: Status;
  readonly clientId: string;
  readonly accessPolicyId: string;
  readonly profileEnrollmentId?: Json;
  readonly clientSecrets: readonly ClientSecret[];
}

/** The body with Okta's defaults. Unknown fields are kept. */
function complete(body: JsonObject, serverSide: ServerSide): StoredApp {
  const { clientId, ...rest } = serverSide;
  const accessibility = { selfService: false, errorRedirectUrl: null, loginRedirectUrl: null };
  return {
    ...omit(body, readOnly),
    ...rest,
    name: "oidc_client",
    label: toText(body["label"]),
    signOnMode: "OPENID_CONNECT",
    features: [],
    universalLogout: body["universalLogout"] ?? null,
    accessibility: { ...accessibility, ...toObject(body["accessibility"]) },
    visibility: completeVisibility(toObject(body["visibility"])),
    credentials: completeCredentials(body, clientId),
    settings: completeSettings(body),
  };
}

function completeVisibility(visibility: JsonObject | undefined): JsonObject {
  return {
    autoLaunch: false,
    autoSubmitToolbar: false,
    appLinks: { oidc_client_link: true },
    ...visibility,
    hide: { iOS: true, web: true, ...toObject(visibility?.["hide"]) },
  };
}

function completeCredentials(body: JsonObject, clientId: string): JsonObject {
  const oauthClient = omit(oauthClientOf(body), ["client_secret"]);
  const method = readMethod(body);
  const type = toText(oauthSettingsOf(body)["application_type"]);
  return {
    userNameTemplate: { template: "${source.login}", type: "BUILT_IN" },
    signing: {},
    ...toObject(body["credentials"]),
    oauthClient: {
      autoKeyRotation: true,
      pkce_required: method === "none" || type === "native" || type === "browser",
      ...oauthClient,
      token_endpoint_auth_method: method,
      client_id: clientId,
    },
  };
}

function completeSettings(body: JsonObject): JsonObject {
  const settings = toObject(body["settings"]);
  return {
    app: {},
    notifications: { vpn: { network: { connection: "DISABLED" }, message: null, helpUrl: null } },
    manualProvisioning: false,
    implicitAssignment: false,
    emOptInStatus: "NONE",
    ...settings,
    notes: { admin: null, enduser: null, ...toObject(settings?.["notes"]) },
    oauthClient: completeOauthSettings(oauthSettingsOf(body)),
  };
}

function completeOauthSettings(settings: JsonObject): JsonObject {
  return {
    application_type: "web",
    response_types: ["code"],
    // An Integrator org has DYNAMIC, too.
    issuer_mode: "DYNAMIC",
    client_uri: null,
    logo_uri: null,
    consent_method: "TRUSTED",
    idp_initiated_login: { mode: "DISABLED", default_scope: [] },
    wildcard_redirect: "DISABLED",
    dpop_bound_access_tokens: false,
    participate_slo: false,
    ...settings,
    ...keepPublicKeys(settings["jwks"]),
    ...completeRefreshToken(settings),
  };
}

/** Default: STATIC, or ROTATE for single-page apps; a rotated token has 30 seconds of leeway. */
function completeRefreshToken(settings: JsonObject): JsonObject {
  const grants = settings["grant_types"];
  const chosen = toObject(settings["refresh_token"]);
  if (chosen !== undefined) return { refresh_token: { leeway: 30, ...chosen } };
  if (!Array.isArray(grants) || !grants.includes("refresh_token")) return {};
  const rotation = settings["application_type"] === "browser" ? "ROTATE" : "STATIC";
  return { refresh_token: { rotation_type: rotation, leeway: 30 } };
}
