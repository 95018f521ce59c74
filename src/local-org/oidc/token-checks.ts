import type { Context } from "koa";
import type { JsonObject } from "../json.ts";
import { toText } from "../json.ts";
import type { Org } from "../org.ts";
import { judgeAccess } from "./access-policy.ts";
import { findActiveUser } from "../model/users.ts";
import { findOidcState, composeOidcKey } from "./adapter.ts";
import { findActiveApp, deviceGrant } from "./client-metadata.ts";
import type { OauthError } from "./okta-dialect/errors.ts";
import { recordRefusal } from "./record-event.ts";
import { readOriginalGrantType } from "./lifetimes.ts";
import { fromAlias } from "./scope-alias.ts";
import type { AuthorizationServer } from "./servers.ts";

/** What Okta refuses at the token endpoint before it looks at the grant. */
export function findTokenProblem(
  org: Org,
  server: AuthorizationServer,
  context: Context,
  form: URLSearchParams,
): OauthError | undefined {
  const grantType = form.get("grant_type");
  if (grantType === "authorization_code" && isVerifierMissing(org, server, form)) {
    return refuseGrant("invalid_request", "PKCE code verifier is required by the application.");
  }
  if (grantType === deviceGrant) return findPollProblem(org, form.get("device_code") ?? "");
  if (grantType === "refresh_token") return findRefreshProblem(org, server, context, form);
  return undefined;
}

/** A code that was requested without a challenge, by an app that may do so, needs no verifier. */
function isVerifierMissing(org: Org, server: AuthorizationServer, form: URLSearchParams): boolean {
  const code = form.get("code");
  if (code === null || form.has("code_verifier")) return false;
  const stored = findOidcState(org, composeOidcKey(server.id, "AuthorizationCode", code));
  return stored === undefined || stored["codeChallenge"] !== undefined;
}

function refuseGrant(error: string, description: string): OauthError {
  return { status: 400, error, description };
}

/** When each device code was last polled, in milliseconds. Not persisted. */
const lastPolls = new Map<string, number>();
const mostPolls = 1000;

/** Less than the interval of 5 seconds, because networks may bring two requests closer together. */
const leastMsBetweenPolls = 4000;

function findPollProblem(org: Org, deviceCode: string): OauthError | undefined {
  const now = org.clock.now().getTime();
  const before = lastPolls.get(deviceCode);
  lastPolls.delete(deviceCode);
  lastPolls.set(deviceCode, now);
  if (lastPolls.size > mostPolls) lastPolls.delete(lastPolls.keys().next().value ?? "");
  if (before === undefined || now - before >= leastMsBetweenPolls) return undefined;
  return refuseGrant("slow_down", "The client polls too often. Wait for 5 more seconds between requests.");
}

/** Assignment and policy are checked again at each refresh: a user who lost access since the sign-in gets no tokens. */
function findRefreshProblem(
  org: Org,
  server: AuthorizationServer,
  context: Context,
  form: URLSearchParams,
): OauthError | undefined {
  const token = findOidcState(
    org,
    composeOidcKey(server.id, "RefreshToken", form.get("refresh_token") ?? ""),
  );
  const app = findActiveApp(org, toText(token?.["clientId"]));
  const user = findActiveUser(org, toText(token?.["accountId"]));
  if (token === undefined || app === undefined) return undefined;
  const notGranted = findScopeProblem(token, form);
  if (notGranted !== undefined) return notGranted;
  const scopes = fromAlias(form.get("scope") ?? toText(token["scope"]))
    .split(" ")
    .filter(Boolean);
  const known = org.store.get("users", toText(token["accountId"]));
  const subject = {
    server,
    app,
    user: known,
    scopes,
    grantType: readOriginalGrantType(toText(token["gty"])),
  };
  if (user === undefined) {
    const fix = `Make the user active again at ${org.url}/activity/users`;
    recordRefusal(org, context, subject, { reason: "User is not active.", fix, oauth: "token.grant" });
    return refuseGrant("invalid_grant", "The refresh token is invalid or expired.");
  }
  const decision = judgeAccess(org, { ...subject, user });
  if (decision.isAllowed) return undefined;
  recordRefusal(org, context, subject, { ...decision, oauth: "token.grant" });
  return refuseGrant("access_denied", decision.reason);
}

function findScopeProblem(token: JsonObject, form: URLSearchParams): OauthError | undefined {
  const granted = toText(token["scope"]).split(" ");
  const more = (form.get("scope") ?? "")
    .split(" ")
    .filter((scope) => scope !== "" && !granted.includes(scope));
  if (more.length === 0) return undefined;
  return refuseGrant(
    "invalid_scope",
    `Some of the scopes requested for the refresh request were not granted in the original authorize request. Scopes: [${fromAlias(more.join(" ")).replaceAll(" ", ", ")}].`,
  );
}
