import { setVariable } from "../../hints.ts";
import { OktaUnlockError } from "../../errors.ts";
import type { OAuthRefusal } from "./token-endpoint.ts";

/** The `okta.*` scopes that the commands use, each as narrow as can be. */
export const usedScopes: readonly string[] = [
  "okta.apps.manage",
  "okta.authorizationServers.manage",
  "okta.groups.read",
  "okta.policies.read",
];

/** Those of a user's sign-in, who is asked for by name, too. */
export const userScopes: readonly string[] = [...usedScopes, "okta.users.read.self"];

/**
 * Those that an app gets which is set up for users: with what only some projects and commands need, too. They are not asked of other apps, which
 * may not have been granted it.
 */
export const bootstrapScopes: readonly string[] = [
  ...userScopes,
  "okta.trustedOrigins.manage",
  "okta.logs.read",
];

/** The scopes in a text that separates them by blanks or commas, as people and Okta's SDKs write them. */
export function parseScopes(text: string): readonly string[] {
  return text.split(/[\s,]+/u).filter(Boolean);
}

interface RefusedScopes {
  readonly orgUrl: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly refusal: OAuthRefusal;
}

/** The error to throw when an app asked for scopes that it was not granted, or that do not exist. */
export function createScopesError({ orgUrl, clientId, scopes, refusal }: RefusedScopes): OktaUnlockError {
  const strange = scopes.filter((scope) => !isApiScope(scope) && !signInScopes.has(scope));
  const details = [`Okta: ${refusal.error} ${refusal.description}`.trim()];
  if (strange.length > 0 || scopes.length === 0) {
    return new OktaUnlockError("invalid-value", {
      message:
        scopes.length === 0
          ? `No API scope was requested from ${orgUrl}.`
          : `${orgUrl} has no API scope ${joinScopes(strange)}.`,
      why: "The scopes of Okta's API look like okta.apps.manage.",
      next: `Set the scopes that are needed: ${setVariable("OKTA_CLIENT_SCOPES", "okta.apps.manage okta.groups.read")}`,
      details,
    });
  }
  return new OktaUnlockError("permission-denied", {
    message: `The app ${clientId} of ${orgUrl} was not granted ${listAll(scopes.filter(isApiScope))}.`,
    why: "An app can request only the scopes that a super administrator granted to it.",
    next: `${explainGranting(orgUrl)}, then run the command again.`,
    details,
  });
}

/** Where scopes are granted, as the beginning of a sentence. */
function explainGranting(orgUrl: string): string {
  const { host } = new URL(orgUrl);
  return `Grant them in the Admin Console of ${host} > Applications > the app > Okta API Scopes`;
}

/** Scopes that belong to signing in, not to the API. */
const signInScopes = new Set(["openid", "profile", "email", "offline_access"]);

function isApiScope(scope: string): boolean {
  return /^okta\.\w+\.(?:read|manage)(?:\.self)?$/u.test(scope);
}

/** Okta does not say which of them. */
function listAll(scopes: readonly string[]): string {
  return scopes.length > 1 ? `all of ${joinScopes(scopes)}` : joinScopes(scopes);
}

function joinScopes(scopes: readonly string[]): string {
  return scopes.join(", ");
}
