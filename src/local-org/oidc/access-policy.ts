import type { KoaContextWithOIDC } from "oidc-provider";
import type { Json, JsonObject } from "../json.ts";
import { toObject, isTextList } from "../json.ts";
import { clientIdOf, isAssigned } from "../model/apps.ts";
import { listPolicies, listRules } from "../model/policies.ts";
import { findActiveUser, listGroupsOfUser } from "../model/users.ts";
import type { Org } from "../org.ts";
import type { StoredApp, StoredPolicy, StoredRule, StoredUser } from "../store/collections.ts";
import { deviceGrant, findActiveApp } from "./client-metadata.ts";
import type { OidcLibrary } from "./library.ts";
import { recordRefusal } from "./record-event.ts";
import { fromAlias } from "./scope-alias.ts";
import type { AuthorizationServer } from "./servers.ts";

/** A user who wants tokens for an app. */
export interface AccessRequest {
  readonly server: AuthorizationServer;
  readonly app: StoredApp;
  readonly user: StoredUser;
  /** Including `offline_access`, by that name. */
  readonly scopes: readonly string[];
  /** The grant of the sign-in: a refresh is judged by it. */
  readonly grantType: string;
}

/** The token lifetimes of an access rule, in minutes. */
export interface TokenLifetimes {
  readonly accessTokenMinutes: number;
  /** 0 means no limit. */
  readonly refreshTokenMinutes: number;
  /** How long a refresh token may be unused. */
  readonly refreshTokenWindowMinutes: number;
}

/** The org's decision in Okta's words, with a fix for developers when it is a refusal. */
export type AccessDecision =
  | { readonly isAllowed: true; readonly lifetimes: TokenLifetimes }
  | { readonly isAllowed: false; readonly reason: string; readonly fix: string };

export const usualLifetimes: TokenLifetimes = {
  accessTokenMinutes: 60,
  refreshTokenMinutes: 0,
  refreshTokenWindowMinutes: 10_080,
};

/**
 * Judges as Okta does: is the user assigned; then the first active policy for the client and in it the first active rule for
 * grant and people decide, and every scope must be in that rule. The org authorization server has no policies.
 */
export function judgeAccess(org: Org, request: AccessRequest): AccessDecision {
  return judgeAssignment(org, request) ?? judgeByPolicy(org, request);
}

/** Undefined when the user may use the app. */
export function judgeAssignment(
  org: Org,
  { app, user }: Pick<AccessRequest, "app" | "user">,
): Extract<AccessDecision, { isAllowed: false }> | undefined {
  if (isAssigned(org, app, user.id)) return undefined;
  return {
    isAllowed: false,
    reason: "User is not assigned to the client application.",
    fix: `Assign the app to the user or a group: \`okta-unlock create\` assigns it to Everyone, or PUT ${org.url}/api/v1/apps/${app.id}/groups/{groupId}`,
  };
}

function judgeByPolicy(org: Org, request: AccessRequest): AccessDecision {
  const { stored } = request.server;
  if (stored === undefined) return { isAllowed: true, lifetimes: usualLifetimes };
  const clientId = clientIdOf(request.app);
  const policy = listPolicies(org, stored.id).find((each) => isActive(each) && isForClient(each, clientId));
  if (policy === undefined) {
    return refuseUnmatched(
      `No access policy of the authorization server "${stored.name}" is for the client ${clientId}.`,
      request,
    );
  }
  const rule = listRules(org, policy.id).find((each) => isActive(each) && isForRequest(org, each, request));
  if (rule === undefined) {
    return refuseUnmatched(
      `No rule of the policy "${policy.name}" is for this grant and this user.`,
      request,
    );
  }
  return judgeScopes(policy, rule, request);
}

function refuseUnmatched(what: string, { server }: AccessRequest): AccessDecision {
  return {
    isAllowed: false,
    reason: "Policy evaluation failed for this request, please check the policy configurations.",
    fix: `${what} Add one: POST ${server.issuer.replace(/\/oauth2\/.*$/u, "")}/api/v1/authorizationServers/${server.id}/policies (\`okta-unlock create\` does).`,
  };
}

function judgeScopes(policy: StoredPolicy, rule: StoredRule, { scopes }: AccessRequest): AccessDecision {
  const allowed = readInclude(conditionsOf(rule)["scopes"]);
  const denied = allowed.includes("*") ? [] : scopes.filter((scope) => !allowed.includes(scope));
  if (denied.length === 0) return { isAllowed: true, lifetimes: readLifetimes(rule) };
  return {
    isAllowed: false,
    reason:
      denied.length === scopes.length
        ? "Policy evaluation succeeded, but all the requested scopes were rejected."
        : `Some of the requested scopes were denied by the policy. Denied scopes: [${denied.join(", ")}].`,
    fix: `Allow ${denied.join(", ")} in the rule "${rule.name}" of the policy "${policy.name}", or request fewer scopes.`,
  };
}

function isActive({ status }: { readonly status: string }): boolean {
  return status === "ACTIVE";
}

function isForClient(policy: StoredPolicy, clientId: string): boolean {
  const clients = readInclude(conditionsOf(policy)["clients"]);
  return clients.includes("ALL_CLIENTS") || clients.includes(clientId);
}

function isForRequest(org: Org, rule: StoredRule, { user, grantType }: AccessRequest): boolean {
  const conditions = conditionsOf(rule);
  if (!readInclude(conditions["grantTypes"]).includes(grantType)) return false;
  const people = toObject(conditions["people"]) ?? {};
  const groupIds = listGroupsOfUser(org, user.id).map(({ id }) => id);
  const groups = toObject(people["groups"]);
  const users = toObject(people["users"]);
  const isExcluded =
    readList(users?.["exclude"]).includes(user.id) ||
    readList(groups?.["exclude"]).some((id) => id === "EVERYONE" || groupIds.includes(id));
  return !isExcluded && (readInclude(users).includes(user.id) || isInAny(groupIds, readInclude(groups)));
}

function isInAny(groupIds: readonly string[], included: readonly string[]): boolean {
  return included.some((id) => id === "EVERYONE" || groupIds.includes(id));
}

function conditionsOf(object: JsonObject): JsonObject {
  return toObject(object["conditions"]) ?? {};
}

function readInclude(condition: Json | undefined): readonly string[] {
  return readList(toObject(condition)?.["include"]);
}

function readList(value: Json | undefined): readonly string[] {
  return isTextList(value) ? value : [];
}

function readLifetimes(rule: StoredRule): TokenLifetimes {
  const token = toObject(toObject(rule["actions"])?.["token"]) ?? {};
  const readMinutes = (key: string, usual: number): number => {
    const value = token[key];
    return typeof value === "number" ? value : usual;
  };
  return {
    accessTokenMinutes: readMinutes("accessTokenLifetimeMinutes", usualLifetimes.accessTokenMinutes),
    refreshTokenMinutes: readMinutes("refreshTokenLifetimeMinutes", usualLifetimes.refreshTokenMinutes),
    refreshTokenWindowMinutes: readMinutes(
      "refreshTokenWindowMinutes",
      usualLifetimes.refreshTokenWindowMinutes,
    ),
  };
}

/**
 * When a user is asked and who is refused: sign in first; then Okta's assignment and access policy decide, for an
 * existing session as for a new one. Nobody is asked for consent: apps are trusted.
 */
export function createAccessPrompt(org: Org, server: AuthorizationServer, library: OidcLibrary) {
  const { Check, Prompt, base } = library.interactionPolicy;
  const policy = base();
  for (const check of [
    "native_client_prompt",
    "op_scopes_missing",
    "op_claims_missing",
    "rs_scopes_missing",
  ]) {
    policy.get("consent")?.checks.remove(check);
  }
  const isTurnedAway = new Check("access", "", "access_denied", (context) => {
    judge(context);
    return Check.NO_NEED_TO_PROMPT;
  });
  policy.add(new Prompt({ name: "access", requestable: false }, isTurnedAway), 1);
  return policy;

  function judge(context: KoaContextWithOIDC): void {
    const { oidc } = context;
    const user = findActiveUser(org, oidc.session?.accountId ?? "");
    const app = findActiveApp(org, oidc.client?.clientId ?? "");
    // The user of an existing session may have been suspended.
    if (user === undefined || app === undefined) throw new library.errors.AccessDenied("User is not active.");
    const grantType = /^(?:code|device)_/u.test(oidc.route) ? deviceGrant : "authorization_code";
    const scopes = fromAlias([...oidc.requestParamScopes].join(" "))
      .split(" ")
      .filter(Boolean);
    const decision = judgeAccess(org, { server, app, user, scopes, grantType });
    if (decision.isAllowed) return;
    recordRefusal(org, context, { server, app, user, scopes, grantType }, decision);
    throw new library.errors.AccessDenied(decision.reason);
  }
}

/** A grant of exactly what is requested, one for each sign-in, so that revoking one sign-in leaves the others. */
export async function createGrant(context: KoaContextWithOIDC) {
  const { oidc } = context;
  const clientId = oidc.client?.clientId ?? "";
  const accountId = oidc.session?.accountId ?? "";
  const grant = new oidc.provider.Grant({ accountId, clientId });
  grant.addOIDCScope([...oidc.requestParamScopes].join(" "));
  await grant.save();
  return grant;
}
