import type { ApiError } from "../http/api-error.ts";
import { createNotEmulatedError } from "../http/api-error.ts";

/**
 * What Okta has and the local org has not: a name for it, and the paths that serve it, all below them included. A path is below
 * `/api/v1` unless it begins with a slash; `*` is any segment; a method before it means that method alone.
 */
export const unemulated: readonly (readonly [name: string, ...paths: readonly string[]])[] = [
  ["Authentication API: sign in through OpenID Connect", "authn"],
  ["sessions API", "sessions", "users/me/lifecycle/delete_sessions"],
  [
    "Identity Engine interaction API: sign in on the page that /authorize leads to",
    "/idp/idx",
    "/oauth2/v1/interact",
    "/oauth2/*/v1/interact",
  ],
  [
    "direct authentication: sign in on the page that /authorize leads to",
    "/oauth2/v1/primary-authenticate",
    "/oauth2/*/v1/primary-authenticate",
    "/oauth2/v1/oob-authenticate",
    "/oauth2/*/v1/oob-authenticate",
    "/oauth2/v1/challenge",
    "/oauth2/*/v1/challenge",
  ],
  ["sign-in started by a backchannel (CIBA)", "/oauth2/v1/bc/authorize", "/oauth2/*/v1/bc/authorize"],
  [
    "client registration at /oauth2/v1/clients: make apps at /api/v1/apps",
    "/oauth2/v1/clients",
    "/oauth2/v1/global-token-revocation",
  ],
  [
    "dashboard, and no sign-in besides the one that an app's request to /authorize leads to",
    "/app",
    "/home",
    "/login",
    "GET /signin",
    "/user",
    "/enduser",
  ],
  ["sign-up of users: add them at /activity/users", "/signin/register"],
  ["recovery by users: an administrator resets passwords", "/signin/forgot-password", "/signin/unlock"],
  ["Admin Console: use the API, and see /activity", "/admin"],
  ["SAML and WS-Federation endpoints: apps sign in by OpenID Connect", "/sso", "/app/*/*/sso"],
  ["SCIM server", "/scim"],
  ["identity providers", "idps", "users/*/idps"],
  ["authenticators", "authenticators", "users/*/authenticator-enrollments", "/webauthn-registration"],
  ["factors: users sign in with a password", "users/*/factors", "org/factors", "/device-access"],
  ["attack protection settings: the tenth wrong password locks an account", "/attack-protection"],
  ["MyAccount API: users change nothing of their own accounts", "/idp/myaccount"],
  [
    "administrator roles that can be assigned: the members of 'Okta Administrators' may do everything",
    "POST users/*/roles",
    "users/*/roles/*",
    "groups/*/roles",
    "iam",
    "roles",
    "/oauth2/v1/clients/*/roles",
  ],
  ["group rules", "groups/rules"],
  ["group owners", "groups/*/owners"],
  [
    "policies that can be made or changed, besides the access policies of authorization servers",
    "POST policies",
    "PUT policies/*",
    "DELETE policies/*",
    "policies/simulate",
    "policies/*/clone",
    "policies/*/lifecycle",
  ],
  ["rules in the policies that Okta made", "policies/*/rules"],
  ["mappings from policies to apps", "policies/*/app", "policies/*/mappings"],
  ["schemas: a profile takes any attribute", "meta/schemas", "meta/layouts", "meta/uischemas"],
  ["user types", "meta/types"],
  ["profile mappings", "mappings"],
  ["linked objects", "users/*/linkedObjects", "meta/schemas/user/linkedObjects"],
  [
    "recovery by question or e-mail: set a password with POST /api/v1/users/{userId}",
    "users/*/credentials/change_recovery_question",
    "users/*/credentials/forgot_password",
    "users/*/credentials/forgot_password_recovery_question",
  ],
  ["consent of users: every app is trusted", "users/*/grants", "users/*/clients/*/grants"],
  ["blocks, risk and classification of users", "users/*/blocks", "users/*/risk", "users/*/classification"],
  ["notifications", "users/*/subscriptions"],
  [
    "devices",
    "devices",
    "users/*/devices",
    "device-assurances",
    "device-integrations",
    "device-posture-checks",
  ],
  ["signing certificates of apps", "apps/*/credentials/keys", "apps/*/credentials/csrs"],
  [
    "separate list of an app's public keys: they are in its settings.oauthClient.jwks",
    "apps/*/credentials/jwks",
  ],
  [
    "provisioning to apps",
    "apps/*/connections",
    "apps/*/features",
    "apps/*/group-push",
    "apps/*/unconfirmed-users",
    "apps/google",
    "apps/office365",
    "apps/*/*/oauth2/callback",
  ],
  ["SAML apps", "apps/*/sso/saml"],
  ["federated claims", "apps/*/federated-claims"],
  ["trust between apps", "apps/*/cwo", "apps/*/interclient-allowed-apps", "apps/*/interclient-target-apps"],
  ["express configuration of apps", "apps/*/express-configure"],
  ["logos", "apps/*/logo", "org/logo"],
  ["partial change of a group's assignment: PUT the whole", "PATCH apps/*/groups/*"],
  ["trust between authorization servers", "authorizationServers/*/associatedServers"],
  ["encrypted access tokens", "authorizationServers/*/resourceservercredentials"],
  ["features that can be turned on", "features/*"],
  [
    "settings of the org besides its profile and contacts",
    "org/email",
    "org/orgSettings",
    "org/preferences",
    "org/privacy",
    "org/settings",
    "first-party-app-settings",
    "rate-limit-settings",
    "principal-rate-limits",
    "orgs",
    "dr",
  ],
  ["API tokens whose network can be changed", "PUT api-tokens/*"],
  ["brands, themes and e-mail templates", "brands", "templates"],
  ["custom domains", "domains", "/.well-known/apple-app-site-association", "/.well-known/assetlinks.json"],
  ["e-mail: no mail is sent", "email-domains", "email-servers"],
  ["text messages and calls", "telephony-providers"],
  ["push providers", "push-providers"],
  ["captchas", "captchas", "org/captcha"],
  ["event hooks and inline hooks", "eventHooks", "inlineHooks", "hook-keys"],
  ["log streams", "logStreams"],
  ["network zones", "zones"],
  ["behaviour detection and threat detection", "behaviors", "threats", "risk"],
  ["shared signals", "ssf", "security-events-providers", "/security", "/.well-known/ssf-configuration"],
  ["realms", "realms", "realm-assignments"],
  [
    "agents of directories and identity sources",
    "agentPools",
    "directories",
    "identity-sources",
    "operations",
  ],
  ["passkeys", "/.well-known/webauthn"],
  ["Okta Verify", "/.well-known/app-authenticator-configuration"],
  ["integrations of the Okta Integration Network", "/integrations"],
  ["privileged access", "/privileged-access"],
  ["AI agents", "/workload-principals"],
  ["Okta Personal", "/okta-personal-settings"],
];

/** The refusal of a request that Okta would answer; undefined for what Okta doesn't have either. */
export function explainMissing(method: string, path: string): ApiError | undefined {
  const names = unemulated.filter(([, ...paths]) => paths.some((each) => isServedBy(each, method, path)));
  const [name] = names.at(-1) ?? [];
  return name === undefined ? undefined : createNotEmulatedError(`The local org has no ${name}.`);
}

function isServedBy(row: string, method: string, path: string): boolean {
  const [, onlyMethod, pattern = ""] = /^(?:([A-Z]+) )?(.+)$/u.exec(row) ?? [];
  if (onlyMethod !== undefined && onlyMethod !== method) return false;
  const wanted = (pattern.startsWith("/") ? pattern.slice(1) : `api/v1/${pattern}`).split("/");
  const given = path.split("/").slice(1);
  const isExact = onlyMethod !== undefined && given.length !== wanted.length;
  return !isExact && wanted.every((segment, index) => matches(segment, given[index]));
}

function matches(segment: string, given: string | undefined): boolean {
  return segment === "*" ? given !== undefined && given !== "" : segment === given;
}
