import { asObject, omit, textOf } from "../json.ts";
import type { JsonObject } from "../json.ts";
import { listRules, placeByPriority } from "../model/policies.ts";
import type { StoredRule } from "../store/collections.ts";
import { authorizationServers } from "./authorization-servers.ts";
import { policies } from "./policies.ts";
import type { RequestContext } from "./request-context.ts";
import { noContent } from "./request-context.ts";
import type { Draft } from "./resource.ts";
import { linkToTransition, linkTo, resource } from "./resource.ts";
import { validateRule } from "./rule-validation.ts";

/** Rules of an access policy: grants, people, scopes and lifetimes (Okta: Authorization Server Rules API). */
export const rules = resource({
  path: "/api/v1/authorizationServers/:authServerId/policies/:policyId/rules",
  param: "ruleId",
  collection: "rules",
  idPrefix: "0pr",
  kind: "OAuth2PolicyRule",
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
  const actions = asObject(body["actions"]);
  return {
    ...omit(body, ["_links", "_embedded"]),
    ...stamped,
    policyId: parentId,
    type: "RESOURCE_ACCESS",
    status: body["status"] === "INACTIVE" ? "INACTIVE" : "ACTIVE",
    name: textOf(body["name"]),
    priority: typeof body["priority"] === "number" ? body["priority"] : others.length + 1,
    system: false,
    actions: { ...actions, token: { ...usualLifetimes, inlineHook: null, ...asObject(actions?.["token"]) } },
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
