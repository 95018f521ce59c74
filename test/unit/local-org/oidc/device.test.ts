import { afterAll, describe, expect, test } from "vitest";
import { nativeApp, startTestOrg } from "../support.ts";
import type { Page } from "./browser.ts";
import { Browser, signInApp, tokenRequest } from "./browser.ts";

let now = Date.now();
const org = await startTestOrg({ clock: { now: () => new Date(now) } }, afterAll);
const deviceGrant = "urn:ietf:params:oauth:grant-type:device_code";
const { clientId } = await signInApp(org, {
  "settings.oauthClient.grant_types": ["authorization_code", "refresh_token", deviceGrant],
});

interface Device {
  readonly device_code: string;
  readonly user_code: string;
  readonly verification_uri: string;
  readonly verification_uri_complete: string;
}

async function start(base = "/oauth2/default"): Promise<Device> {
  const form = { client_id: clientId, scope: "openid profile offline_access" };
  const answer = await new Browser(org).request(`${base}/v1/device/authorize`, { form });
  expect(answer).toMatchObject({ status: 200, json: { expires_in: 600, interval: 5 } });
  return answer.json as Device;
}

async function poll(device: Device, base?: string) {
  now += 5000;
  const form = { grant_type: deviceGrant, client_id: clientId, device_code: device.device_code };
  return tokenRequest(new Browser(org), form, base);
}

async function allow(browser: Browser, page: Page, decision = "allow"): Promise<Page> {
  const next = await browser.submit(page, { decision });
  if (!next.text.includes('name="password"')) return next;
  return browser.submit(next, { username: org.user.login, password: org.user.password });
}

describe.each(["/oauth2/default", "/oauth2"])("a device signs in at %s", (base) => {
  test("after its user typed the code", async () => {
    const device = await start(base);
    expect(device.verification_uri).toBe(`${org.url}/activate`);
    expect(device.user_code).toMatch(/^[A-Z]{8}$/u);
    expect((await poll(device, base)).json).toEqual({
      error: "authorization_pending",
      error_description: "The device authorization is pending. Please try again later.",
    });
    const browser = new Browser(org);
    const asked = await browser.open(device.verification_uri);
    const typed = `${device.user_code.slice(0, 4).toLowerCase()}-${device.user_code.slice(4)}`;
    const question = await browser.submit(asked, { user_code: typed });
    expect(question.text).toContain("My App");
    const done = await allow(browser, question);
    expect(done.text).toMatch(/activated/iu);
    const tokens = await poll(device, base);
    expect(tokens).toMatchObject({
      status: 200,
      json: { token_type: "Bearer", refresh_token: expect.any(String) },
    });
    expect((await poll(device, base)).json.error).toBe("invalid_grant");
  });

  test("by the complete address, without typing", async () => {
    const device = await start(base);
    const browser = new Browser(org);
    const asked = await browser.open(device.verification_uri_complete);
    expect(asked.text).toContain(`value="${device.user_code}"`);
    const question = await browser.submit(asked, { user_code: device.user_code });
    await allow(browser, question);
    expect((await poll(device, base)).status).toBe(200);
  });
});

test("a user who says no is heard", async () => {
  const device = await start();
  const browser = new Browser(org);
  const question = await browser.submit(await browser.open(device.verification_uri), {
    user_code: device.user_code,
  });
  const done = await allow(browser, question, "deny");
  expect(done.text).toMatch(/refused|denied|not signed in/iu);
  expect((await poll(device)).json.error).toBe("access_denied");
});

test("a form that another page made up, or that is out of date, decides nothing and says so", async () => {
  const device = await start();
  const browser = new Browser(org);
  await browser.submit(await browser.open(device.verification_uri), { user_code: device.user_code });
  for (const decision of ["allow", "deny"]) {
    const form = { xsrf: "made-up", user_code: device.user_code, decision };
    const page = await browser.request("/oauth2/default/v1/activate", { form });
    expect([page.status, page.text.includes("Device refused")]).toEqual([400, false]);
    expect(page.text).toContain("Your device still waits for an answer.");
    const stranger = await new Browser(org).request("/oauth2/default/v1/activate", { form });
    expect([stranger.status, stranger.text.includes("Device refused")]).toEqual([400, false]);
  }
  expect((await poll(device)).json.error).toBe("authorization_pending");
});

test("a code that was used, or has expired, is called that", async () => {
  const device = await start();
  const browser = new Browser(org);
  const ask = async () =>
    browser.submit(await browser.open(device.verification_uri), { user_code: device.user_code });
  const [first, second] = [await ask(), await ask()];
  await allow(browser, second, "deny");
  const again = await browser.submit(first, { decision: "allow" });
  expect(again.status).toBe(400);
  expect(again.text).not.toContain("Device refused");
});

test("a user who may not use the app reads why the device was refused", async () => {
  const { json: app } = await org.call(
    "POST",
    "/api/v1/apps",
    nativeApp("Nobody's", { "settings.oauthClient.grant_types": ["authorization_code", deviceGrant] }),
  );
  const form = { client_id: app.id, scope: "openid" };
  const { json: device } = await new Browser(org).request("/oauth2/default/v1/device/authorize", { form });
  const browser = new Browser(org);
  const question = await browser.submit(await browser.open("/activate"), { user_code: device.user_code });
  const refused = await allow(browser, question);
  const end = await browser.submit(refused, { decision: "continue" });
  expect(end.text).toContain("Device refused");
  expect(end.text).toContain("User is not assigned to the client application.");
});

test("a code that nobody has is typed again", async () => {
  const browser = new Browser(org);
  const page = await browser.submit(await browser.open("/activate"), { user_code: "WRONGCOD" });
  expect(page.status).toBe(400);
  expect(page.text).toContain("Invalid code");
  expect(page.text).toContain('value="WRONGCOD"');
});

test("a device that asks too often is slowed down", async () => {
  const device = await start();
  await poll(device);
  const form = { grant_type: deviceGrant, client_id: clientId, device_code: device.device_code };
  expect((await tokenRequest(new Browser(org), form)).json.error).toBe("slow_down");
});

test("a code ends after ten minutes", async () => {
  const device = await start();
  now += 601_000;
  expect((await poll(device)).json).toEqual({
    error: "expired_token",
    error_description: "The device code has expired.",
  });
});

test("what a user types is no device code, not by the name that it is found by either", async () => {
  const device = await start();
  for (const device_code of [device.user_code, `code:${device.user_code}`]) {
    expect((await poll({ ...device, device_code })).json).toMatchObject({
      error: "invalid_grant",
      error_description: "The device code is invalid or has expired.",
    });
  }
});

test("a made-up code is refused", async () => {
  const device = { ...(await start()), device_code: "nonsense" };
  expect((await poll(device)).json).toEqual({
    error: "invalid_grant",
    error_description: "The device code is invalid or has expired.",
  });
});

test("an app without the grant is refused", async () => {
  const plain = await signInApp(org);
  const form = { client_id: plain.clientId, scope: "openid" };
  const answer = await new Browser(org).request("/oauth2/default/v1/device/authorize", { form });
  expect(answer).toMatchObject({ status: 400, json: { error: "unauthorized_client" } });
});
