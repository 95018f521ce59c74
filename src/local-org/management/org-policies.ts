import type { Router } from "@koa/router";
import { createValidationError } from "../http/api-error.ts";
import { blank } from "../http/problems.ts";
import type { Org } from "../org.ts";
import { put } from "../store/change.ts";
import { apps } from "./apps.ts";
import type { RequestContext } from "./request-context.ts";
import { handle, noContent } from "./request-context.ts";
import { defineResource, linkTo } from "./resource.ts";

const accessPolicies = defineResource({
  path: "/api/v1/policies",
  param: "policyId",
  collection: "accessPolicies",
  kind: "Policy",
  verbs: ["list", "get"],
  list: ({ org, query }) => {
    const type = query("type");
    if (type === undefined) throw createValidationError("type", [`type: ${blank}`]);
    return org.store.list("accessPolicies").filter((policy) => policy.type === type);
  },
  view: ({ origin }, policy) => {
    const self = `${origin}/api/v1/policies/${policy.id}`;
    const rules = linkTo(`${self}/rules`, "GET", "POST");
    return { ...policy, _links: { self: linkTo(self, "GET", "PUT"), rules } };
  },
});

/** `/api/v1/policies`, which are Okta's own here, and the assignment of two kinds of them to apps (Okta: Policies API). */
export function addOrgPolicyRoutes(router: Router, org: Org): void {
  accessPolicies.addRoutes(router, org);
  router.put("/api/v1/apps/:appId/policies/:policyId", handle(org, assignPolicy));
}

/** The types of policies that an app can have, and where the app keeps its own. */
const assignable: Readonly<Record<string, string>> = {
  ACCESS_POLICY: "accessPolicyId",
  PROFILE_ENROLLMENT: "profileEnrollmentId",
};

function assignPolicy(request: RequestContext) {
  const app = apps.find(request);
  const policy = accessPolicies.find(request);
  const field = assignable[policy.type];
  if (field === undefined)
    throw createValidationError("type", [
      `type: A policy of the type ${policy.type} can't be assigned to an app.`,
    ]);
  request.write([put("apps", app.id, { ...app, [field]: policy.id })]);
  return noContent;
}
