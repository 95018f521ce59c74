import { type Calls, listAll } from "./calls.ts";
import type { SignOnPolicyCalls } from "./port.ts";
import { signOnPolicy } from "./resources.ts";

/** https://developer.okta.com/docs/api/openapi/okta-management/management/tag/ApplicationPolicies/ */
export function signOnPolicyCalls(calls: Calls): SignOnPolicyCalls {
  return {
    listSignOnPolicies: () =>
      listAll(calls, "list the authentication policies", "/api/v1/policies?type=ACCESS_POLICY", signOnPolicy),
    async assignSignOnPolicy(appId, policyId) {
      await calls.sdk("give the app its authentication policy", ({ applications }) =>
        applications.assignApplicationPolicy(appId, policyId),
      );
    },
  };
}
