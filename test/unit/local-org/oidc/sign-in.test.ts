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

test("the tenth wrong password in a row locks the account, whose page doesn't tell whether the next one is right", async () => {
  const own = await startTestOrg();
  const { clientId: app } = await signInApp(own);
  const browser = new Browser(own);
  const { login: username, password } = own.user;
  const locked = "Your account is locked. Please contact your administrator.";
  const guess = async (typed: string) =>
    browser.submit(await browser.open(authorizationRequest(app, { prompt: "login" }).url), {
      username,
      password: typed,
    });
  for (let round = 0; round < 9; round += 1) expect((await guess("wrong")).text).not.toContain(locked);
  expect(answerOf(await guess(password))).toHaveProperty("code");
  for (let round = 0; round < 9; round += 1) expect((await guess("wrong")).text).not.toContain(locked);
  for (const typed of ["wrong", "wrong", password]) {
    const page = await guess(typed);
    expect([page.status, page.text.includes(locked)]).toEqual([401, true]);
  }
  const user = await own.call("GET", `/api/v1/users/${username}`);
  expect(user.json.status).toBe("LOCKED_OUT");
  const { json: events } = await own.call("GET", '/api/v1/logs?filter=eventType+eq+"user.account.lock"');
  expect(events).toHaveLength(1);
  await own.call("POST", `/api/v1/users/${username}/lifecycle/unlock`);
  expect(answerOf(await guess(password))).toHaveProperty("code");
});

test("a refresh gives new tokens without a nonce", async () => {
  const { tokens, browser } = await signInToTokens(org, clientId);
  const { json } = await refresh(browser, clientId, tokens.refresh_token);
  expect(json.refresh_token).not.toBe(tokens.refresh_token);
  expect(payloadOf(json.id_token)).not.toHaveProperty("nonce");
});
