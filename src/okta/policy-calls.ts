import { type Calls, listAll } from "./calls.ts";
import { allowMissing, removeUnlessGone } from "./errors.ts";
import type { AccessPolicyCalls, SignOnPolicyCalls } from "./port.ts";
import { accessPolicy, accessPolicyRule, authorizationServer, signOnPolicy } from "./resources.ts";

/** https://developer.okta.com/docs/api/openapi/okta-management/management/tag/AuthorizationServerPolicies/ */
export function createAccessPolicyCalls(calls: Calls): AccessPolicyCalls {
  return {
    findAuthorizationServer: (authServerId) =>
      allowMissing(async () => {
        const purpose = `read the authorization server ${authServerId}`;
        const json = await calls.sdk(purpose, (sdk) =>
          sdk.authorizationServers.getAuthorizationServer(authServerId),
        );
        return calls.parse(purpose, authorizationServer, json);
      }),
    listAuthorizationServers: () =>
      listAll(
        calls,
        "list the authorization servers",
        "/api/v1/authorizationServers?limit=200",
        authorizationServer,
      ),
    async listPolicies(authServerId) {
      const path = `/api/v1/authorizationServers/${encodeURIComponent(authServerId)}/policies`;
      return sortByPriority(await listAll(calls, "list the access policies", path, accessPolicy));
    },
    async listRules(authServerId, policyId) {
      const [server, policy] = [authServerId, policyId].map(encodeURIComponent);
      const path = `/api/v1/authorizationServers/${server}/policies/${policy}/rules`;
      return sortByPriority(
        await listAll(calls, "list the rules of an access policy", path, accessPolicyRule),
      );
    },
    ...createCreationCalls(calls),
    ...createRemovalCalls(calls),
  };
}

function createCreationCalls(calls: Calls): Pick<AccessPolicyCalls, "createPolicy" | "createRule"> {
  return {
    async createPolicy(authServerId, body) {
      const purpose = "create the access policy";
      const json = await calls.sdk(purpose, ({ authorizationServers }) =>
        authorizationServers.createAuthorizationServerPolicy(authServerId, body),
      );
      return calls.parse(purpose, accessPolicy, json);
    },
    async createRule(authServerId, policyId, body) {
      const purpose = "create the rule of the access policy";
      const json = await calls.sdk(purpose, ({ authorizationServers }) =>
        authorizationServers.createAuthorizationServerPolicyRule(authServerId, policyId, body),
      );
      return calls.parse(purpose, accessPolicyRule, json);
    },
  };
}

function createRemovalCalls(calls: Calls): Pick<AccessPolicyCalls, "deletePolicy" | "deleteRule"> {
  return {
    deletePolicy: (authServerId, policyId) =>
      removeUnlessGone(() =>
        calls.sdk("delete the access policy", ({ authorizationServers }) =>
          authorizationServers.deleteAuthorizationServerPolicy(authServerId, policyId),
        ),
      ),
    deleteRule: (authServerId, policyId, ruleId) =>
      removeUnlessGone(() =>
        calls.sdk("delete the rule of the access policy", ({ authorizationServers }) =>
          authorizationServers.deleteAuthorizationServerPolicyRule(authServerId, policyId, ruleId),
        ),
      ),
  };
}

/** What has no priority comes last. */
function sortByPriority<T extends Prioritized>(items: readonly T[]): readonly T[] {
  return items.toSorted((a, b) => (a.priority ?? Infinity) - (b.priority ?? Infinity));
}

interface Prioritized {
  readonly priority?: number | null | undefined;
}

/** https://developer.okta.com/docs/api/openapi/okta-management/management/tag/ApplicationPolicies/ */
export function createSignOnPolicyCalls(calls: Calls): SignOnPolicyCalls {
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
