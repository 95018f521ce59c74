import axe from "axe-core";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { launchBrowser, newPage } from "../support/browser.ts";
import { pagePaths, startFilledOrg } from "../support/filled-org.ts";

const org = await startFilledOrg(afterAll);
const browser = await launchBrowser(afterAll);

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds wrong (WCAG 2.2 A and AA): the rule and where. */
async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const options = { runOnly: tags, rules: { "target-size": { enabled: true } } };
  const run = `axe.run(document, ${JSON.stringify(options)})`;
  const results: AxeResults = await page.evaluate(run);
  expect(results.passes.length).toBeGreaterThan(10);
  const unsure = results.incomplete.filter(({ id }) => id === "color-contrast");
  return [...results.violations, ...unsure].flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")} ${failureSummary ?? ""}`),
  );
}

const cases = (["light", "dark"] as const).flatMap((scheme) =>
  [1280, 390].map((width) => [scheme, width] as const),
);

test.each(cases)(
  "in the %s scheme at %i px no page breaks a rule of WCAG 2.2 A or AA",
  async (colorScheme, width) => {
    const { page } = await newPage(browser, { colorScheme, viewport: { width, height: 800 } });
    for (const path of pagePaths) {
      await page.goto(`${org.url}${path}`);
      expect.soft(await violationsOf(page), path).toEqual([]);
    }
  },
);

test("opened details and forms with problems break none either", async () => {
  const { page } = await newPage(browser);
  await page.goto(`${org.url}/activity`);
  await page.locator("summary").first().click();
  expect(await violationsOf(page)).toEqual([]);
  await page.goto(`${org.url}/activity/users/new`);
  await page.getByLabel("Login").fill("nobody");
  await page.getByLabel("First name").fill("No");
  await page.getByLabel("Last name").fill("Body");
  await page.getByLabel("Password").fill("weak");
  await page.getByRole("button", { name: "Add the user" }).click();
  await expect.poll(() => page.title()).toContain("Problem: ");
  expect(await violationsOf(page)).toEqual([]);
});

test("what axe is asked finds what is wrong", async () => {
  const { page } = await newPage(browser);
  await page.setContent(
    "<!doctype html><html lang=en><title>x</title><main><h1>x</h1><p style='color:#999'>pale</p><input></main>",
  );
  const found = (await violationsOf(page)).join("\n");
  expect(found).toContain("color-contrast");
  expect(found).toContain("label");
});

/** Whatever is pressed or typed in. Links within a sentence are as high as their line. */
const controls = "button, .button, input:not([type=hidden]), select, summary, nav a";

test("everything that is pressed is 44 px high or higher", async () => {
  const { page } = await newPage(browser, { viewport: { width: 390, height: 800 } });
  let seen = 0;
  for (const path of pagePaths) {
    await page.goto(`${org.url}${path}`);
    for (const control of await page.locator(controls).all()) {
      const box = await control.boundingBox();
      if (box === null) continue;
      seen += 1;
      expect.soft(Math.round(box.height), `${path} ${await control.innerText()}`).toBeGreaterThanOrEqual(44);
      expect.soft(Math.round(box.width), `${path} ${await control.innerText()}`).toBeGreaterThanOrEqual(44);
    }
  }
  expect(seen).toBeGreaterThan(60);
});

test("with letters twice as large every page still fits its width", async () => {
  const { page } = await newPage(browser, { viewport: { width: 640, height: 800 } });
  for (const path of pagePaths) {
    await page.goto(`${org.url}${path}`);
    await page.evaluate("document.documentElement.style.fontSize = '200%'");
    expect.soft(await page.evaluate("document.documentElement.scrollWidth"), path).toBeLessThanOrEqual(640);
  }
});

test("the focus can be seen wherever it goes", async () => {
  const { page } = await newPage(browser);
  for (const path of pagePaths) {
    await page.goto(`${org.url}${path}`);
    for (let step = 0; step < 12; step += 1) {
      await page.keyboard.press("Tab");
      const outline = await page.evaluate(
        "document.activeElement === document.body ? 'none here' : getComputedStyle(document.activeElement).outlineStyle",
      );
      expect.soft(outline, `${path} step ${step}`).toMatch(/solid|none here/u);
    }
  }
});

test("who wants less motion gets none", async () => {
  const { page } = await newPage(browser, { reducedMotion: "reduce" });
  await page.goto(`${org.url}/activity`);
  await expect.poll(() => page.locator("#live").innerText()).toContain("Live");
  org.org.events.record({ eventType: "test", message: "Arrived calmly", outcome: "SUCCESS" });
  const item = page.locator("li.new", { hasText: "Arrived calmly" }).first();
  await item.waitFor();
  const animation = "getComputedStyle(document.querySelector('li.new')).animationName";
  expect(await page.evaluate(animation)).toBe("none");
});
