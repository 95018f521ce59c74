import { omit, textOf } from "../json.ts";
import type { Router } from "@koa/router";
import type { Org } from "../org.ts";
import { stamp } from "../org.ts";
import { put, remove } from "../store/change.ts";
import type { JsonObject } from "../json.ts";
import type { Status, StoredPolicy } from "../store/collections.ts";
import { notFound } from "../http/api-error.ts";
import { authorizationServerOf } from "./authorization-servers.ts";
import type { Exchange } from "./exchange.ts";
import { created, handle, noContent, objectBody, ok } from "./exchange.ts";
import { validatePolicy } from "./policy-validation.ts";
import { placedAt } from "./priority.ts";

const all = "/api/v1/authorizationServers/:authServerId/policies";

/** Access policies of an authorization server: who may sign in to which client (Okta: Authorization Server Policies API). */
export function policyRoutes(router: Router, org: Org): void {
  router.get(all, handle(org, listPolicies));
  router.post(all, handle(org, createPolicy));
  router.get(
    `${all}/:policyId`,
    handle(org, (exchange) => ok(view(exchange, policyOf(exchange)))),
  );
  router.put(`${all}/:policyId`, handle(org, replacePolicy));
  router.delete(`${all}/:policyId`, handle(org, deletePolicy));
  router.post(
    `${all}/:policyId/lifecycle/activate`,
    handle(org, (exchange) => changeStatus(exchange, "ACTIVE")),
  );
  router.post(
    `${all}/:policyId/lifecycle/deactivate`,
    handle(org, (exchange) => changeStatus(exchange, "INACTIVE")),
  );
}

/** The policies of an authorization server in the order they are evaluated. */
export function policiesOf(org: Org, authorizationServerId: string): StoredPolicy[] {
  return org.store
    .listUnder("policies", `${authorizationServerId}/`)
    .toSorted((one, other) => one.priority - other.priority);
}

/** The policy that the path names. Throws E0000007. */
export function policyOf(exchange: Exchange): StoredPolicy {
  const id = exchange.params["policyId"] ?? "";
  const policy = exchange.org.store.get("policies", `${authorizationServerOf(exchange).id}/${id}`);
  if (policy === undefined) throw notFound(id, "OAuth2Policy");
  return policy;
}

function listPolicies(exchange: Exchange) {
  const policies = policiesOf(exchange.org, authorizationServerOf(exchange).id);
  return ok(policies.map((policy) => view(exchange, policy)));
}

function createPolicy(exchange: Exchange) {
  const fixed = {
    ...stamp(exchange.org.clock, "00p"),
    authorizationServerId: authorizationServerOf(exchange).id,
  };
  const policy = policyFrom(exchange.org, objectBody(exchange), fixed);
  save(exchange, policy);
  return created(view(exchange, policy));
}

function replacePolicy(exchange: Exchange) {
  const { id, created: since, authorizationServerId, priority, status } = policyOf(exchange);
  const lastUpdated = exchange.org.clock.now().toISOString();
  const fixed = { id, created: since, lastUpdated, authorizationServerId };
  const policy = policyFrom(exchange.org, { priority, status, ...objectBody(exchange) }, fixed);
  save(exchange, policy);
  return ok(view(exchange, policy));
}

interface Fixed {
  readonly id: string;
  readonly created: string;
  readonly lastUpdated: string;
  readonly authorizationServerId: string;
}

function policyFrom(org: Org, body: JsonObject, fixed: Fixed): StoredPolicy {
  const others = policiesOf(org, fixed.authorizationServerId).filter((each) => each.id !== fixed.id);
  validatePolicy(body, others);
  return {
    ...omit(body, ["_links", "_embedded"]),
    ...fixed,
    type: "OAUTH_AUTHORIZATION_POLICY",
    status: body["status"] === "INACTIVE" ? "INACTIVE" : "ACTIVE",
    name: textOf(body["name"]),
    priority: typeof body["priority"] === "number" ? body["priority"] : others.length + 1,
    system: false,
  };
}

/** Policies keep the priorities 1, 2, 3…: one that is put in between moves those after it. */
function save(exchange: Exchange, policy: StoredPolicy): void {
  const changed = placedAt(policiesOf(exchange.org, policy.authorizationServerId), policy);
  exchange.write(changed.map((each) => put("policies", `${each.authorizationServerId}/${each.id}`, each)));
}

function deletePolicy(exchange: Exchange) {
  const policy = policyOf(exchange);
  const { store } = exchange.org;
  const rules = store
    .listUnder("rules", `${policy.id}/`)
    .map((rule) => remove("rules", `${policy.id}/${rule.id}`));
  exchange.write([remove("policies", `${policy.authorizationServerId}/${policy.id}`), ...rules]);
  return noContent;
}

function changeStatus(exchange: Exchange, status: Status) {
  const policy = policyOf(exchange);
  const changed = { ...policy, status, lastUpdated: exchange.org.clock.now().toISOString() };
  exchange.write([put("policies", `${policy.authorizationServerId}/${policy.id}`, changed)]);
  return noContent;
}

function view(exchange: Exchange, policy: StoredPolicy): JsonObject {
  const self = `${exchange.origin}/api/v1/authorizationServers/${policy.authorizationServerId}/policies/${policy.id}`;
  const transition = policy.status === "ACTIVE" ? "deactivate" : "activate";
  return {
    ...omit(policy, ["authorizationServerId"]),
    _links: {
      self: { href: self, hints: { allow: ["GET", "PUT", "DELETE"] } },
      [transition]: { href: `${self}/lifecycle/${transition}`, hints: { allow: ["POST"] } },
      rules: { href: `${self}/rules`, hints: { allow: ["GET"] } },
    },
  };
}
