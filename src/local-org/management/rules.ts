import type { Problem } from "../http/problems.ts";
import { blank, check, throwIfAny } from "../http/problems.ts";
import type { Json, JsonObject } from "../json.ts";
import { toObject, isTextList, omit, toText } from "../json.ts";
import { listRules, placeByPriority } from "../model/policies.ts";
import type { Org } from "../org.ts";
import type { StoredRule } from "../store/collections.ts";
import { authorizationServers } from "./authorization-servers.ts";
import type { Named } from "./policies.ts";
import { findCommonProblems, findNameProblems, policies } from "./policies.ts";
import type { RequestContext } from "./request-context.ts";
import { noContent } from "./request-context.ts";
import type { Draft } from "./resource.ts";
import { linkTo, linkToTransition, defineResource } from "./resource.ts";

/** Rules of an access policy: grants, people, scopes and lifetimes (Okta: Authorization Server Rules API). */
export const rules = defineResource({
  path: "/api/v1/authorizationServers/:authServerId/policies/:policyId/rules",
  param: "ruleId",
  collection: "rules",
  idPrefix: "0pr",
  kind: "PolicyRule",
  verbs: ["list", "create", "get", "replace", "delete"],
  lifecycle: { response: noContent },
  parentOf: (request) => policies.find(request).id,
  list: ({ org }, policyId) => listRules(org, policyId),
  build: buildRule,
  // Rules keep the priorities 1, 2, 3…: inserting one moves those after it.
  save: ({ org }, rule) => placeByPriority(listRules(org, rule.policyId), rule),
  view: viewRule,
});

const usualLifetimes = {
  accessTokenLifetimeMinutes: 60,
  refreshTokenLifetimeMinutes: 0,
  refreshTokenWindowMinutes: 10_080,
};

function buildRule(
  request: RequestContext,
  { body: given, known, stamped, parentId }: Draft<StoredRule>,
): StoredRule {
  const body = known === undefined ? given : { priority: known.priority, status: known.status, ...given };
  const others = listRules(request.org, parentId).filter(({ id }) => id !== stamped.id);
  const authorizationServerId = authorizationServers.find(request).id;
  validateRule(body, { org: request.org, authorizationServerId, others });
  const actions = toObject(body["actions"]);
  return {
    ...omit(body, ["_links", "_embedded"]),
    ...stamped,
    policyId: parentId,
    type: "RESOURCE_ACCESS",
    status: body["status"] === "INACTIVE" ? "INACTIVE" : "ACTIVE",
    name: toText(body["name"]),
    priority: typeof body["priority"] === "number" ? body["priority"] : others.length + 1,
    system: false,
    conditions: completeConditions(toObject(body["conditions"]) ?? {}),
    actions: { ...actions, token: { ...usualLifetimes, ...toObject(actions?.["token"]) } },
  };
}

/** Okta fills in these lists, with which SDKs and Terraform compare what they sent. */
function completeConditions(conditions: JsonObject): JsonObject {
  const people = toObject(conditions["people"]);
  return {
    ...conditions,
    people: { ...people, users: { exclude: [], ...toObject(people?.["users"]) } },
    scopes: { include: [], ...toObject(conditions["scopes"]) },
  };
}

function viewRule(request: RequestContext, rule: StoredRule): JsonObject {
  const policy = policies.find(request);
  const servers = `${request.origin}/api/v1/authorizationServers`;
  const self = `${servers}/${policy.authorizationServerId}/policies/${policy.id}/rules/${rule.id}`;
  return {
    ...omit(rule, ["policyId"]),
    _links: { self: linkTo(self, "GET", "PUT", "DELETE"), ...linkToTransition(self, rule.status) },
  };
}

/** Where a rule will be placed. */
export interface RulePlace {
  readonly org: Org;
  readonly authorizationServerId: string;
  /** The other rules of the policy. */
  readonly others: readonly Named[];
}

/** Okta's rules for a rule of an access policy. Throws E0000001. */
function validateRule(body: JsonObject, place: RulePlace): void {
  const conditions = toObject(body["conditions"]);
  throwIfAny([
    ...check(body["type"] === "RESOURCE_ACCESS", "type", "The value must be 'RESOURCE_ACCESS'."),
    ...findNameProblems(body, place.others),
    ...findCommonProblems(body),
    ...(conditions === undefined
      ? [{ field: "conditions", text: blank }]
      : findConditionProblems(conditions, place)),
    ...findLifetimeProblems(toObject(toObject(body["actions"])?.["token"]) ?? {}),
  ]);
}

/** Grants that issue a token for a user. */
const peopleGrants = [
  "authorization_code",
  "implicit",
  "password",
  "interaction_code",
  "urn:ietf:params:oauth:grant-type:device_code",
  "urn:ietf:params:oauth:grant-type:saml2-bearer",
  "urn:ietf:params:oauth:grant-type:jwt-bearer",
  "urn:openid:params:grant-type:ciba",
  "urn:okta:params:oauth:grant-type:otp",
  "urn:okta:params:oauth:grant-type:oob",
  "http://auth0.com/oauth/grant-type/mfa-otp",
  "http://auth0.com/oauth/grant-type/mfa-oob",
];
const ruleGrants = new Set([
  ...peopleGrants,
  "client_credentials",
  "urn:ietf:params:oauth:grant-type:token-exchange",
]);

function findConditionProblems(conditions: JsonObject, place: RulePlace): Problem[] {
  const grants = readInclude(conditions["grantTypes"]);
  return [
    ...findGrantTypeProblems(grants),
    ...findPeopleProblems(toObject(conditions["people"]), grants ?? [], place.org),
    ...findScopeProblems(toObject(conditions["scopes"])?.["include"] ?? [], place),
  ];
}

function findGrantTypeProblems(grants: readonly string[] | undefined): Problem[] {
  const field = "conditions.grantTypes";
  if (grants === undefined || grants.length === 0)
    return [{ field, text: "At least one grant type is required." }];
  return grants.flatMap((grant) =>
    check(ruleGrants.has(grant), field, `'${grant}' is not a valid grant type for a rule.`),
  );
}

function findPeopleProblems(people: JsonObject | undefined, grants: readonly string[], org: Org): Problem[] {
  if (!grants.some((grant) => peopleGrants.includes(grant))) return [];
  const groups = readInclude(people?.["groups"]) ?? [];
  const users = readInclude(people?.["users"]) ?? [];
  const isValid =
    groups.some((id) => id === "EVERYONE" || org.store.get("groups", id) !== undefined) ||
    users.some((id) => org.store.get("users", id) !== undefined);
  return check(
    isValid,
    "conditions.people",
    // Okta's text, including its doubled quotes.
    "At least one of ''conditions.people.users.include'' or ''conditions.people.groups.include'' must contain a valid user or group when ''conditions.grantTypes'' contains one or more of [authorization_code, implicit, password].",
  );
}

/** A rule without scopes is accepted; it allows none. */
function findScopeProblems(scopes: Json, place: RulePlace): Problem[] {
  const field = "conditions.scopes";
  if (!isTextList(scopes)) return [{ field, text: "The value must be a list of scopes." }];
  const known = new Set(
    place.org.store.listUnder("scopes", `${place.authorizationServerId}/`).map((scope) => scope.name),
  );
  return scopes.flatMap((scope) =>
    check(
      scope === "*" || known.has(scope),
      field,
      `The scope '${scope}' doesn't exist on this authorization server.`,
    ),
  );
}

const longestWindow = 2_628_000;

function findLifetimeProblems(token: JsonObject): Problem[] {
  const access = token["accessTokenLifetimeMinutes"] ?? 60;
  const refresh = token["refreshTokenLifetimeMinutes"] ?? 0;
  const window = token["refreshTokenWindowMinutes"] ?? 10_080;
  const fits = refresh === 0 || (Number(window) >= Number(access) && Number(window) <= Number(refresh));
  return [
    ...check(
      isWhole(access, 5, 1440),
      "accessTokenLifetimeMinutes",
      "The value must be from 5 to 1440 minutes.",
    ),
    ...check(
      isWhole(refresh, 0, Number.MAX_SAFE_INTEGER),
      "refreshTokenLifetimeMinutes",
      "The value must be 0 (unlimited) or a number of minutes.",
    ),
    ...check(
      isWhole(window, 10, longestWindow),
      "refreshTokenWindowMinutes",
      `The value must be from 10 to ${longestWindow} minutes.`,
    ),
    ...check(
      fits,
      "refreshTokenWindowMinutes",
      "The value must be between the access token lifetime and the refresh token lifetime.",
    ),
  ];
}

function isWhole(value: Json, least: number, most: number): boolean {
  return Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
}

function readInclude(condition: Json | undefined): readonly string[] | undefined {
  const include = toObject(condition)?.["include"];
  return isTextList(include) ? include : undefined;
}
