import { asObject, omit, textOf } from "../json.ts";
import type { Org } from "../org.ts";
import { stamp } from "../org.ts";
import type { JsonObject } from "../json.ts";
import type { Status, StoredApp } from "../store/collections.ts";
import { validateApp } from "./app-validation.ts";

/** What a client can't set: sent back by those who PUT what they got. */
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

/** The app that a POST body describes. Throws E0000001. */
export function newApp(org: Org, body: JsonObject, status: Status): StoredApp {
  const stamped = stamp(org.clock, "0oa");
  const clientId = oauthClientOf(body)["client_id"];
  validateApp(org, body, undefined);
  return complete(org, body, {
    ...stamped,
    status,
    clientId: typeof clientId === "string" ? clientId : stamped.id,
    accessPolicyId: org.store.list("accessPolicies")[0]?.id ?? "",
  });
}

/** The app that a PUT body turns `known` into. Throws E0000001. */
export function replacedApp(org: Org, known: StoredApp, body: JsonObject): StoredApp {
  const kept = keepRefreshToken(known, body);
  validateApp(org, kept, known);
  return complete(org, kept, {
    id: known.id,
    created: known.created,
    lastUpdated: org.clock.now().toISOString(),
    status: known.status,
    clientId: clientIdOf(known),
    accessPolicyId: textOf(known["accessPolicyId"]),
  });
}

export function oauthClientOf(app: JsonObject): JsonObject {
  return asObject(asObject(app["credentials"])?.["oauthClient"]) ?? {};
}

export function oauthSettingsOf(app: JsonObject): JsonObject {
  return asObject(asObject(app["settings"])?.["oauthClient"]) ?? {};
}

/** The client ID of an app: what `/authorize` calls `client_id`. */
export function clientIdOf(app: StoredApp): string {
  const clientId = oauthClientOf(app)["client_id"];
  return typeof clientId === "string" ? clientId : app.id;
}

/** `settings.oauthClient.refresh_token` keeps its value when a PUT leaves it out. */
function keepRefreshToken(known: StoredApp, body: JsonObject): JsonObject {
  const refreshToken = oauthSettingsOf(known)["refresh_token"];
  const oauthClient = oauthSettingsOf(body);
  if (refreshToken === undefined || oauthClient["refresh_token"] !== undefined) return body;
  const settings = {
    ...asObject(body["settings"]),
    oauthClient: { ...oauthClient, refresh_token: refreshToken },
  };
  return { ...body, settings };
}

interface ServerSide {
  readonly id: string;
  readonly created: string;
  readonly lastUpdated: string;
  readonly status: Status;
  readonly clientId: string;
  readonly accessPolicyId: string;
}

/** The body with what Okta fills in. Unknown fields stay. */
function complete(_org: Org, body: JsonObject, serverSide: ServerSide): StoredApp {
  const { clientId, ...rest } = serverSide;
  return {
    ...rest,
    name: "oidc_client",
    label: textOf(body["label"]),
    signOnMode: "OPENID_CONNECT",
    features: [],
    accessibility: {
      selfService: false,
      errorRedirectUrl: null,
      loginRedirectUrl: null,
      ...asObject(body["accessibility"]),
    },
    visibility: completeVisibility(asObject(body["visibility"])),
    ...omit(body, [
      ...readOnly,
      "name",
      "label",
      "signOnMode",
      "accessibility",
      "visibility",
      "credentials",
      "settings",
    ]),
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
    hide: { iOS: true, web: true, ...asObject(visibility?.["hide"]) },
  };
}

function completeCredentials(body: JsonObject, clientId: string): JsonObject {
  const oauthClient = oauthClientOf(body);
  return {
    userNameTemplate: { template: "${source.login}", type: "BUILT_IN" },
    signing: {},
    ...asObject(body["credentials"]),
    oauthClient: {
      autoKeyRotation: true,
      token_endpoint_auth_method: "client_secret_basic",
      pkce_required: oauthClient["token_endpoint_auth_method"] === "none",
      ...oauthClient,
      client_id: clientId,
    },
  };
}

function completeSettings(body: JsonObject): JsonObject {
  const oauthClient = oauthSettingsOf(body);
  return {
    app: {},
    notifications: { vpn: { network: { connection: "DISABLED" }, message: null, helpUrl: null } },
    manualProvisioning: false,
    implicitAssignment: false,
    notes: { admin: null, enduser: null },
    emOptInStatus: "DISABLED",
    ...asObject(body["settings"]),
    oauthClient: completeOauthSettings(oauthClient),
  };
}

function completeOauthSettings(oauthClient: JsonObject): JsonObject {
  const refreshToken = asObject(oauthClient["refresh_token"]);
  return {
    response_types: ["code"],
    issuer_mode: "ORG_URL",
    consent_method: "TRUSTED",
    idp_initiated_login: { mode: "DISABLED", default_scope: [] },
    wildcard_redirect: "DISABLED",
    dpop_bound_access_tokens: false,
    ...oauthClient,
    ...(refreshToken === undefined ? {} : { refresh_token: { leeway: 30, ...refreshToken } }),
  };
}
