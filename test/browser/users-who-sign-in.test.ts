import type { Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { launchBrowser, newPage } from "../support/browser.ts";
import { authorizationRequest, callback, everyone, signInApp } from "../unit/local-org/oidc/browser.ts";
import { startTestOrg } from "../unit/local-org/support.ts";

const org = await startTestOrg({}, afterAll);
const { id, clientId } = await signInApp(org);
const browser = await launchBrowser(afterAll);

async function open(path: string) {
  const { page } = await newPage(browser);
  await page.goto(`${org.url}${path}`);
  return page;
}

/** What the app is called back with, after `act`. */
async function calledBack(page: Page, act: () => Promise<unknown>): Promise<URLSearchParams> {
  const isCall = (location: string | undefined) => location?.startsWith(callback) === true;
  const [response] = await Promise.all([
    page.waitForResponse((each) => isCall(each.headers()["location"])),
    act(),
  ]);
  return new URL(response.headers()["location"] ?? "").searchParams;
}

async function signIn(page: Page, { login, password }: { login: string; password: string }): Promise<void> {
  await page.getByLabel("Username").fill(login);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.keyboard.press("Enter");
}

test("somebody who was locked out on the users page can't sign in until unlocked there", async () => {
  const users = await open("/activity/users");
  await users.getByRole("button", { name: `Lock of ${org.user.login}`, exact: true }).click();
  await users.getByText("Locked the account").waitFor();
  const page = await open(authorizationRequest(clientId).url);
  await signIn(page, org.user);
  await page.getByRole("alert").waitFor();
  await users.getByRole("button", { name: `Unlock of ${org.user.login}` }).click();
  await users.getByText("Unlocked the account").waitFor();
  expect((await calledBack(page, () => signIn(page, org.user))).has("code")).toBe(true);
});

test("a user who was added on the page signs in with the password that was suggested", async () => {
  const users = await open("/activity/users/new");
  const added = { login: "added@example.com", password: await users.getByLabel("Password").inputValue() };
  await users.getByLabel("Login").fill(added.login);
  await users.getByLabel("First name").fill("Added");
  await users.getByLabel("Last name").fill("User");
  await users.keyboard.press("Enter");
  await users.getByText("Added the user").waitFor();
  const page = await open(authorizationRequest(clientId).url);
  expect((await calledBack(page, () => signIn(page, added))).has("code")).toBe(true);
});

test("who may not use the app can sign in as somebody else", async () => {
  const assignment = `/api/v1/apps/${id}/groups/${await everyone(org)}`;
  await org.call("DELETE", assignment);
  const { json: admin } = await org.call("GET", `/api/v1/users/${org.admin.login}`);
  await org.call("POST", `/api/v1/apps/${id}/users`, { id: admin.id, scope: "USER" });
  const page = await open(authorizationRequest(clientId).url);
  await signIn(page, org.user);
  await page.getByText("You can’t use this app").waitFor();
  expect(await page.innerText("main")).toMatch(/test@example\.com[\s\S]*not assigned[\s\S]*What to do/u);
  await page.getByRole("button", { name: "Sign in as another user" }).press("Enter");
  await page.getByLabel("Username").waitFor();
  expect((await calledBack(page, () => signIn(page, org.admin))).has("code")).toBe(true);
  await org.call("PUT", assignment, {});
});

test("a person whose password has expired chooses a new one by keyboard, and gets to the app", async () => {
  await org.call("POST", `/api/v1/users/${org.user.login}/lifecycle/expire_password`);
  const page = await open(authorizationRequest(clientId).url);
  await signIn(page, org.user);
  await page.getByRole("heading", { name: "Your password has expired" }).waitFor();
  await page.keyboard.type("Another-Horse-10");
  await page.getByLabel("Repeat the new password").fill("Something-else-1");
  await page.keyboard.press("Enter");
  expect(await page.getByRole("alert").innerText()).toContain("New passwords must match.");
  await page.getByLabel("New password", { exact: true }).fill("Another-Horse-10");
  await page.getByLabel("Repeat the new password").fill("Another-Horse-10");
  expect((await calledBack(page, () => page.keyboard.press("Enter"))).has("code")).toBe(true);
});
