import * as client from "openid-client";
import { afterAll, expect, test } from "vitest";
import { Browser } from "../unit/local-org/oidc/browser.ts";
import { startTestOrg } from "../unit/local-org/support.ts";
import { startClient } from "./support/ask.ts";
import { begin, signIn, trustingFetch } from "./support/openid-client.ts";

const org = await startTestOrg({}, afterAll);
const customFetch = trustingFetch(org, afterAll);
const administrator = await startClient("story-child.ts", org, [org.url, org.apiToken]);

interface Made {
  readonly appId: string;
  readonly clientId: string;
}

async function discover({ clientId }: Made): Promise<client.Configuration> {
  const issuer = new URL("/oauth2/default", org.url);
  return client.discovery(issuer, clientId, undefined, client.None(), { [client.customFetch]: customFetch });
}

/** What an app is called back with after a user signed in by the form. */
async function answerTo(configuration: client.Configuration): Promise<URLSearchParams> {
  const browser = new Browser(org);
  const { login: username, password } = org.user;
  const page = await browser.submit(await browser.open((await begin(configuration)).url.href), {
    username,
    password,
  });
  const end = page.location === undefined ? await browser.submit(page, { decision: "continue" }) : page;
  return new URL(end.location ?? "").searchParams;
}

test("an administrator lets people in and out by Okta's SDK, and openid-client finds it so", async () => {
  const made = await administrator<Made>("create");
  const configuration = await discover(made);
  expect((await answerTo(configuration)).get("error_description")).toBe(
    "User is not assigned to the client application.",
  );
  await administrator("assign", made.appId);
  expect((await answerTo(configuration)).get("error_description")).toBe(
    "Policy evaluation failed for this request, please check the policy configurations.",
  );
  await administrator("allow", made.clientId);
  const tokens = await signIn(org, configuration);
  const { refresh_token: token = "" } = await client.refreshTokenGrant(
    configuration,
    tokens.refresh_token ?? "",
  );
  await administrator("unassign", made.appId);
  await expect(client.refreshTokenGrant(configuration, token)).rejects.toMatchObject({
    error: "access_denied",
    error_description: "User is not assigned to the client application.",
  });
  await administrator("assign", made.appId);
  await client.refreshTokenGrant(configuration, token);
  await administrator("remove", made.appId);
  await expect(client.refreshTokenGrant(configuration, token)).rejects.toMatchObject({
    error: "invalid_client",
    status: 401,
  });
});
