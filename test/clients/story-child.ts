// The administrator's part of a story, by Okta's own management SDK.
import okta from "@okta/okta-sdk-nodejs";
import type { OpenIdConnectApplication } from "@okta/okta-sdk-nodejs";
import { answerQuestions } from "./support/answers.ts";

const [orgUrl = "", token = ""] = process.argv.slice(2);
const client = new okta.Client({ orgUrl, token, authorizationMode: "SSWS", cacheMiddleware: null });
const { applicationApi: apps, authorizationServerApi: servers, groupApi } = client;
const native = {
  name: "oidc_client",
  label: "Story",
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

async function everyone(): Promise<string> {
  for await (const group of await groupApi.listGroups({ filter: 'type eq "BUILT_IN"' })) {
    if (group?.profile?.name === "Everyone") return group.id ?? "";
  }
  throw new Error("There is no group Everyone.");
}

answerQuestions({
  create: async () => {
    const app = (await apps.createApplication({ application: native })) as OpenIdConnectApplication;
    return { appId: app.id, clientId: app.credentials?.oauthClient?.client_id };
  },
  assign: async (appId: string) => {
    await apps.assignGroupToApplication({
      appId,
      groupId: await everyone(),
      applicationGroupAssignment: {},
    });
  },
  allow: async (clientId: string) => {
    const policy = await servers.createAuthorizationServerPolicy({
      authServerId: "default",
      policy: {
        type: "OAUTH_AUTHORIZATION_POLICY",
        name: "Story",
        description: "Story",
        conditions: { clients: { include: [clientId] } },
      },
    });
    await servers.createAuthorizationServerPolicyRule({
      authServerId: "default",
      policyId: policy.id ?? "",
      policyRule: {
        type: "RESOURCE_ACCESS",
        name: "Story",
        conditions: {
          people: { groups: { include: ["EVERYONE"] } },
          grantTypes: { include: ["authorization_code"] },
          scopes: { include: ["*"] },
        },
      },
    });
  },
  unassign: async (appId: string) => {
    await apps.unassignApplicationFromGroup({ appId, groupId: await everyone() });
  },
  remove: async (appId: string) => {
    await apps.deactivateApplication({ appId });
    await apps.deleteApplication({ appId });
  },
});
