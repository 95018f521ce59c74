import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { launchBrowser, newPage } from "../support/browser.ts";
import { pagePaths, startFilledOrg } from "../support/filled-org.ts";

/** `OKTA_UNLOCK_SCREENSHOTS=folder` writes a picture of each page, in both schemes and three widths. */
const folder = process.env["OKTA_UNLOCK_SCREENSHOTS"];
const org = await startFilledOrg(afterAll);
const browser = await launchBrowser(afterAll);

/** What a page looks like after something was done on it, by a name for its picture. */
const states: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  "details-open": async (page) => {
    await page.goto(`${org.url}/activity?outcome=refused`);
    for (const summary of await page.locator("summary").all()) await summary.click();
  },
  "form-with-problems": async (page) => {
    await page.goto(`${org.url}/activity/users/new`);
    await page.getByLabel("Login").fill("test@example.com");
    await page.getByLabel("First name").fill("Test");
    await page.getByLabel("Last name").fill("User");
    await page.getByLabel("Password").fill("weak");
    await page.getByRole("button", { name: "Add the user" }).click();
    await page.getByRole("alert").waitFor();
  },
  "after-a-change": async (page) => {
    const { id } = org.org.store.list("users")[0] ?? { id: "" };
    await page.goto(`${org.url}/activity/users?done=lock&user=${id}`);
  },
};

const cases = (["light", "dark"] as const).flatMap((scheme) =>
  [1280, 390, 320].map((width) => [scheme, width] as const),
);

test.each(cases)("in the %s scheme at %i px every page fits its width", async (colorScheme, width) => {
  const { page, complaints } = await newPage(browser, { colorScheme, viewport: { width, height: 800 } });
  const look = async (name: string) => {
    expect.soft(await page.evaluate("document.documentElement.scrollWidth"), name).toBeLessThanOrEqual(width);
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true });
    const file = `${name.replaceAll(/[^\w-]+/gu, "_")}-${colorScheme}-${width}.png`;
    await page.screenshot({ path: join(folder, file), fullPage: true });
  };
  for (const path of pagePaths) {
    await page.goto(`${org.url}${path}`);
    await look(path);
  }
  for (const [name, reach] of Object.entries(states)) {
    await reach(page);
    await look(name);
  }
  expect(complaints).toEqual([]);
});
