import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createRequire } from "node:module";
import { join, dirname } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { launchBrowser, newPage } from "../support/browser.ts";
import { signInApp } from "../unit/local-org/oidc/browser.ts";
import { startTestOrg } from "../unit/local-org/support.ts";

const org = await startTestOrg({}, afterAll);
const chromium = await launchBrowser(afterAll);

/** Okta's SDK as pages load it. */
const sdk = readFileSync(
  join(
    dirname(createRequire(import.meta.url).resolve("@okta/okta-auth-js/package.json")),
    "dist/okta-auth-js.min.js",
  ),
);

/** An app in the browser: every path of its origin is the page, with the SDK in it. */
const site = createServer((request, response) => {
  if (request.url === "/sdk.js") response.setHeader("Content-Type", "text/javascript").end(sdk);
  else response.setHeader("Content-Type", "text/html").end("<!doctype html><script src=/sdk.js></script>");
});
await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
afterAll(() => site.close());
const origin = `http://localhost:${(site.address() as AddressInfo).port}`;

const app = await signInApp(org, {
  "settings.oauthClient.application_type": "browser",
  "settings.oauthClient.redirect_uris": [`${origin}/callback`],
  "settings.oauthClient.post_logout_redirect_uris": [],
  "settings.oauthClient.dpop_bound_access_tokens": true,
});

/** Runs a script in the page, with `auth`: the SDK as this app configures it. */
async function run<T>(page: Page, script: string): Promise<T> {
  const settings = {
    issuer: `${org.url}/oauth2/default`,
    clientId: app.clientId,
    redirectUri: `${origin}/callback`,
    scopes: ["openid", "profile", "email", "offline_access"],
    dpop: true,
  };
  return page.evaluate<T>(
    `(async () => { const auth = new OktaAuth(${JSON.stringify(settings)}); ${script} })()`,
  );
}

test("Okta's SDK signs in from a web page with DPoP, refreshes, and calls from trusted origins only", async () => {
  const { page } = await newPage(chromium);
  await page.goto(`${origin}/`);
  await run(page, "await auth.token.getWithRedirect();").catch(() => "the page went away with its script");
  await page.locator("#username").fill(org.user.login);
  await page.locator("#password").fill(org.user.password);
  await page.press("#password", "Enter");
  await page.waitForURL(`${origin}/callback?**`);
  const tokens = await run<Record<string, Record<string, string>>>(
    page,
    "const { tokens } = await auth.token.parseFromUrl(); auth.tokenManager.setTokens(tokens); return tokens;",
  );
  expect(tokens["accessToken"]?.["tokenType"]).toBe("DPoP");

  const askUser = "return auth.getUser().then((user) => user.email, (error) => error.name);";
  expect(await run(page, askUser)).toBe("AuthApiError");
  const { status } = await org.call("POST", "/api/v1/trustedOrigins", {
    name: "The web app",
    origin,
    scopes: [{ type: "CORS" }],
  });
  expect(status).toBe(200);
  expect(await run(page, askUser)).toBe(org.user.login);

  const renewed = await run<Record<string, Record<string, string>>>(
    page,
    "const renewed = await auth.token.renewTokens(); auth.tokenManager.setTokens(renewed); return renewed;",
  );
  expect(renewed["accessToken"]?.["accessToken"]).not.toBe(tokens["accessToken"]?.["accessToken"]);
  expect(await run(page, "return await auth.revokeAccessToken() !== undefined;")).toBe(true);
});
