import { asObject, omit, textOf } from "../json.ts";
import type { Router } from "@koa/router";
import type { Org } from "../org.ts";
import { stamp } from "../org.ts";
import { put, remove } from "../store/change.ts";
import type { JsonObject } from "../json.ts";
import type { Status, StoredRule } from "../store/collections.ts";
import { notFound } from "../http/api-error.ts";
import type { RequestContext } from "./request-context.ts";
import { created, handle, noContent, objectBody, ok } from "./request-context.ts";
import { authorizationServerOf } from "./authorization-servers.ts";
import { policyOf } from "./policies.ts";
import { validateRule } from "./rule-validation.ts";
import { listRules, placeByPriority } from "../model/policies.ts";

const all = "/api/v1/authorizationServers/:authServerId/policies/:policyId/rules";

/** Rules of an access policy: grants, people, scopes and lifetimes (Okta: Authorization Server Rules API). */
export function ruleRoutes(router: Router, org: Org): void {
  router.get(all, handle(org, answerRules));
  router.post(all, handle(org, createRule));
  router.get(
    `${all}/:ruleId`,
    handle(org, (request) => ok(view(request, ruleOf(request)))),
  );
  router.put(`${all}/:ruleId`, handle(org, replaceRule));
  router.delete(`${all}/:ruleId`, handle(org, deleteRule));
  router.post(
    `${all}/:ruleId/lifecycle/activate`,
    handle(org, (request) => changeStatus(request, "ACTIVE")),
  );
  router.post(
    `${all}/:ruleId/lifecycle/deactivate`,
    handle(org, (request) => changeStatus(request, "INACTIVE")),
  );
}

function ruleOf(request: RequestContext): StoredRule {
  const id = request.params["ruleId"] ?? "";
  const rule = request.org.store.get("rules", `${policyOf(request).id}/${id}`);
  if (rule === undefined) throw notFound(id, "OAuth2PolicyRule");
  return rule;
}

function answerRules(request: RequestContext) {
  return ok(listRules(request.org, policyOf(request).id).map((rule) => view(request, rule)));
}

function createRule(request: RequestContext) {
  const policyId = policyOf(request).id;
  const rule = ruleFrom(request, objectBody(request), { ...stamp(request.org.clock, "0pr"), policyId });
  save(request, rule);
  return created(view(request, rule));
}

function replaceRule(request: RequestContext) {
  const { id, created: since, policyId, priority, status } = ruleOf(request);
  const lastUpdated = request.org.clock.now().toISOString();
  const fixed = { id, created: since, lastUpdated, policyId };
  const rule = ruleFrom(request, { priority, status, ...objectBody(request) }, fixed);
  save(request, rule);
  return ok(view(request, rule));
}

interface Fixed {
  readonly id: string;
  readonly created: string;
  readonly lastUpdated: string;
  readonly policyId: string;
}

const usualLifetimes = {
  accessTokenLifetimeMinutes: 60,
  refreshTokenLifetimeMinutes: 0,
  refreshTokenWindowMinutes: 10_080,
};

function ruleFrom(request: RequestContext, body: JsonObject, fixed: Fixed): StoredRule {
  const others = listRules(request.org, fixed.policyId).filter((each) => each.id !== fixed.id);
  validateRule(body, {
    org: request.org,
    authorizationServerId: authorizationServerOf(request).id,
    others,
  });
  const token = asObject(asObject(body["actions"])?.["token"]);
  return {
    ...omit(body, ["_links", "_embedded"]),
    ...fixed,
    type: "RESOURCE_ACCESS",
    status: body["status"] === "INACTIVE" ? "INACTIVE" : "ACTIVE",
    name: textOf(body["name"]),
    priority: typeof body["priority"] === "number" ? body["priority"] : others.length + 1,
    system: false,
    actions: { ...asObject(body["actions"]), token: { ...usualLifetimes, inlineHook: null, ...token } },
  };
}

/** Rules keep the priorities 1, 2, 3…: one that is put in between moves those after it. */
function save(request: RequestContext, rule: StoredRule): void {
  const changed = placeByPriority(listRules(request.org, rule.policyId), rule);
  request.write(changed.map((each) => put("rules", `${each.policyId}/${each.id}`, each)));
}

function deleteRule(request: RequestContext) {
  const rule = ruleOf(request);
  request.write([remove("rules", `${rule.policyId}/${rule.id}`)]);
  return noContent;
}

function changeStatus(request: RequestContext, status: Status) {
  const rule = ruleOf(request);
  const changed = { ...rule, status, lastUpdated: request.org.clock.now().toISOString() };
  request.write([put("rules", `${rule.policyId}/${rule.id}`, changed)]);
  return noContent;
}

function view(request: RequestContext, rule: StoredRule): JsonObject {
  const policy = policyOf(request);
  const policies = `${request.origin}/api/v1/authorizationServers/${policy.authorizationServerId}/policies`;
  const self = `${policies}/${policy.id}/rules/${rule.id}`;
  const transition = rule.status === "ACTIVE" ? "deactivate" : "activate";
  return {
    ...omit(rule, ["policyId"]),
    _links: {
      self: { href: self, hints: { allow: ["GET", "PUT", "DELETE"] } },
      [transition]: { href: `${self}/lifecycle/${transition}`, hints: { allow: ["POST"] } },
    },
  };
}
