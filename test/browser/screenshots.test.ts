import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { launchBrowser, newPage } from "../support/browser.ts";
import { pagePaths, startFilledOrg } from "../support/filled-org.ts";

/** `OKTA_UNLOCK_SCREENSHOTS=folder` writes a picture of each page, in both schemes, wide and narrow. */
const folder = process.env["OKTA_UNLOCK_SCREENSHOTS"];
const org = await startFilledOrg(afterAll);
const browser = await launchBrowser(afterAll);
const schemes = ["light", "dark"] as const;
const widths = [1280, 390, 320];

const cases = schemes.flatMap((scheme) => widths.map((width) => [scheme, width] as const));

test.each(cases)("in the %s scheme at %i px every page fits its width", async (colorScheme, width) => {
  const { page, complaints } = await newPage(browser, { colorScheme, viewport: { width, height: 800 } });
  for (const path of pagePaths) {
    await page.goto(`${org.url}${path}`);
    expect.soft(await page.evaluate("document.documentElement.scrollWidth"), path).toBeLessThanOrEqual(width);
    if (folder === undefined) continue;
    mkdirSync(folder, { recursive: true });
    const name = `${path.replaceAll(/[^\w-]+/gu, "_")}-${colorScheme}-${width}.png`;
    await page.screenshot({ path: join(folder, name), fullPage: true });
  }
  expect(complaints).toEqual([]);
});
