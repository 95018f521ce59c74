import type { Configuration, JWKS, KoaContextWithOIDC, Provider } from "oidc-provider";
import { loadCookieKeys } from "../org.ts";
import { oauthClientOf } from "../model/apps.ts";
import { isClientSecret } from "../model/client-secrets.ts";
import { findActiveUser } from "../model/users.ts";
import type { Org } from "../org.ts";
import { renderDeviceDonePage } from "../pages/device.ts";
import { sendPage } from "../pages/frame.ts";
import { sendDeviceEnd, sendDeviceQuestion } from "./activation.ts";
import { createAdapter } from "./adapter.ts";
import { claimsByScope, buildUserClaims } from "./claims.ts";
import { findActiveApp, readRotation } from "./client-metadata.ts";
import { createAccessPrompt, createGrant } from "./access-policy.ts";
import type { OidcLibrary } from "./library.ts";
import { loadOidcLibrary, makeQuietly } from "./library.ts";
import { chooseSeconds } from "./lifetimes.ts";
import { createAuthorizationChecks } from "./okta-dialect/authorization-checks.ts";
import { sendErrorPage } from "./okta-dialect/errors.ts";
import { offlineAlias, toAlias } from "./scope-alias.ts";
import type { AuthorizationServer } from "./servers.ts";
import { loadSigningKeys } from "./signing-keys.ts";

/** The certified engine of one authorization server, configured to behave like Okta as far as its settings allow. */
export async function makeProvider(org: Org, server: AuthorizationServer): Promise<Provider> {
  const library = await loadOidcLibrary();
  const keys = await loadSigningKeys(org, server.id);
  const jwks = { keys: keys.map(({ jwk }) => jwk) } as unknown as JWKS;
  const settings = { ...buildConfiguration(org, server, library), jwks };
  const provider = makeQuietly(() => new library.Provider(server.issuer, settings));
  acceptEverySecret(org, provider);
  acceptEveryRedirectUri(provider);
  // The errors behind `error_description`, for the texts that Okta gives (okta-dialect/errors.ts).
  for (const name of errorEvents) {
    (
      provider as { on(event: string, listener: (context: KoaContextWithOIDC, error: Error) => void): void }
    ).on(name, (context, error) => {
      (context as unknown as { state: Record<string, unknown> }).state["oidcError"] = error;
    });
  }
  return provider;
}

/** A client may have two active secrets; oidc-provider by itself knows one. */
function acceptEverySecret(org: Org, provider: Provider): void {
  Object.assign(provider.Client.prototype, {
    compareClientSecret(this: { readonly clientId: string }, secret: string): boolean {
      const app = findActiveApp(org, this.clientId);
      return app !== undefined && isClientSecret(app, secret);
    },
  });
}

/**
 * oidc-provider refuses a client with `http` URIs of other machines or, as a web app, with a scheme of its own, whatever it asks
 * for. Okta takes them, and the management API has checked them.
 */
function acceptEveryRedirectUri({ Client }: Provider): void {
  const { prototype } = (Client as unknown as { readonly Schema: { readonly prototype: object } }).Schema;
  Object.assign(prototype, { redirectUris: () => undefined });
}

const errorEvents = [
  "grant.error",
  "authorization.error",
  "device_authorization.error",
  "introspection.error",
  "pushed_authorization_request.error",
  "revocation.error",
  "userinfo.error",
  "server_error",
];

function buildConfiguration(org: Org, server: AuthorizationServer, library: OidcLibrary): Configuration {
  return {
    adapter: createAdapter(org, server.id),
    routes: listRoutes(server),
    scopes: [...server.scopes, ...server.apiScopes].map(toAlias),
    claims: { openid: ["sub"], ...claimsByScope },
    conformIdTokenClaims: false,
    responseTypes: ["code"],
    allowOmittingSingleRegisteredRedirectUri: false,
    pkce: { required: (_context, client) => requiresPkce(org, client.clientId) },
    clientAuthMethods: [
      "none",
      "client_secret_basic",
      "client_secret_post",
      "client_secret_jwt",
      "private_key_jwt",
    ],
    cookies: buildCookies(org, server),
    ttl: buildLifetimes(org, server),
    extraParams: createAuthorizationChecks(org, server, library),
    interactions: {
      policy: createAccessPrompt(org, server, library),
      url: (_context, interaction) => `/signin/${server.id}/${interaction.uid}`,
    },
    loadExistingGrant: createGrant,
    findAccount: (_context, id) => {
      const user = findActiveUser(org, id);
      return user && { accountId: id, claims: () => ({ ...buildUserClaims(user), sub: id }) };
    },
    expiresWithSession: () => false,
    issueRefreshToken: (_context, client, code) =>
      client.grantTypeAllowed("refresh_token") && code.scopes.has(offlineAlias),
    rotateRefreshToken: ({ oidc }) => {
      const app = findActiveApp(org, oidc.client?.clientId ?? "");
      return app !== undefined && readRotation(app).rotates;
    },
    renderError: sendErrorPage,
    clientBasedCORS: () => true,
    features: buildFeatures(),
  };
}

function listRoutes(server: AuthorizationServer): NonNullable<Configuration["routes"]> {
  const version = server.stored === undefined ? "/oauth2/v1" : "/v1";
  return {
    authorization: `${version}/authorize`,
    token: `${version}/token`,
    userinfo: `${version}/userinfo`,
    jwks: `${version}/keys`,
    introspection: `${version}/introspect`,
    revocation: `${version}/revoke`,
    end_session: `${version}/logout`,
    device_authorization: `${version}/device/authorize`,
    code_verification: `${version}/activate`,
    pushed_authorization_request: `${version}/par`,
  };
}

function requiresPkce(org: Org, clientId: string): boolean {
  const app = findActiveApp(org, clientId);
  return app === undefined || oauthClientOf(app)["pkce_required"] !== false;
}

/** One session cookie for the whole org, like Okta's `idx`; the short-lived cookies belong to one authorization server. */
function buildCookies(org: Org, server: AuthorizationServer): NonNullable<Configuration["cookies"]> {
  const options = { httpOnly: true, sameSite: "lax", secure: true, signed: true } as const;
  return {
    keys: [...loadCookieKeys(org)],
    names: { session: "idx", interaction: `signin_${server.id}`, resume: `resume_${server.id}` },
    long: { ...options, path: "/" },
    short: options,
  };
}

const minute = 60;
const hour = 60 * minute;

/** Seconds. */
function buildLifetimes(org: Org, server: AuthorizationServer): NonNullable<Configuration["ttl"]> {
  return {
    AccessToken: (_context, token) => chooseSeconds(org, server, token).accessToken,
    RefreshToken: (_context, token) => chooseSeconds(org, server, token).refreshToken,
    Grant: (_context, grant) => chooseSeconds(org, server, grant).refreshToken + hour,
    AuthorizationCode: 5 * minute,
    DeviceCode: 10 * minute,
    IdToken: hour,
    Interaction: hour,
    Session: 2 * hour,
  };
}

function buildFeatures(): NonNullable<Configuration["features"]> {
  return {
    devInteractions: { enabled: false },
    dPoP: { enabled: false },
    resourceIndicators: { enabled: false },
    claimsParameter: { enabled: false },
    // Answered by logout.ts, without a page in between.
    rpInitiatedLogout: { enabled: false },
    userinfo: { enabled: true },
    pushedAuthorizationRequests: { enabled: true },
    introspection: {
      enabled: true,
      allowedPolicy: (_context, client, token) => token.clientId === client.clientId,
    },
    // Revokes only this token and returns false: true would revoke the whole grant, which Okta doesn't do.
    revocation: { enabled: true, allowedPolicy: revokeOneToken },
    deviceFlow: {
      enabled: true,
      charset: "base-20",
      mask: "********",
      userCodeInputSource: (context, _form, _out, error) =>
        sendDeviceEnd(context, readAppLabel(context), error),
      userCodeConfirmSource: showDeviceQuestion,
      successSource: (context) => {
        sendPage(context, renderDeviceDonePage({ appLabel: readAppLabel(context), outcome: "activated" }));
      },
    },
  };
}

async function revokeOneToken(
  _context: KoaContextWithOIDC,
  client: { readonly clientId: string },
  token: { readonly clientId?: string | undefined; destroy(): Promise<void> },
): Promise<boolean> {
  if (token.clientId === client.clientId) await token.destroy();
  return false;
}

function showDeviceQuestion(
  context: KoaContextWithOIDC,
  _form: string,
  _client: unknown,
  _info: unknown,
  userCode: string,
): void {
  const action = context.oidc.urlFor("code_verification");
  sendDeviceQuestion(context, context.oidc, { action, userCode, appLabel: readAppLabel(context) });
}

function readAppLabel(context: KoaContextWithOIDC): string {
  return context.oidc.client?.clientName ?? "the app";
}
