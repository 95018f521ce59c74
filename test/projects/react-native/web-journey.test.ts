import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { Agent } from "node:https";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import OktaJwtVerifier from "@okta/jwt-verifier";
import { execa } from "execa";
import fc from "fast-check";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { drawAppScreens } from "../../support/app-screens.ts";
import { launchBrowser, newPage } from "../../support/browser.ts";
import { signInApp } from "../../unit/local-org/oidc/browser.ts";
import { startTestOrg } from "../../unit/local-org/support.ts";
import { legalName } from "../../unit/values/legal-names.ts";
import { quiet, renderInstalledProject } from "../support/react-native.ts";
import { reactNativeView } from "../support/sample-view.ts";
import { sharedFolder } from "../support/temporary-folder.ts";

/** `DRAW_PICTURES=1` draws the screens in the README anew. */
const draws = process.env["DRAW_PICTURES"] === "1";
const [displayName = ""] = draws ? ["My App"] : fc.sample(legalName, 1);
const org = await startTestOrg({}, afterAll);
const chromium = await launchBrowser(afterAll);
const port = await findFreePort();
const web = `http://localhost:${port}/`;
const app = await signInApp(org, {
  "settings.oauthClient.redirect_uris": ["com.example.myapp:/callback", web],
  "settings.oauthClient.post_logout_redirect_uris": ["com.example.myapp:/logout", web],
});
const origin = { name: "The preview", origin: new URL(web).origin, scopes: [{ type: "CORS" }] };
await org.call("POST", "/api/v1/trustedOrigins", origin);
const api = await startApi();

// Vitest takes what is to be done afterwards only while it reads the file.
const folder = sharedFolder();
const cache = sharedFolder();
let stopMetro = async (): Promise<void> => {};
afterAll(() => stopMetro());

beforeAll(async () => {
  await renderInstalledProject(
    {
      ...reactNativeView,
      displayName,
      accountDeletion: true,
      issuer: `${org.url}/oauth2/default`,
      clientId: app.clientId,
      webPreviewUri: web,
      lockAfter: "0",
      locksAtOnce: true,
    },
    folder,
  );
  const settings = join(folder, "src/settings.ts");
  const text = readFileSync(settings, "utf8");
  writeFileSync(settings, text.replace("null as string | null", JSON.stringify(api.url)));
  await startMetro();
});

/** `npm run web`, until it has made the page. */
async function startMetro(): Promise<void> {
  const program = join(folder, "node_modules/.bin/expo");
  const metro = execa(program, ["start", "--web", "--port", String(port)], {
    cwd: folder,
    // Its tools refuse to run in a test, and its cache has the app.json of the project that was made before with these packages.
    env: { ...quiet, BROWSER: "none", NODE_ENV: "development", TMPDIR: cache },
    detached: process.platform !== "win32",
    reject: false,
    all: true,
  });
  stopMetro = async () => {
    if (metro.pid !== undefined) process.kill(process.platform === "win32" ? metro.pid : -metro.pid);
    await metro;
  };
  let said = "";
  metro.all.on("data", (text: Buffer) => (said += text.toString()));
  for (let waited = 0; waited < 120; waited += 1) {
    const answer = await fetch(web).catch(() => undefined);
    said += answer ? `${answer.status} ` : "";
    const script = /<script src="([^"]+)"/u.exec((await answer?.text()) ?? "")?.[1];
    if (script !== undefined) {
      expect((await fetch(new URL(script, web))).status).toBe(200);
      return;
    }
    await delay(500);
  }
  throw new Error(`Metro did not start: ${said}`);
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "localhost", done));
  const { port: free } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return free;
}

/** An API of the developer's: it deletes the account that an access token stands for, once the token is verified. */
async function startApi() {
  const requestAgent = new Agent({ ca: org.caCertificate });
  const verifier = new OktaJwtVerifier({ issuer: `${org.url}/oauth2/default`, requestAgent });
  const deleted: unknown[] = [];
  const server = createServer((request, response) => {
    response.setHeader("Access-Control-Allow-Origin", new URL(web).origin);
    response.setHeader("Access-Control-Allow-Headers", "authorization");
    response.setHeader("Access-Control-Allow-Methods", "DELETE");
    if (request.method === "OPTIONS") {
      response.writeHead(204).end();
      return;
    }
    const token = request.headers.authorization?.replace("Bearer ", "") ?? "";
    const verify = async (): Promise<number> => {
      const { claims } = await verifier.verifyAccessToken(token, "api://default");
      deleted.push(claims.sub);
      return 204;
    };
    void verify()
      .catch(() => 401)
      .then((status) => response.writeHead(status).end());
  });
  await new Promise<void>((done) => server.listen(0, "localhost", done));
  afterAll(() => {
    requestAgent.destroy();
    server.close();
  });
  return { url: `http://localhost:${(server.address() as AddressInfo).port}/me`, deleted };
}

const pictures = resolve(process.env["OKTA_UNLOCK_RESULTS"] ?? ".cache/results", "react-native-web");

/** Takes the screen as it is: light, dark, and with large type. */
async function takePictures(page: Page, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(pictures, `${name}-${colorScheme}.png`) });
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.evaluate("document.body.style.zoom = 2");
  await page.screenshot({ path: join(pictures, `${name}-large.png`) });
  await page.evaluate("document.body.style.zoom = 1");
}

/** What the org told of the app, newest first, as its System Log has it. */
async function countEvents(type: string): Promise<number> {
  const filter = encodeURIComponent(`eventType eq "${type}"`);
  return (await org.call("GET", `/api/v1/logs?filter=${filter}&limit=1000`)).json.length;
}

/** Clicks what opens a window of Okta's pages, and gives the window. */
async function openOkta(page: Page, click: () => Promise<void>): Promise<Page> {
  const [popup] = await Promise.all([page.waitForEvent("popup"), click()]);
  return popup;
}

/** Signs in; where the org still knows the person, its window closes by itself. */
async function signIn(page: Page): Promise<void> {
  const popup = await openOkta(page, () => page.getByTestId("sign-in").click());
  const username = popup.locator("#username");
  const isAsked = await username.waitFor().then(
    () => true,
    () => false,
  );
  if (isAsked) {
    await username.fill(org.user.login);
    await popup.locator("#password").fill(org.user.password);
    await popup.press("#password", "Enter");
  }
  await expectText(page, "Signed in as");
}

async function expectText(page: Page, text: string): Promise<void> {
  await page.getByText(text, { exact: true }).first().waitFor();
}

async function unlock(page: Page, outcome: string): Promise<void> {
  await page.getByTestId("unlock").click();
  await page.getByTestId(`simulated-${outcome}`).click();
}

/** The tab goes into the background, and comes back. */
async function leaveAndReturn(page: Page): Promise<void> {
  for (const state of ["hidden", "visible"]) {
    await page.evaluate(
      `Object.defineProperty(document, "visibilityState", { value: "${state}", configurable: true });
       document.dispatchEvent(new Event("visibilitychange"));`,
    );
    await delay(100);
  }
}

async function drawScreens(): Promise<void> {
  const ofAndroid = new URL("../android/pictures/", import.meta.url);
  await drawAppScreens(
    chromium,
    [
      { caption: "Android: sign in", path: new URL("sign-in.png", ofAndroid), columns: 4 },
      { caption: "Android: signed in", path: new URL("home.png", ofAndroid), columns: 4 },
      { caption: "React Native: unlock (preview)", path: join(pictures, "prompt-light.png"), columns: 1 },
      { caption: "React Native: signed in", path: join(pictures, "home-light.png"), columns: 1 },
    ],
    new URL("../../../docs/images/apps.png", import.meta.url),
  );
}

const phone = { viewport: { width: 390, height: 844 } };

test("the preview signs in to the local org, refreshes, locks, unlocks in each simulated case, and signs out", async () => {
  const { page } = await newPage(chromium, phone);
  await page.goto(web);
  await expectText(page, "Sign in");
  await takePictures(page, "signed-out");

  // A window that is closed is no failure.
  const closed = await openOkta(page, () => page.getByTestId("sign-in").click());
  await closed.close();
  await page.getByTestId("sign-in").waitFor();
  // Nor is one that the app closes, which then never answers.
  const cancelled = await openOkta(page, () => page.getByTestId("sign-in").click());
  await Promise.all([cancelled.waitForEvent("close"), page.getByText("Cancel", { exact: true }).click()]);
  await page.getByTestId("sign-in").waitFor();

  await signIn(page);
  await expectText(page, org.user.login);
  await takePictures(page, "home");

  const refreshed = page.waitForResponse((answer) => answer.url().endsWith("/v1/token"));
  await page.getByText("Get a new one").click();
  expect((await refreshed).status()).toBe(200);
  await page.getByText("Discard it").click();
  await expectText(page, "None in memory");
  await page.getByTestId("reload").click();
  await expectText(page, org.user.login);

  await page.getByTestId("lock").click();
  await expectText(page, "Your session is locked.");
  await takePictures(page, "locked");
  await page.getByTestId("unlock").click();
  await page.getByTestId("simulated-match").waitFor();
  await takePictures(page, "prompt");
  if (draws) await drawScreens();
  await page.getByTestId("simulated-match").click();
  await expectText(page, "Signed in as");

  // Who comes back is asked at once.
  await leaveAndReturn(page);
  await page.getByTestId("simulated-noMatch").click();
  await expectText(page, "Your session is locked.");
  await unlock(page, "cancel");
  await expectText(page, "Your session is locked.");
  await unlock(page, "lockout");
  await page.getByText("Too many attempts.", { exact: false }).waitFor();
  await takePictures(page, "locked-out");
  await page.getByTestId("unlock").click();
  // The passcode of the device first, then the finger.
  await page.getByTestId("simulated-passcode").getByTestId("simulated-match").click();
  await page.getByTestId("simulated-biometrics").getByTestId("simulated-match").click();
  await expectText(page, "Signed in as");

  await page.getByTestId("lock").click();
  await unlock(page, "enrolmentChange");
  await page.getByText("Face ID or Touch ID was changed", { exact: false }).waitFor();
  await takePictures(page, "enrolment-changed");
  await signIn(page);

  const revoked = page.waitForResponse((answer) => answer.url().endsWith("/v1/revoke"));
  await page.getByTestId("sign-out").click();
  expect((await revoked).status()).toBe(200);
  await page.getByTestId("sign-in").waitFor();
  expect(await countEvents("user.session.end")).toBe(1);

  await signIn(page);
  await page.getByText("Forget this device").click();
  await page.getByTestId("confirm").waitFor();
  await takePictures(page, "forget");
  await page.getByTestId("confirm").click();
  await page.getByTestId("sign-in").waitFor();
  expect(await page.evaluate("Object.keys(sessionStorage).filter((key) => key.includes('file'))")).toEqual(
    [],
  );
});

test("the preview calls an API that verifies its access token", async () => {
  const { page } = await newPage(chromium, phone);
  await page.goto(web);
  await signIn(page);
  const popup = await openOkta(page, async () => {
    await page.getByTestId("delete-account").click();
    await page.getByTestId("confirm").click();
  });
  await popup.locator("#password").waitFor();
  if (await popup.locator("#username").isEditable()) await popup.locator("#username").fill(org.user.login);
  await popup.locator("#password").fill(org.user.password);
  await popup.press("#password", "Enter");
  await expectText(page, "Your account is deleted.");
  expect(api.deleted).toEqual([org.user.login]);
});

test("the preview says what Okta refused", async () => {
  const policies = "/api/v1/authorizationServers/default/policies";
  const { json } = await org.call("GET", policies);
  for (const { id } of json) await org.call("DELETE", `${policies}/${id}`);
  const { page } = await newPage(chromium, phone);
  await page.goto(web);
  const popup = await openOkta(page, () => page.getByTestId("sign-in").click());
  await popup.locator("#username").fill(org.user.login);
  await popup.locator("#password").fill(org.user.password);
  await popup.press("#password", "Enter");
  await expectText(page, "Okta did not accept this.");
  expect(await page.getByTestId("sign-in").isVisible()).toBe(true);
  await takePictures(page, "refused");
});
