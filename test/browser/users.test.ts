import type { Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { isPassword } from "../../src/local-org/users/passwords.ts";
import { findUserByLogin } from "../../src/local-org/model/users.ts";
import { launchBrowser, newPage, waitForFocus } from "../support/browser.ts";
import { startPagesOrg } from "../support/pages-org.ts";

const { org, url } = await startPagesOrg(afterAll);
const browser = await launchBrowser(afterAll);

async function openUsers(path = "", options: Parameters<typeof newPage>[1] = {}) {
  const watched = await newPage(browser, options);
  await watched.page.goto(`${url}/activity/users${path}`);
  return watched;
}

const personOf = (page: Page, login: string) => page.locator("li.person", { hasText: login });
const lastEvent = () => org.events.list().at(-1);

test("a user is added with the keyboard alone, with the suggested password", async () => {
  const { page, complaints } = await openUsers();
  await page.getByRole("link", { name: "Add a user" }).press("Enter");
  await page.waitForURL("**/users/new");
  await waitForFocus(page);
  await page.keyboard.type("kay@example.com");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Kay");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Board");
  const password = await page.getByLabel("Password").inputValue();
  await page.keyboard.press("Enter");
  await page.getByText("Added the user").waitFor();
  expect(new URL(page.url()).pathname).toBe("/activity/users");
  expect(await personOf(page, "kay@example.com").innerText()).toMatch(
    /Active[\s\S]*Kay Board[\s\S]*Everyone/u,
  );
  const user = findUserByLogin(org, "kay@example.com");
  expect(await isPassword(org, user!, password)).toBe(true);
  expect(await page.content()).not.toContain(password);
  expect(lastEvent()).toMatchObject({ eventType: "user.lifecycle.create", outcome: "SUCCESS" });
  expect(complaints).toEqual([]);
});

test("loading the page again after a change changes nothing", async () => {
  const { page } = await openUsers("/new");
  await page.getByLabel("Login").fill("once@example.com");
  await page.getByLabel("First name").fill("On");
  await page.getByLabel("Last name").fill("Ce");
  await page.getByRole("button", { name: "Add the user" }).click();
  await page.getByText("Added the user").waitFor();
  const before = org.store.count("users");
  await page.reload();
  await page.goBack();
  await page.goForward();
  expect(org.store.count("users")).toBe(before);
});

test("what is wrong stands at its field, with what was typed and another suggestion", async () => {
  const { page } = await openUsers("/new");
  const suggested = await page.getByLabel("Password").inputValue();
  await page.getByLabel("Login").fill("test@example.com");
  await page.getByLabel("First name").fill("<b>Bold");
  await page.getByLabel("Last name").fill("  x ");
  await page.getByLabel("Password").fill("Mine-is-9-long");
  await page.getByRole("button", { name: "Add the user" }).click();
  const login = page.getByLabel("Login");
  await page.getByRole("alert").waitFor();
  expect(await login.getAttribute("aria-invalid")).toBe("true");
  expect(await page.locator("#login-problem").innerText()).toBe(
    "An object with this field already exists in the current organization",
  );
  expect(await login.getAttribute("aria-describedby")).toBe("login-problem login-hint");
  expect(await login.inputValue()).toBe("test@example.com");
  expect(await page.evaluate("document.activeElement.id")).toBe("login");
  expect(await page.getByLabel("First name").inputValue()).toBe("<b>Bold");
  const again = await page.getByLabel("Password").inputValue();
  expect(["Mine-is-9-long", suggested]).not.toContain(again);
  expect(await page.content()).not.toContain("Mine-is-9-long");
});

test.each([
  ["Lock", "Locked the account", "Locked out", "user.account.lock"],
  ["Unlock", "Unlocked the account", "Active", "user.account.unlock"],
  ["Suspend", "Suspended the user", "Suspended", "user.lifecycle.suspend"],
  ["Unsuspend", "Ended the suspension", "Active", "user.lifecycle.unsuspend"],
])("%s: %s, and the user is %s", async (button, said, status, eventType) => {
  const { page } = await openUsers("", { javaScriptEnabled: button.startsWith("Un") });
  await page.getByRole("button", { name: `${button} of test@example.com`, exact: true }).press("Enter");
  await page.getByText(said).waitFor();
  expect(await personOf(page, "test@example.com").innerText()).toContain(status);
  expect(lastEvent()).toMatchObject({ eventType, targets: [{ alternateId: "test@example.com" }] });
});

test("a new password is set, and the old one is none any more", async () => {
  const { page } = await openUsers();
  await page.getByRole("link", { name: "New password of admin@example.com" }).press("Enter");
  await page.waitForURL("**/password");
  await page.getByLabel("Password").fill("short");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").waitFor();
  expect(await page.getByRole("alert").innerText()).toContain("at least 8 characters");
  const password = await page.getByLabel("Password").inputValue();
  await page.getByRole("button", { name: "Set the password" }).click();
  await page.getByText("Set a new password").waitFor();
  const admin = findUserByLogin(org, "admin@example.com")!;
  expect(await isPassword(org, admin, password)).toBe(true);
  expect(await isPassword(org, admin, org.store.get("org", "org")!.seeded.admin.password)).toBe(false);
  expect(lastEvent()).toMatchObject({ eventType: "user.account.reset_password" });
  expect(JSON.stringify(org.events.list())).not.toContain(password);
});

test("people are found by login or name", async () => {
  const { page } = await openUsers("", { javaScriptEnabled: false });
  await page.getByLabel("Find by login or name").fill("LOCAL");
  await page.getByRole("button", { name: "Find" }).click();
  expect(await page.locator("li.person h2").allInnerTexts()).toEqual([
    expect.stringContaining("admin@example.com"),
  ]);
  await page.getByLabel("Find by login or name").fill("nobody at all");
  await page.keyboard.press("Enter");
  await page.getByText("0 users").waitFor();
});

test("a form of another site changes nothing", async () => {
  const { page } = await openUsers();
  const user = findUserByLogin(org, "test@example.com")!;
  const token = await page.locator("input[name=form_token]").first().inputValue();
  await page.route("https://evil.example/", (route) =>
    route.fulfill({
      contentType: "text/html",
      body: `<form method="post" action="${url}/activity/users/${user.id}"><input name="form_token" value="${token}"><input name="change" value="lock"><button>Win</button></form>`,
    }),
  );
  await page.goto("https://evil.example/");
  await page.getByRole("button", { name: "Win" }).click();
  await page.getByText("That didn’t work").waitFor();
  expect(org.store.get("users", user.id)?.status).toBe("ACTIVE");
});
