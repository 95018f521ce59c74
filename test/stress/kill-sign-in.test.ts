import { setTimeout as sleep } from "node:timers/promises";
import { Agent } from "undici";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { takePort } from "../support/own-port.ts";
import { amount, isWhole } from "../support/stress.ts";
import type { Child } from "../unit/local-org/child.ts";
import { bundleForChild, startChild } from "../unit/local-org/child.ts";
import type { TestOrg } from "../unit/local-org/support.ts";
import { caller, temporaryFolder } from "../unit/local-org/support.ts";
import {
  Browser,
  answerOf,
  authorizationRequest,
  codeForm,
  refresh,
  signInApp,
  signInByForm,
  tokenRequest,
} from "../unit/local-org/oidc/browser.ts";

const rounds = amount({ whole: 6, small: 2 });
const bundle = await bundleForChild("start-child.ts");
const deviceGrant = "urn:ietf:params:oauth:grant-type:device_code";
const withDevices = {
  "settings.oauthClient.grant_types": ["authorization_code", "refresh_token", deviceGrant],
};

type Started = Pick<TestOrg, "url" | "port" | "apiToken" | "caCertificate" | "user" | "call">;

/** An org in a process of its own that can be killed and started again on the same folder. */
class MortalOrg {
  readonly #args: readonly string[];
  #steps = 0;
  #child: Child | undefined;

  constructor(folder: string) {
    this.#args = [folder, JSON.stringify({ port: takePort() })];
    onTestFinished(async () => this.#child?.kill());
  }

  async start(): Promise<Started> {
    this.#child = startChild(bundle, this.#args);
    const started = (await this.#child.next()) as Omit<Started, "call">;
    const dispatcher = new Agent({ connect: { ca: started.caCertificate } });
    onTestFinished(() => dispatcher.destroy());
    return { ...started, call: caller(started, dispatcher) };
  }

  /** kill -9: nothing is written any more, and nobody is told. */
  async kill(): Promise<void> {
    await this.#child?.kill();
  }

  /** Kills it and starts it again, which the browser doesn't notice. */
  async rise(browser: Browser): Promise<void> {
    await this.kill();
    await this.start();
    browser.reconnect();
  }

  /** Between two of many steps: after each in the whole round, after every third one in `npm test`. */
  async riseBetween(browser: Browser): Promise<void> {
    this.#steps += 1;
    if (isWhole || this.#steps % 3 === 0) await this.rise(browser);
  }
}

async function begin(changes: Record<string, unknown> = {}) {
  const mortal = new MortalOrg(await temporaryFolder());
  const org = await mortal.start();
  const { clientId } = await signInApp(org, changes);
  const browser = new Browser(org);
  const own = { origin: org.url, "sec-fetch-site": "same-origin" };
  return { mortal, org, clientId, browser, own };
}

describe("killed with -9 between any two steps", () => {
  test("a sign-in goes on to its tokens, and the session and the tokens stay", async () => {
    const { mortal, org, clientId, browser, own } = await begin();
    const request = authorizationRequest(clientId);
    const begun = await browser.request(request.url);
    await mortal.riseBetween(browser);
    const page = await browser.request(begun.location ?? "");
    const form_token = /name="form_token"[^>]*value="([^"]*)"/u.exec(page.text)?.[1] ?? "";
    await mortal.riseBetween(browser);
    const form = { form_token, username: org.user.login, password: org.user.password };
    const sent = await browser.request(page.url, { form, headers: own });
    expect(sent.status).toBe(303);
    await mortal.riseBetween(browser);
    const { code = "" } = answerOf(await browser.request(sent.location ?? ""));
    await mortal.riseBetween(browser);
    const exchange = codeForm(clientId, code, request);
    const { json: tokens } = await tokenRequest(browser, exchange);
    await mortal.riseBetween(browser);
    const headers = { authorization: `Bearer ${tokens.access_token}` };
    expect((await browser.request("/oauth2/default/v1/userinfo", { headers })).status).toBe(200);
    const rotated = await refresh(browser, clientId, tokens.refresh_token);
    expect(rotated.status).toBe(200);
    await mortal.riseBetween(browser);
    const silent = await browser.request(authorizationRequest(clientId, { prompt: "none" }).url);
    expect(answerOf(silent)).toHaveProperty("code");
    expect((await refresh(browser, clientId, rotated.json.refresh_token)).status).toBe(200);
  });

  test("a device gets its tokens", async () => {
    const { mortal, org, clientId, browser } = await begin(withDevices);
    const { json: device } = await browser.request("/oauth2/default/v1/device/authorize", {
      form: { client_id: clientId, scope: "openid offline_access" },
    });
    await mortal.riseBetween(browser);
    const typed = await browser.open(device.verification_uri_complete);
    await mortal.riseBetween(browser);
    const question = await browser.submit(typed, { user_code: device.user_code });
    await mortal.riseBetween(browser);
    const page = await browser.submit(question, { decision: "allow" });
    await mortal.riseBetween(browser);
    const { login: username, password } = org.user;
    expect((await browser.submit(page, { username, password })).text).toContain("Device activated");
    await mortal.riseBetween(browser);
    const { json } = await tokenRequest(browser, {
      grant_type: deviceGrant,
      client_id: clientId,
      device_code: device.device_code,
    });
    expect(json).toHaveProperty("refresh_token");
  });
});

describe("killed with -9 right after the answer", () => {
  const noLeeway = { "settings.oauthClient.refresh_token": { rotation_type: "ROTATE", leeway: 0 } };

  test("tokens that were given are good, and the code is used", async () => {
    const { mortal, org, clientId, browser } = await begin();
    const request = authorizationRequest(clientId);
    const { code = "" } = await signInByForm(org, browser, request);
    const exchange = codeForm(clientId, code, request);
    const { json: tokens } = await tokenRequest(browser, exchange);
    await mortal.rise(browser);
    expect((await refresh(browser, clientId, tokens.refresh_token)).status).toBe(200);
    await mortal.rise(browser);
    expect((await tokenRequest(browser, exchange)).json.error).toBe("invalid_grant");
  });

  test("a token that was rotated is rotated: the new one is good, the old one is not", async () => {
    const { mortal, org, clientId, browser } = await begin(noLeeway);
    let token = await firstToken(org, clientId, browser);
    const used: string[] = [];
    for (let round = 0; round < amount({ whole: 3, small: 1 }); round += 1) {
      const { status, json } = await refresh(browser, clientId, token);
      await mortal.rise(browser);
      expect(status).toBe(200);
      used.push(token);
      token = json.refresh_token;
    }
    // Lasts, because reuse takes the whole family away.
    expect((await refresh(browser, clientId, used.at(-1) ?? "")).json.error).toBe("invalid_grant");
    expect((await refresh(browser, clientId, token)).json.error).toBe("invalid_grant");
  });

  test("a token that was revoked is revoked", async () => {
    const { mortal, org, clientId, browser } = await begin();
    const token = await firstToken(org, clientId, browser);
    await browser.request("/oauth2/default/v1/revoke", { form: { client_id: clientId, token } });
    await mortal.rise(browser);
    expect((await refresh(browser, clientId, token)).json.error).toBe("invalid_grant");
  });
});

async function firstToken(org: Started, clientId: string, browser: Browser): Promise<string> {
  const request = authorizationRequest(clientId);
  const { code = "" } = await signInByForm(org, browser, request);
  const { json } = await tokenRequest(browser, codeForm(clientId, code, request));
  return json.refresh_token;
}

test("killed with -9 at any moment while an app refreshes, the app's last token is good", async () => {
  const { mortal, org, clientId, browser } = await begin();
  let token = await firstToken(org, clientId, browser);
  let count = 0;
  for (let round = 0; round < rounds; round += 1) {
    const before = count;
    const begun = performance.now();
    const refreshing = (async () => {
      for (;;) {
        const { status, json } = await refresh(browser, clientId, token);
        // A refusal would be the loss of the sign-in.
        if (status !== 200) return json;
        token = json.refresh_token;
        count += 1;
      }
    })().catch(() => "the org is dead, as planned");
    // Three refreshes, then a moment of the fourth or fifth, however fast the machine is. A refusal ends the wait at once.
    const third = vi.waitUntil(() => count >= before + 3, { interval: 5, timeout: 60_000 });
    await Promise.race([third, refreshing]);
    await sleep(Math.random() * 2 * ((performance.now() - begun) / 3));
    await mortal.kill();
    expect(await refreshing).toBe("the org is dead, as planned");
    await mortal.start();
    browser.reconnect();
  }
  expect((await refresh(browser, clientId, token)).status).toBe(200);
  expect(count).toBeGreaterThan(2 * rounds);
});
