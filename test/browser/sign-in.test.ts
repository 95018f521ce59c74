import { afterAll, expect, test } from "vitest";
import type { Page, Response } from "playwright-core";
import { launchBrowser, newPage, waitForFocus } from "../support/browser.ts";
import { nativeApp, startTestOrg } from "../unit/local-org/support.ts";
import {
  Browser,
  addPolicy,
  authorizationRequest,
  callback,
  payloadOf,
  signInApp,
  tokenRequest,
} from "../unit/local-org/oidc/browser.ts";

const org = await startTestOrg({}, afterAll);
const chromium = await launchBrowser(afterAll);
const deviceGrant = "urn:ietf:params:oauth:grant-type:device_code";
const { clientId } = await signInApp(org, {
  "settings.oauthClient.grant_types": ["authorization_code", "refresh_token", deviceGrant],
});

/** The call to the app: a browser without the app on its machine stops there, but the answer says where it was sent. */
function callToApp(page: Page): Promise<URL> {
  const isCall = (response: Response): boolean =>
    response.headers()["location"]?.startsWith("com.example.app:") === true;
  return page.waitForResponse(isCall).then((response) => new URL(response.headers()["location"] ?? ""));
}

/** Types as a person does, without touching the pointer: the first empty field has the focus. */
async function signInByKeyboard(page: Page, login: string, password: string): Promise<void> {
  await page.waitForFunction("document.activeElement?.matches('#username, #password')");
  if ((await page.evaluate("document.activeElement.id")) === "username") {
    await page.keyboard.type(login);
    await page.keyboard.press("Tab");
  }
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
}

async function tokensFor(call: URL, verifier: string) {
  const { json } = await tokenRequest(new Browser(org), {
    grant_type: "authorization_code",
    client_id: clientId,
    redirect_uri: callback,
    code: call.searchParams.get("code") ?? "",
    code_verifier: verifier,
  });
  return json;
}

test("a person fails, signs in by keyboard, and the app gets its tokens", async () => {
  const { page, complaints } = await newPage(chromium);
  const request = authorizationRequest(clientId);
  await page.goto(`${org.url}${request.url}`);
  expect(await page.title()).toContain("My App");
  await signInByKeyboard(page, org.user.login, "wrong");
  expect(await page.getByRole("alert").innerText()).toContain("Unable to sign in");
  expect(await page.inputValue("#username")).toBe(org.user.login);
  const call = callToApp(page);
  await signInByKeyboard(page, org.user.login, org.user.password);
  expect((await call).searchParams.get("state")).toBe(request.state);
  const tokens = await tokensFor(await call, request.verifier);
  expect(payloadOf(tokens.id_token)).toMatchObject({
    nonce: request.nonce,
    preferred_username: org.user.login,
  });
  expect(complaints.filter((each) => !each.startsWith("called com.example.app:"))).toEqual([]);
});

test("it works without JavaScript", async () => {
  const { page } = await newPage(chromium, { javaScriptEnabled: false });
  await page.goto(`${org.url}${authorizationRequest(clientId).url}`);
  const call = callToApp(page);
  await page.fill("#username", org.user.login);
  await page.fill("#password", org.user.password);
  await page.press("#password", "Enter");
  expect((await call).searchParams.has("code")).toBe(true);
});

test("who signed in is signed in the next time, until the app signs out", async () => {
  const { page } = await newPage(chromium);
  const request = authorizationRequest(clientId);
  await page.goto(`${org.url}${request.url}`);
  const first = callToApp(page);
  await signInByKeyboard(page, org.user.login, org.user.password);
  const tokens = await tokensFor(await first, request.verifier);

  const again = callToApp(page);
  await page.goto(`${org.url}${authorizationRequest(clientId).url}`).catch(() => undefined);
  expect((await again).searchParams.has("code")).toBe(true);

  const signedOut = callToApp(page);
  const query = new URLSearchParams({
    id_token_hint: tokens.id_token,
    post_logout_redirect_uri: "com.example.app:/logout",
    state: "bye",
  });
  const logout = `${org.url}/oauth2/default/v1/logout?`;
  await page.goto(`${logout}${query.toString()}`).catch(() => undefined);
  expect((await signedOut).href).toBe("com.example.app:/logout?state=bye");
  await page.goto(`${org.url}${authorizationRequest(clientId).url}`);
  expect(await page.locator("#password").count()).toBe(1);

  await page.goto(`${logout}id_token_hint=${tokens.id_token}`);
  expect(await page.innerText("main")).toContain("signed out");
});

test("a person activates a device by keyboard", async () => {
  const form = { client_id: clientId, scope: "openid profile" };
  const device = (await new Browser(org).request("/oauth2/default/v1/device/authorize", { form }))
    .json as Record<string, string>;
  const { page, complaints } = await newPage(chromium);
  await page.goto(device["verification_uri"] ?? "");
  await waitForFocus(page);
  await page.keyboard.type(device["user_code"] ?? "");
  await page.keyboard.press("Enter");
  await page
    .getByRole("button", { name: /yes|allow|sign in/iu })
    .first()
    .press("Enter");
  await page.locator("#username").waitFor();
  await signInByKeyboard(page, org.user.login, org.user.password);
  await expect.poll(() => page.innerText("main")).toMatch(/activated|signed in/iu);
  const poll = { grant_type: deviceGrant, client_id: clientId, device_code: device["device_code"] ?? "" };
  expect((await tokenRequest(new Browser(org), poll)).json.access_token).toMatch(/^ey/u);
  expect(complaints.filter((each) => !each.startsWith("called com.example.app:"))).toEqual([]);
});

test("a person who may not use the app is told why, and the app as well", async () => {
  const { json } = await org.call("POST", "/api/v1/apps", nativeApp("Payroll"));
  await addPolicy(org, json.id);
  const { page, complaints } = await newPage(chromium);
  await page.goto(`${org.url}${authorizationRequest(json.id).url}`);
  await signInByKeyboard(page, org.user.login, org.user.password);
  await page.getByText("User is not assigned to the client application.").waitFor();
  const call = callToApp(page);
  await page.getByRole("button", { name: /back to the app/iu }).press("Enter");
  expect(Object.fromEntries((await call).searchParams)).toMatchObject({
    error: "access_denied",
    error_description: "User is not assigned to the client application.",
  });
  expect(complaints.filter((each) => !each.startsWith("called com.example.app:"))).toEqual([]);
});

test("a redirect URI that is not registered ends on a page that says which one it was", async () => {
  const { page } = await newPage(chromium);
  const request = authorizationRequest(clientId, { redirect_uri: "com.example.app:/callbak" });
  const answer = await page.goto(`${org.url}${request.url}`);
  expect(answer?.status()).toBe(400);
  expect(await page.innerText("main")).toContain("com.example.app:/callbak");
  await page.goto(`${org.url}/activity?outcome=refused`);
  const fix = `The app sent com.example.app:/callbak. Register exactly this URI; see the registered ones: okta-unlock apps show ${clientId} --org local`;
  expect(await page.innerText("main")).toContain(fix);
});

test("response_mode=form_post submits itself, under the content policy", async () => {
  const uri = `${org.url}/activity`;
  const changes = { "settings.oauthClient.redirect_uris": [uri], "settings.implicitAssignment": true };
  const { json } = await org.call(
    "POST",
    "/api/v1/apps",
    nativeApp("Posts", {
      ...changes,
      "settings.oauthClient.application_type": "web",
      "settings.oauthClient.post_logout_redirect_uris": [],
    }),
  );
  const { page } = await newPage(chromium);
  const request = authorizationRequest(json.id, { redirect_uri: uri, response_mode: "form_post" }, "/oauth2");
  await page.goto(`${org.url}${request.url}`);
  const posted = page.waitForRequest((sent) => sent.method() === "POST" && sent.url() === uri);
  await signInByKeyboard(page, org.user.login, org.user.password);
  expect(new URLSearchParams((await posted).postData() ?? "").has("code")).toBe(true);
});

test("the activity page shows all of it while it happens, with the fix for what went wrong", async () => {
  const watcher = await newPage(chromium);
  await watcher.page.goto(`${org.url}/activity`);
  await expect.poll(() => watcher.page.locator("#live span").innerText()).toBe("Live");
  const seen = () => watcher.page.locator("#results ol > li .what").allInnerTexts();
  const before = (await seen()).length;

  const { page } = await newPage(chromium);
  const request = authorizationRequest(clientId);
  await page.goto(`${org.url}${request.url}`);
  const call = callToApp(page);
  await signInByKeyboard(page, org.user.login, org.user.password);
  const tokens = await tokensFor(await call, request.verifier);
  const app = new Browser(org);
  const refresh = { grant_type: "refresh_token", client_id: clientId, refresh_token: tokens.refresh_token };
  await tokenRequest(app, refresh);
  await app.request("/oauth2/default/v1/revoke", {
    form: { token: tokens.access_token, client_id: clientId },
  });
  await tokenRequest(app, { ...refresh, refresh_token: "nonsense" });
  await expect
    .poll(async () => (await seen()).slice(0, -before || undefined))
    .toEqual([
      "Refused to issue tokens",
      "Revoked the access token",
      "Refreshed the tokens",
      "Issued tokens",
      "Issued an authorization code",
      "Signed in",
      "Showed the sign-in page",
    ]);
  const refusal = await watcher.page.locator("#results ol > li").first().innerText();
  expect(refusal).toContain("The refresh token is invalid or expired.");
  expect(refusal).toContain("run one refresh at a time");
  const text = await watcher.page.content();
  for (const secret of [tokens.access_token, tokens.refresh_token, tokens.id_token])
    expect(text).not.toContain(secret);
});
