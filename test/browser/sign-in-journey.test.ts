import type { Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { launchBrowser, newPage } from "../support/browser.ts";
import { authorizationRequest, callback, everyone, signInApp } from "../unit/local-org/oidc/browser.ts";
import { startTestOrg } from "../unit/local-org/support.ts";

const org = await startTestOrg({}, afterAll);
const { id, clientId } = await signInApp(org);
const browser = await launchBrowser(afterAll);

async function open(path: string, options: Parameters<typeof newPage>[1] = {}) {
  const watched = await newPage(browser, options);
  await watched.page.goto(`${org.url}${path}`);
  return watched;
}

const authorize = (changes = {}) => authorizationRequest(clientId, changes).url;

/** What the app is called back with, after `act`. */
async function calledBack(page: Page, act: () => Promise<unknown>): Promise<URLSearchParams> {
  const [response] = await Promise.all([
    page.waitForResponse((each) => each.headers()["location"]?.startsWith(callback) === true),
    act(),
  ]);
  return new URL(response.headers()["location"] ?? "").searchParams;
}

async function signIn(page: Page, password = org.user.password): Promise<void> {
  await page.getByLabel("Username").fill(org.user.login);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.keyboard.press("Enter");
}

test.each([true, false])(
  "a browser signs in and the app is called back (script: %s)",
  async (javaScriptEnabled) => {
    const { page, complaints } = await open(authorize(), { javaScriptEnabled });
    expect(await page.innerText("main")).toContain("to My App");
    await signIn(page, "wrong");
    await page.getByRole("alert").waitFor();
    expect(await page.getByLabel("Username").inputValue()).toBe(org.user.login);
    const answer = await calledBack(page, () => signIn(page));
    expect(answer.get("code")).toMatch(/\S+/u);
    expect(complaints).toEqual([]);
  },
);

test("who watches the activity sees the sign-in arrive, refusal and all, but no code", async () => {
  const watcher = await open("/activity");
  await expect.poll(() => watcher.page.locator("#live").innerText()).toContain("Live");
  const { page } = await open(authorize());
  await signIn(page, "wrong");
  await page.getByRole("alert").waitFor();
  const answer = await calledBack(page, () => signIn(page));
  const entries = watcher.page.locator("#results ol > li");
  await expect
    .poll(() => entries.allInnerTexts())
    .toEqual(
      expect.arrayContaining([
        expect.stringMatching(/Gave an authorization code[\s\S]*My App · test@example\.com[\s\S]*Done/u),
        expect.stringMatching(/Could not sign in[\s\S]*Why:/u),
      ]),
    );
  expect(await watcher.page.content()).not.toContain(answer.get("code"));
});

test("somebody who was locked out on the users page can't sign in until unlocked there", async () => {
  const users = await open("/activity/users");
  await users.page.getByRole("button", { name: `Lock of ${org.user.login}`, exact: true }).click();
  await users.page.getByText("Locked the account").waitFor();
  const { page } = await open(authorize());
  await signIn(page);
  await page.getByRole("alert").waitFor();
  await users.page.getByRole("button", { name: `Unlock of ${org.user.login}` }).click();
  await users.page.getByText("Unlocked the account").waitFor();
  expect((await calledBack(page, () => signIn(page))).has("code")).toBe(true);
});

test("who may not use the app reads why, and goes back to it or signs in as somebody else", async () => {
  const groups = `/api/v1/apps/${id}/groups/${await everyone(org)}`;
  await org.call("DELETE", groups);
  const { page } = await open(authorize());
  await signIn(page);
  await page.getByText("You can’t use this app").waitFor();
  expect(await page.innerText("main")).toMatch(/test@example\.com[\s\S]*not assigned[\s\S]*What to do/u);
  await page.getByRole("button", { name: "Sign in as somebody else" }).click();
  await page.getByLabel("Username").waitFor();
  await signIn(page);
  const back = () => page.getByRole("button", { name: "Back to the app" }).click();
  expect((await calledBack(page, back)).get("error")).toBe("access_denied");
  await org.call("PUT", groups, {});
});

test("a redirect URI that the app doesn't have is answered with a page that says so", async () => {
  const { page } = await open(authorize({ redirect_uri: "com.example.app:/other" }));
  expect(await page.innerText("main")).toMatch(/400[\s\S]*redirect_uri[\s\S]*What to do/u);
});
