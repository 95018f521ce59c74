import type { Router } from "@koa/router";
import type { JsonObject } from "../json.ts";
import type { Org } from "../org.ts";
import { put } from "../store/change.ts";
import type { StoredAccessPolicy } from "../store/collections.ts";
import { notFound, validationFailed } from "../http/api-error.ts";
import { blank } from "../http/problems.ts";
import { appOf } from "./apps.ts";
import type { RequestContext } from "./request-context.ts";
import { handle, noContent, ok } from "./request-context.ts";

/** App sign-on policies of Identity Engine: `/api/v1/policies?type=ACCESS_POLICY` and their assignment to apps. */
export function appPolicyRoutes(router: Router, org: Org): void {
  router.get("/api/v1/policies", handle(org, listPolicies));
  router.get("/api/v1/policies/:policyId", handle(org, getPolicy));
  router.put("/api/v1/apps/:appId/policies/:policyId", handle(org, assignPolicy));
}

function listPolicies(request: RequestContext) {
  const type = request.query("type");
  if (type === undefined) throw validationFailed("type", [`type: ${blank}`]);
  const policies = request.org.store.list("accessPolicies").filter((policy) => policy["type"] === type);
  return ok(policies.map((policy) => view(request, policy)));
}

function getPolicy(request: RequestContext) {
  return ok(view(request, policyOf(request)));
}

function assignPolicy(request: RequestContext) {
  const app = appOf(request);
  request.write([put("apps", app.id, { ...app, accessPolicyId: policyOf(request).id })]);
  return noContent;
}

function policyOf(request: RequestContext): StoredAccessPolicy {
  const id = request.params["policyId"] ?? "";
  const policy = request.org.store.get("accessPolicies", id);
  if (policy === undefined) throw notFound(id, "Policy");
  return policy;
}

function view(request: RequestContext, policy: StoredAccessPolicy): JsonObject {
  const self = `${request.origin}/api/v1/policies/${policy.id}`;
  return { ...policy, _links: { self: { href: self }, rules: { href: `${self}/rules` } } };
}
