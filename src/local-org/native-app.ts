import { LocalOrgError } from "./local-org-error.ts";
import { ApiError } from "./http/api-error.ts";
import type { JsonObject } from "./json.ts";
import type { Org } from "./org.ts";
import { stamp } from "./org.ts";
import type { Change } from "./store/change.ts";
import { put } from "./store/change.ts";
import type { StoredApp } from "./store/collections.ts";

/** The settings of a new native app. */
export interface NewNativeApp {
  /** Default `Test app`. */
  readonly label?: string;
  /** Default `com.example.app:/callback`. */
  readonly redirectUris?: readonly string[];
  /** Default `com.example.app:/logout`. */
  readonly postLogoutRedirectUris?: readonly string[];
  /** What the access policy grants. Default `openid profile email offline_access`. */
  readonly scopes?: readonly string[];
  /** Whether each use replaces the refresh token. Default `ROTATE`. */
  readonly refreshTokenRotation?: "ROTATE" | "STATIC";
  /** Seconds that a rotated refresh token stays valid: 0 to 60. Default 30. */
  readonly rotationLeeway?: number;
}

/** The values that a client of a native app is configured with. */
export interface NativeApp {
  readonly issuer: string;
  readonly clientId: string;
  /** The id in the management API: `0oa…`. */
  readonly appId: string;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  readonly scopes: readonly string[];
}

const defaults: Required<NewNativeApp> = {
  label: "Test app",
  redirectUris: ["com.example.app:/callback"],
  postLogoutRedirectUris: ["com.example.app:/logout"],
  scopes: ["openid", "profile", "email", "offline_access"],
  refreshTokenRotation: "ROTATE",
  rotationLeeway: 30,
};

/** Creates app, assignment, access policy and rule together, or nothing. Throws `okta-refused` for an app that Okta refuses. */
export async function addNativeApp(org: Org, given: NewNativeApp): Promise<NativeApp> {
  const wanted = { ...defaults, ...given };
  const app = await createAppFor(org, wanted);
  const clientId = app.id;
  org.store.write([
    put("apps", app.id, app),
    assignToEveryone(org, app),
    ...createPolicy(org, clientId, wanted),
  ]);
  const { redirectUris, postLogoutRedirectUris, scopes } = wanted;
  const issuer = `${org.url}/oauth2/default`;
  return { issuer, clientId, appId: app.id, redirectUris, postLogoutRedirectUris, scopes };
}

/** Loads the management API when it is needed. */
async function createAppFor(org: Org, wanted: Required<NewNativeApp>): Promise<StoredApp> {
  const { createApp } = await import("./management/app-body.ts");
  try {
    return createApp(org, buildBody(wanted), { stamped: stamp(org.clock, "0oa"), status: "ACTIVE" });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new LocalOrgError("okta-refused", {
      message: `The local org refuses the app, as Okta would: ${error.message}`,
      details: error.causes,
      next: "Change the fields above, for example: redirectUris: ['com.example.app:/callback']",
    });
  }
}

function buildBody(wanted: Required<NewNativeApp>): JsonObject {
  return {
    name: "oidc_client",
    label: wanted.label,
    signOnMode: "OPENID_CONNECT",
    credentials: { oauthClient: { token_endpoint_auth_method: "none", pkce_required: true } },
    settings: {
      oauthClient: {
        application_type: "native",
        redirect_uris: wanted.redirectUris,
        post_logout_redirect_uris: wanted.postLogoutRedirectUris,
        response_types: ["code"],
        grant_types: ["authorization_code", "refresh_token"],
        refresh_token: { rotation_type: wanted.refreshTokenRotation, leeway: wanted.rotationLeeway },
      },
    },
  };
}

function assignToEveryone({ store, clock }: Org, app: StoredApp): Change {
  const everyone = store.list("groups").find(({ profile }) => profile.name === "Everyone");
  const id = everyone?.id ?? "";
  const now = clock.now().toISOString();
  const assigned = { id, appId: app.id, created: now, lastUpdated: now, priority: 0, profile: {} };
  return put("appGroups", `${app.id}/${id}`, assigned);
}

/** An access policy for this client only, with one rule: everyone, the requested scopes. */
function createPolicy(
  { store, clock }: Org,
  clientId: string,
  { label, scopes }: Required<NewNativeApp>,
): Change[] {
  const server = store.list("authorizationServers").find((each) => each.default);
  const authorizationServerId = server?.id ?? "";
  const made = {
    ...stamp(clock, "00p"),
    authorizationServerId,
    type: "OAUTH_AUTHORIZATION_POLICY",
    status: "ACTIVE" as const,
    name: `${label.slice(0, 60)} (${clientId})`,
    description: `For the client ${clientId}`,
    priority: store.listUnder("policies", `${authorizationServerId}/`).length + 1,
    system: false,
    conditions: { clients: { include: [clientId] } },
  };
  const rule = { ...stamp(clock, "0pr"), policyId: made.id, ...createRule(scopes) };
  return [
    put("policies", `${authorizationServerId}/${made.id}`, made),
    put("rules", `${made.id}/${rule.id}`, rule),
  ];
}

function createRule(scopes: readonly string[]) {
  const token = {
    accessTokenLifetimeMinutes: 60,
    refreshTokenLifetimeMinutes: 0,
    refreshTokenWindowMinutes: 10_080,
    inlineHook: null,
  };
  return {
    type: "RESOURCE_ACCESS",
    status: "ACTIVE" as const,
    name: "Everyone",
    priority: 1,
    system: false,
    conditions: {
      people: { groups: { include: ["EVERYONE"] } },
      grantTypes: { include: ["authorization_code"] },
      scopes: { include: [...scopes] },
    },
    actions: { token },
  };
}
