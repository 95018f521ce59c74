import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as client from "openid-client";
import { expect, inject, onTestFinished, test } from "vitest";
import type * as door from "../../src/local-org/index.ts";
import { signIn, trustingFetch } from "../clients/support/openid-client.ts";

test("the org of the package signs users in and refreshes: minified code still knows its own names", async () => {
  const file = join(inject("installation"), "node_modules", "okta-unlock", "dist", "local-org.js");
  const { startLocalOrg } = (await import(pathToFileURL(file).href)) as typeof door;
  const org = await startLocalOrg();
  onTestFinished(() => org.close());
  const app = await org.addNativeApp();
  const configuration = await client.discovery(new URL(app.issuer), app.clientId, undefined, client.None(), {
    [client.customFetch]: trustingFetch(org, onTestFinished),
  });
  const tokens = await signIn(org, configuration);
  expect(tokens.claims()?.aud).toBe(app.clientId);
  const refreshed = await client.refreshTokenGrant(configuration, tokens.refresh_token ?? "");
  expect(
    await client.fetchUserInfo(configuration, refreshed.access_token, client.skipSubjectCheck),
  ).toMatchObject({ preferred_username: org.user.login });
  const device = await client
    .initiateDeviceAuthorization(configuration, { scope: "openid" })
    .catch((error: unknown) => error);
  expect(device).toMatchObject({ error: "unauthorized_client" });
  const unknown = client.refreshTokenGrant(configuration, "unknown");
  await expect(unknown).rejects.toMatchObject({ error: "invalid_grant", status: 400 });
});
