import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { onTestFinished } from "vitest";
import type { Afterwards } from "../unit/local-org/support.ts";

const executablePath = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";

/** Chromium, once for a file of tests. Throws with the command to install it when it is missing: nothing is skipped. */
export async function launchBrowser(afterwards: Afterwards): Promise<Browser> {
  if (!existsSync(executablePath)) {
    throw new Error(
      `No Chromium at ${executablePath}. Install it (apt-get install chromium), or name one with CHROMIUM_PATH.`,
    );
  }
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
  });
  afterwards(() => browser.close());
  return browser;
}

/** A browser without memory, for one test. The certificate of the org is its own, so it is not checked. */
async function newContext(browser: Browser, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, ...options });
  // Compilers and package managers run beside it in CI.
  context.setDefaultTimeout(30_000);
  onTestFinished(() => context.close());
  return context;
}

export interface WatchedPage {
  readonly page: Page;
  /** What the page did wrong so far: scripts that failed, what the content policy refused, requests to anywhere else. */
  readonly complaints: string[];
}

/** A page in a context of its own. */
export async function newPage(browser: Browser, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await newContext(browser, options);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    const isRefusal = /Content Security Policy/u.test(message.text());
    if (isRefusal || message.type() === "warning") complaints.push(message.text());
  });
  page.on("request", (request) => {
    // An app's own scheme is where a sign-in ends; any other host is none of ours.
    const isElsewhere =
      /^(?:http|ws)/u.test(request.url()) && !request.url().startsWith("https://localhost:");
    if (isElsewhere) complaints.push(`called ${request.url()}`);
  });
  return { page, complaints };
}

/** A page that was just loaded has the focus on its field a moment later; what is typed before goes nowhere. */
export async function waitForFocus(page: Page): Promise<void> {
  await page.waitForFunction("document.activeElement?.matches('input')");
}
