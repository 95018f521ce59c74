import { writeFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { launchBrowser, newPage } from "../support/browser.ts";
import {
  authorizationRequest,
  Browser,
  callback,
  signInApp,
  tokenRequest,
} from "../unit/local-org/oidc/browser.ts";
import { startTestOrg } from "../unit/local-org/support.ts";

const images = new URL("../../docs/images/", import.meta.url);
const org = await startTestOrg({}, afterAll);
const chromium = await launchBrowser(afterAll);

test("the activity page shows a sign-in and a refresh, as its picture in the README does; DRAW_PICTURES=1 draws it anew", async () => {
  const { clientId } = await signInApp(org);
  const { page } = await newPage(chromium, { viewport: { width: 960, height: 700 } });
  await signInAndRefresh(page, clientId);
  const refused = authorizationRequest(clientId, { redirect_uri: `${callback}/` });
  await page.goto(`${org.url}${refused.url}`);
  await page.goto(`${org.url}/activity`);
  const shown = page.locator("#results ol > li .what");
  await shown.filter({ hasText: "Refreshed the tokens" }).waitFor();
  const messages = await shown.allInnerTexts();
  expect(messages.length).toBeGreaterThan(4);
  expect(await page.locator("#results li.refused").count()).toBe(1);
  if (process.env["DRAW_PICTURES"] !== "1") return;
  const clip = await measureRows(page, 4);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    writeFileSync(new URL(`activity-${colorScheme}.png`, images), await page.screenshot({ clip }));
  }
});

/** The page from its top to the end of a row: no picture ends in the middle of one. */
async function measureRows(page: Page, count: number) {
  const row = await page
    .locator("#results ol > li")
    .nth(count - 1)
    .boundingBox();
  if (row === null) throw new Error(`The page has fewer than ${count} rows.`);
  return { x: 0, y: 0, width: 960, height: Math.ceil(row.y + row.height) };
}

/** As an app does: the code from the browser, the tokens for it, and new ones a moment later. */
async function signInAndRefresh(page: Page, clientId: string): Promise<void> {
  const request = authorizationRequest(clientId);
  await page.goto(`${org.url}${request.url}`);
  await page.fill("#username", org.user.login);
  await page.fill("#password", org.user.password);
  const answer = page.waitForResponse(
    (response) => response.headers()["location"]?.startsWith("com.example.app:") === true,
  );
  await page.press("#password", "Enter");
  const location = new URL((await answer).headers()["location"] ?? "");
  const { json } = await tokenRequest(new Browser(org), {
    grant_type: "authorization_code",
    client_id: clientId,
    redirect_uri: callback,
    code: location.searchParams.get("code") ?? "",
    code_verifier: request.verifier,
  });
  const refreshed = await tokenRequest(new Browser(org), {
    grant_type: "refresh_token",
    client_id: clientId,
    refresh_token: json.refresh_token,
  });
  expect(refreshed.status).toBe(200);
}
