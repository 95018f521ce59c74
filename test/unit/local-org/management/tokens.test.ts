import { afterAll, expect, test } from "vitest";
import { refresh, signInApp, signInToTokens } from "../oidc/browser.ts";
import { startTestOrg } from "../support.ts";

const org = await startTestOrg({}, afterAll);
const { json: user } = await org.call("GET", `/api/v1/users/${org.user.login}`);
const { json: server } = await org.call("GET", "/api/v1/authorizationServers/default");
const { clientId } = await signInApp(org);

/** Signs in and tells whether its refresh token is still good. */
async function signIn() {
  const { tokens, browser } = await signInToTokens(org, clientId);
  const isGood = async () => (await refresh(browser, clientId, tokens.refresh_token)).status === 200;
  return { tokens, isGood };
}

const places = [
  ["an app", `/api/v1/apps/${clientId}/tokens`],
  ["a user and a client", `/api/v1/users/${user.id}/clients/${clientId}/tokens`],
  ["an authorization server and a client", `/api/v1/authorizationServers/default/clients/${clientId}/tokens`],
] as const;

test.each(places)("the refresh tokens of %s are listed, never with their value", async (_whose, path) => {
  await org.call("DELETE", path);
  const { tokens } = await signIn();
  const { json, text } = await org.call("GET", path);
  expect(json).toMatchObject([
    {
      id: expect.stringMatching(/^oar\w{17}$/),
      status: "ACTIVE",
      clientId,
      userId: user.id,
      issuer: `${org.url}/oauth2/default`,
      scopes: ["openid", "profile", "email", "offline_access"],
    },
  ]);
  expect(text).not.toContain(tokens.refresh_token);
  expect((await org.call("GET", `${path}/${json[0].id}`)).json).toEqual(json[0]);
  expect((await org.call("GET", `${path}/oarUnknown`)).status).toBe(404);
});

test.each(places)("the refresh tokens of %s are revoked, all of them or one", async (_whose, path) => {
  const all = await signIn();
  expect((await org.call("DELETE", path)).status).toBe(204);
  expect([await all.isGood(), (await org.call("GET", path)).json]).toEqual([false, []]);
  const one = await signIn();
  const { json } = await org.call("GET", path);
  const other = await signIn();
  expect((await org.call("DELETE", `${path}/${json[0].id}`)).status).toBe(204);
  expect([await one.isGood(), await other.isGood()]).toEqual([false, true]);
});

test("the clients that hold tokens are known by user and by authorization server", async () => {
  await signIn();
  for (const path of [`/api/v1/users/${user.id}`, `/api/v1/authorizationServers/${server.id}`]) {
    const { json } = await org.call("GET", `${path}/clients`);
    expect(json).toMatchObject([{ client_id: clientId }]);
    expect((await org.call("GET", json[0]["_links"].tokens.href)).status).toBe(200);
  }
});

test("ended sessions leave the tokens, unless they are to go too", async () => {
  const { isGood } = await signIn();
  expect((await org.call("DELETE", `/api/v1/users/${user.id}/sessions`)).status).toBe(204);
  expect(await isGood()).toBe(true);
  const again = await signIn();
  await org.call("DELETE", `/api/v1/users/${user.id}/sessions?oauthTokens=true`);
  expect(await again.isGood()).toBe(false);
});

test("a deactivated user's tokens are gone, and so are those of a deleted app", async () => {
  const { isGood } = await signIn();
  await org.call("POST", `/api/v1/users/${user.id}/lifecycle/deactivate`);
  expect(await isGood()).toBe(false);
  await org.call("POST", `/api/v1/users/${user.id}/lifecycle/activate`);
  await signIn();
  await org.call("POST", `/api/v1/apps/${clientId}/lifecycle/deactivate`);
  await org.call("DELETE", `/api/v1/apps/${clientId}`);
  const clients = `/api/v1/authorizationServers/${server.id}/clients`;
  expect((await org.call("GET", clients)).json).toEqual([]);
  expect((await org.call("GET", `${clients}/${clientId}/tokens`)).json.errorCode).toBe("E0000007");
});
