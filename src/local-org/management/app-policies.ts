import type { Router } from "@koa/router";
import type { JsonObject } from "../json.ts";
import type { Org } from "../org.ts";
import { put } from "../store/change.ts";
import type { StoredAccessPolicy } from "../store/collections.ts";
import { notFound, validationFailed } from "../http/api-error.ts";
import { appOf } from "./apps.ts";
import type { Exchange } from "./exchange.ts";
import { handle, noContent, ok } from "./exchange.ts";

/** App sign-on policies of Identity Engine: `/api/v1/policies?type=ACCESS_POLICY` and their assignment to apps. */
export function appPolicyRoutes(router: Router, org: Org): void {
  router.get("/api/v1/policies", handle(org, listPolicies));
  router.get("/api/v1/policies/:policyId", handle(org, getPolicy));
  router.put("/api/v1/apps/:appId/policies/:policyId", handle(org, assignPolicy));
}

function listPolicies(exchange: Exchange) {
  const type = exchange.query("type");
  if (type === undefined) throw validationFailed("type", ["type: The field cannot be left blank"]);
  const policies = exchange.org.store.list("accessPolicies").filter((policy) => policy["type"] === type);
  return ok(policies.map((policy) => view(exchange, policy)));
}

function getPolicy(exchange: Exchange) {
  return ok(view(exchange, policyOf(exchange)));
}

function assignPolicy(exchange: Exchange) {
  const app = appOf(exchange);
  exchange.write([put("apps", app.id, { ...app, accessPolicyId: policyOf(exchange).id })]);
  return noContent;
}

function policyOf(exchange: Exchange): StoredAccessPolicy {
  const id = exchange.params["policyId"] ?? "";
  const policy = exchange.org.store.get("accessPolicies", id);
  if (policy === undefined) throw notFound(id, "Policy");
  return policy;
}

function view(exchange: Exchange, policy: StoredAccessPolicy): JsonObject {
  const self = `${exchange.origin}/api/v1/policies/${policy.id}`;
  return { ...policy, _links: { self: { href: self }, rules: { href: `${self}/rules` } } };
}
