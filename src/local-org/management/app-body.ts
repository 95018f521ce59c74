import { createRandomText } from "../ids.ts";
import type { JsonObject } from "../json.ts";
import { toObject, omit, toText } from "../json.ts";
import type { Org } from "../org.ts";
import type { Status, StoredApp } from "../store/collections.ts";
import { clientIdOf, oauthClientOf, oauthSettingsOf } from "../model/apps.ts";
import { secretMethods, validateApp } from "./app-validation.ts";
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
    accessPolicyId: org.store.list("accessPolicies")[0]?.id ?? "",
    clientSecret: createRandomText(64),
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
    clientSecret: toText(oauthClientOf(known)["client_secret"]) || createRandomText(64),
  });
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
  readonly clientSecret: string;
}

/** The body with Okta's defaults. Unknown fields are kept. */
function complete(body: JsonObject, serverSide: ServerSide): StoredApp {
  const { clientId, clientSecret, ...rest } = serverSide;
  const accessibility = { selfService: false, errorRedirectUrl: null, loginRedirectUrl: null };
  return {
    ...omit(body, readOnly),
    ...rest,
    name: "oidc_client",
    label: toText(body["label"]),
    signOnMode: "OPENID_CONNECT",
    features: [],
    accessibility: { ...accessibility, ...toObject(body["accessibility"]) },
    visibility: completeVisibility(toObject(body["visibility"])),
    credentials: completeCredentials(body, clientId, clientSecret),
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

function completeCredentials(body: JsonObject, clientId: string, newSecret: string): JsonObject {
  const { client_secret: secret, ...oauthClient } = oauthClientOf(body);
  const method = toText(oauthClient["token_endpoint_auth_method"] ?? "client_secret_basic");
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
      ...(secretMethods.includes(method) ? { client_secret: toText(secret) || newSecret } : {}),
    },
  };
}

function completeSettings(body: JsonObject): JsonObject {
  return {
    app: {},
    notifications: { vpn: { network: { connection: "DISABLED" }, message: null, helpUrl: null } },
    manualProvisioning: false,
    implicitAssignment: false,
    notes: { admin: null, enduser: null },
    emOptInStatus: "DISABLED",
    ...toObject(body["settings"]),
    oauthClient: completeOauthSettings(oauthSettingsOf(body)),
  };
}

function completeOauthSettings(settings: JsonObject): JsonObject {
  return {
    application_type: "web",
    response_types: ["code"],
    issuer_mode: "ORG_URL",
    consent_method: "TRUSTED",
    idp_initiated_login: { mode: "DISABLED", default_scope: [] },
    wildcard_redirect: "DISABLED",
    dpop_bound_access_tokens: false,
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
