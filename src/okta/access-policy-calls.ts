import { type Calls, listAll } from "./calls.ts";
import type { AccessPolicyCalls } from "./port.ts";
import { accessPolicy, accessPolicyRule, authorizationServer } from "./resources.ts";
import { unlessDone, unlessMissing } from "./ignore-refusal.ts";

/** https://developer.okta.com/docs/api/openapi/okta-management/management/tag/AuthorizationServerPolicies/ */
export function accessPolicyCalls(calls: Calls): AccessPolicyCalls {
  return {
    findAuthorizationServer: (authServerId) =>
      unlessMissing(async () => {
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
      return byPriority(await listAll(calls, "list the access policies", path, accessPolicy));
    },
    async listRules(authServerId, policyId) {
      const [server, policy] = [authServerId, policyId].map(encodeURIComponent);
      const path = `/api/v1/authorizationServers/${server}/policies/${policy}/rules`;
      return byPriority(await listAll(calls, "list the rules of an access policy", path, accessPolicyRule));
    },
    ...creatingCalls(calls),
    ...deletingCalls(calls),
  };
}

function creatingCalls(calls: Calls): Pick<AccessPolicyCalls, "createPolicy" | "createRule"> {
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

function deletingCalls(calls: Calls): Pick<AccessPolicyCalls, "deletePolicy" | "deleteRule"> {
  return {
    deletePolicy: (authServerId, policyId) =>
      unlessDone(["E0000007"], () =>
        calls.sdk("delete the access policy", ({ authorizationServers }) =>
          authorizationServers.deleteAuthorizationServerPolicy(authServerId, policyId),
        ),
      ),
    deleteRule: (authServerId, policyId, ruleId) =>
      unlessDone(["E0000007"], () =>
        calls.sdk("delete the rule of the access policy", ({ authorizationServers }) =>
          authorizationServers.deleteAuthorizationServerPolicyRule(authServerId, policyId, ruleId),
        ),
      ),
  };
}

/** What has no priority comes last. */
function byPriority<T extends Prioritized>(items: readonly T[]): readonly T[] {
  return items.toSorted((a, b) => (a.priority ?? Infinity) - (b.priority ?? Infinity));
}

interface Prioritized {
  readonly priority?: number | null | undefined;
}
