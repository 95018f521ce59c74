import { afterAll, expect, test } from "vitest";
import { startTestOrg } from "../support.ts";
import {
  Browser,
  answerOf,
  authorizationRequest,
  payloadOf,
  refresh,
  signInApp,
  signInToTokens,
} from "./browser.ts";

const org = await startTestOrg({}, afterAll);
const { clientId } = await signInApp(org);

test("a user signs in by the form and the app gets Okta's tokens", async () => {
  const { tokens, request } = await signInToTokens(org, clientId);
  expect(tokens).toMatchObject({
    token_type: "Bearer",
    expires_in: 3600,
    scope: "openid profile email offline_access",
  });
  expect(payloadOf(tokens.access_token)).toMatchObject({
    ver: 1,
    iss: `${org.url}/oauth2/default`,
    aud: "api://default",
    cid: clientId,
    scp: ["openid", "profile", "email", "offline_access"],
    sub: org.user.login,
  });
  expect(payloadOf(tokens.id_token)).toMatchObject({
    iss: `${org.url}/oauth2/default`,
    aud: clientId,
    nonce: request.nonce,
    preferred_username: org.user.login,
    amr: ["pwd"],
  });
});

test("a wrong password shows the form again", async () => {
  const browser = new Browser(org);
  const page = await browser.open(authorizationRequest(clientId).url);
  const again = await browser.submit(page, { username: org.user.login, password: "wrong" });
  expect(again.text).toContain("Unable to sign in");
  expect(
    answerOf(await browser.submit(again, { username: org.user.login, password: org.user.password })),
  ).toMatchObject({
    code: expect.any(String),
  });
});

test("a refresh gives new tokens without a nonce", async () => {
  const { tokens, browser } = await signInToTokens(org, clientId);
  const { json } = await refresh(browser, clientId, tokens.refresh_token);
  expect(json.refresh_token).not.toBe(tokens.refresh_token);
  expect(payloadOf(json.id_token)).not.toHaveProperty("nonce");
});
