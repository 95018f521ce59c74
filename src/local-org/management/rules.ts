import { asObject, omit, textOf } from "../json.ts";
import type { Router } from "@koa/router";
import type { Org } from "../org.ts";
import { stamp } from "../org.ts";
import { put, remove } from "../store/change.ts";
import type { JsonObject } from "../json.ts";
import type { Status, StoredRule } from "../store/collections.ts";
import { notFound } from "../http/api-error.ts";
import type { Exchange } from "./exchange.ts";
import { created, handle, noContent, objectBody, ok } from "./exchange.ts";
import { authorizationServerOf } from "./authorization-servers.ts";
import { policyOf } from "./policies.ts";
import { validateRule } from "./rule-validation.ts";
import { placedAt } from "./priority.ts";

const all = "/api/v1/authorizationServers/:authServerId/policies/:policyId/rules";

/** Rules of an access policy: grants, people, scopes and lifetimes (Okta: Authorization Server Rules API). */
export function ruleRoutes(router: Router, org: Org): void {
  router.get(all, handle(org, listRules));
  router.post(all, handle(org, createRule));
  router.get(
    `${all}/:ruleId`,
    handle(org, (exchange) => ok(view(exchange, ruleOf(exchange)))),
  );
  router.put(`${all}/:ruleId`, handle(org, replaceRule));
  router.delete(`${all}/:ruleId`, handle(org, deleteRule));
  router.post(
    `${all}/:ruleId/lifecycle/activate`,
    handle(org, (exchange) => changeStatus(exchange, "ACTIVE")),
  );
  router.post(
    `${all}/:ruleId/lifecycle/deactivate`,
    handle(org, (exchange) => changeStatus(exchange, "INACTIVE")),
  );
}

/** The rules of a policy in the order they are evaluated. */
export function rulesOf(org: Org, policyId: string): StoredRule[] {
  return org.store.listUnder("rules", `${policyId}/`).toSorted((one, other) => one.priority - other.priority);
}

function ruleOf(exchange: Exchange): StoredRule {
  const id = exchange.params["ruleId"] ?? "";
  const rule = exchange.org.store.get("rules", `${policyOf(exchange).id}/${id}`);
  if (rule === undefined) throw notFound(id, "OAuth2PolicyRule");
  return rule;
}

function listRules(exchange: Exchange) {
  return ok(rulesOf(exchange.org, policyOf(exchange).id).map((rule) => view(exchange, rule)));
}

function createRule(exchange: Exchange) {
  const policyId = policyOf(exchange).id;
  const rule = ruleFrom(exchange, objectBody(exchange), { ...stamp(exchange.org.clock, "0pr"), policyId });
  save(exchange, rule);
  return created(view(exchange, rule));
}

function replaceRule(exchange: Exchange) {
  const { id, created: since, policyId, priority, status } = ruleOf(exchange);
  const lastUpdated = exchange.org.clock.now().toISOString();
  const fixed = { id, created: since, lastUpdated, policyId };
  const rule = ruleFrom(exchange, { priority, status, ...objectBody(exchange) }, fixed);
  save(exchange, rule);
  return ok(view(exchange, rule));
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

function ruleFrom(exchange: Exchange, body: JsonObject, fixed: Fixed): StoredRule {
  const others = rulesOf(exchange.org, fixed.policyId).filter((each) => each.id !== fixed.id);
  validateRule(body, {
    org: exchange.org,
    authorizationServerId: authorizationServerOf(exchange).id,
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
function save(exchange: Exchange, rule: StoredRule): void {
  const changed = placedAt(rulesOf(exchange.org, rule.policyId), rule);
  exchange.write(changed.map((each) => put("rules", `${each.policyId}/${each.id}`, each)));
}

function deleteRule(exchange: Exchange) {
  const rule = ruleOf(exchange);
  exchange.write([remove("rules", `${rule.policyId}/${rule.id}`)]);
  return noContent;
}

function changeStatus(exchange: Exchange, status: Status) {
  const rule = ruleOf(exchange);
  const changed = { ...rule, status, lastUpdated: exchange.org.clock.now().toISOString() };
  exchange.write([put("rules", `${rule.policyId}/${rule.id}`, changed)]);
  return noContent;
}

function view(exchange: Exchange, rule: StoredRule): JsonObject {
  const policy = policyOf(exchange);
  const policies = `${exchange.origin}/api/v1/authorizationServers/${policy.authorizationServerId}/policies`;
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
