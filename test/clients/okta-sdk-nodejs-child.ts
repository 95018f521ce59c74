// Okta's own SDK for Node, untouched, over what makes up an org besides apps and sign-in.
import okta from "@okta/okta-sdk-nodejs";
import type { OpenIdConnectApplication } from "@okta/okta-sdk-nodejs";
import { answerQuestions } from "./support/answers.ts";

const [orgUrl = "", token = ""] = process.argv.slice(2);
const client = new okta.Client({ orgUrl, token, authorizationMode: "SSWS", cacheMiddleware: null });
const { applicationApi: apps, authorizationServerApi: servers, policyApi, trustedOriginApi } = client;
const { applicationSSOPublicKeysApi: credentials } = client;

async function collect<T>(items: AsyncIterable<T>): Promise<NonNullable<T>[]> {
  const found: NonNullable<T>[] = [];
  for await (const item of items) if (item !== null && item !== undefined) found.push(item);
  return found;
}

async function makeWebApp(): Promise<OpenIdConnectApplication> {
  const application = {
    name: "oidc_client",
    label: "Node SDK",
    signOnMode: "OPENID_CONNECT",
    settings: {
      oauthClient: {
        application_type: "web",
        redirect_uris: ["https://example.com/cb"],
        response_types: ["code"],
        grant_types: ["authorization_code"],
      },
    },
  } as unknown as OpenIdConnectApplication;
  return (await apps.createApplication({ application })) as OpenIdConnectApplication;
}

answerQuestions({
  secrets: async () => {
    const app = await makeWebApp();
    const appId = app.id ?? "";
    const shown = app.credentials?.oauthClient?.client_secret;
    const read = (await apps.getApplication({ appId })) as OpenIdConnectApplication;
    const [first] = await collect(await credentials.listOAuth2ClientSecrets({ appId }));
    const second = await credentials.createOAuth2ClientSecret({ appId });
    const old = { appId, secretId: first?.id ?? "" };
    const inactive = await credentials.deactivateOAuth2ClientSecret(old);
    await credentials.deleteOAuth2ClientSecret(old);
    const left = await collect(await credentials.listOAuth2ClientSecrets({ appId }));
    return {
      isShownOnce: [first?.client_secret === shown, read.credentials?.oauthClient?.client_secret ?? "none"],
      inactive: inactive.status,
      isRotated: [left.length, left[0]?.id === second.id, second.client_secret !== shown],
    };
  },
  origins: async () => {
    const scopes = [{ type: "CORS" as const }];
    const trustedOrigin = { name: "SPA", origin: "http://localhost:3000", scopes };
    const made = await trustedOriginApi.createTrustedOrigin({ trustedOrigin });
    const trustedOriginId = made.id ?? "";
    const inactive = await trustedOriginApi.deactivateTrustedOrigin({ trustedOriginId });
    const listed = await collect(await trustedOriginApi.listTrustedOrigins({ filter: 'type eq "CORS"' }));
    await trustedOriginApi.deleteTrustedOrigin({ trustedOriginId });
    return [made.status, inactive.status, listed.map(({ origin }) => origin)];
  },
  policies: async () => {
    const types = ["PASSWORD", "OKTA_SIGN_ON", "MFA_ENROLL", "PROFILE_ENROLLMENT"] as const;
    const found = [];
    for (const type of types) {
      const [policy] = await collect(await policyApi.listPolicies({ type }));
      found.push([policy?.type, policy?.name, policy?.system]);
    }
    return found;
  },
  claims: async () => {
    const authServerId = "default";
    const claims = await collect(await servers.listOAuth2Claims({ authServerId }));
    const locale = claims.find(({ name }) => name === "locale");
    const oAuth2Claim = Object.assign(locale ?? {}, { alwaysIncludeInToken: true });
    const changed = await servers.replaceOAuth2Claim({
      authServerId,
      claimId: locale?.id ?? "",
      oAuth2Claim,
    });
    return [claims.length, changed.name, changed.alwaysIncludeInToken];
  },
  missing: async () =>
    collect(await client.identityProviderApi.listIdentityProviders({})).then(
      () => "accepted",
      (error: { status?: number; errorCode?: string; errorSummary?: string }) =>
        `${error.status} ${error.errorCode} ${error.errorSummary}`,
    ),
});
