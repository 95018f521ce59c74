// Drives a running local org with Okta's own Node SDK, trusting it through NODE_EXTRA_CA_CERTS, and reports what it saw.
import okta from "@okta/okta-sdk-nodejs";
import type { OpenIdConnectApplication } from "@okta/okta-sdk-nodejs";

const [orgUrl = "", token = "", groupFilter = ""] = process.argv.slice(2);

const client = new okta.Client({ orgUrl, token, authorizationMode: "SSWS", cacheMiddleware: null });
const { applicationApi: apps, authorizationServerApi: servers } = client;

async function collect<T>(items: AsyncIterable<T>): Promise<NonNullable<T>[]> {
  const found: NonNullable<T>[] = [];
  for await (const item of items) if (item !== null && item !== undefined) found.push(item);
  return found;
}

function nativeApp(label: string): OpenIdConnectApplication {
  return {
    name: "oidc_client",
    label,
    signOnMode: "OPENID_CONNECT",
    credentials: { oauthClient: { token_endpoint_auth_method: "none", pkce_required: true } },
    settings: {
      oauthClient: {
        application_type: "native",
        redirect_uris: ["com.example.app:/callback"],
        response_types: ["code"],
        grant_types: ["authorization_code", "refresh_token"],
        refresh_token: { rotation_type: "ROTATE", leeway: 30 },
      },
    },
  } as unknown as OpenIdConnectApplication;
}

async function run(): Promise<object> {
  const made = [];
  for (let index = 0; index < 5; index += 1) {
    made.push(await apps.createApplication({ application: nativeApp(`SDK ${index}`) }));
  }
  const appId = made[0]?.id ?? "";
  const listed = await collect(await apps.listApplications({ q: "SDK", limit: 2 }));
  const groups = await collect(await client.groupApi.listGroups({ filter: groupFilter }));
  const everyone = groups.find((group) => group.profile?.name === "Everyone")?.id ?? "";
  await apps.assignGroupToApplication({ appId, groupId: everyone, applicationGroupAssignment: {} });
  const assignments = await collect(await apps.listApplicationGroupAssignments({ appId }));
  const [server] = await collect(await servers.listAuthorizationServers({}));
  const authServerId = server?.id ?? "";
  const policy = await servers.createAuthorizationServerPolicy({
    authServerId,
    policy: {
      type: "OAUTH_AUTHORIZATION_POLICY",
      name: "SDK",
      description: "By the SDK",
      conditions: { clients: { include: [appId] } },
    },
  });
  const rule = await servers.createAuthorizationServerPolicyRule({
    authServerId,
    policyId: policy.id ?? "",
    policyRule: {
      type: "RESOURCE_ACCESS",
      name: "SDK",
      conditions: {
        people: { groups: { include: ["EVERYONE"] } },
        grantTypes: { include: ["authorization_code"] },
        scopes: { include: ["openid", "offline_access"] },
      },
    },
  });
  const rules = await collect(
    await servers.listAuthorizationServerPolicyRules({ authServerId, policyId: policy.id ?? "" }),
  );
  const deletion = await apps
    .deleteApplication({ appId })
    .catch((error: { errorCode?: string; message: string }) => error);
  await apps.deactivateApplication({ appId });
  await apps.deleteApplication({ appId });
  const missing = await apps.getApplication({ appId }).catch((error: { status?: number }) => error.status);
  await servers.deleteAuthorizationServerPolicy({ authServerId, policyId: policy.id ?? "" });
  const me = await client.userApi.getUser({ userId: "me" });
  return {
    clientId: (made[0] as OpenIdConnectApplication).credentials?.oauthClient?.client_id === appId,
    created: made.length,
    listed: listed.map((app) => app.label),
    assigned: assignments.map((assignment) => assignment.id === everyone),
    issuer: server?.issuer,
    policyPriority: policy.priority,
    rules: rules.map(({ id }) => id === rule.id),
    lifetime: rule.actions?.token?.accessTokenLifetimeMinutes,
    deletion: (deletion as { errorCode?: string }).errorCode,
    missing,
    login: me.profile?.login,
  };
}

process.send?.(await run().catch((error: unknown) => ({ failed: String(error) })));
process.disconnect();
