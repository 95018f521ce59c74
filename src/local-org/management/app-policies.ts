import type { Router } from "@koa/router";
import { validationFailed } from "../http/api-error.ts";
import { blank } from "../http/problems.ts";
import type { Org } from "../org.ts";
import { put } from "../store/change.ts";
import { apps } from "./apps.ts";
import type { RequestContext } from "./request-context.ts";
import { handle, noContent } from "./request-context.ts";
import { resource } from "./resource.ts";

const accessPolicies = resource({
  path: "/api/v1/policies",
  param: "policyId",
  collection: "accessPolicies",
  kind: "Policy",
  verbs: ["list", "get"],
  list: ({ org, query }) => {
    const type = query("type");
    if (type === undefined) throw validationFailed("type", [`type: ${blank}`]);
    return org.store.list("accessPolicies").filter((policy) => policy["type"] === type);
  },
  view: ({ origin }, policy) => {
    const self = `${origin}/api/v1/policies/${policy.id}`;
    return { ...policy, _links: { self: { href: self }, rules: { href: `${self}/rules` } } };
  },
});

/** App sign-on policies of Identity Engine: `/api/v1/policies?type=ACCESS_POLICY` and their assignment to apps. */
export function addAppPolicyRoutes(router: Router, org: Org): void {
  accessPolicies.addRoutes(router, org);
  router.put("/api/v1/apps/:appId/policies/:policyId", handle(org, assignPolicy));
}

function assignPolicy(request: RequestContext) {
  const app = apps.find(request);
  request.write([put("apps", app.id, { ...app, accessPolicyId: accessPolicies.find(request).id })]);
  return noContent;
}
