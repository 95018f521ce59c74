import { afterAll, expect, test } from "vitest";
import { launchBrowser, newPage, waitForFocus } from "../support/browser.ts";
import { startPagesOrg } from "../support/pages-org.ts";

const org = await startPagesOrg(afterAll);
const browser = await launchBrowser(afterAll);
const focused = "document.activeElement.id";

async function open(name: string, options: Parameters<typeof newPage>[1] = {}) {
  const watched = await newPage(browser, options);
  await watched.page.goto(`${org.url}/preview/${name}`);
  return watched;
}

test("signing in needs nothing but the keyboard", async () => {
  const { page, complaints } = await open("sign-in");
  await waitForFocus(page);
  expect(await page.evaluate(focused)).toBe("username");
  await page.keyboard.type("test@example.com");
  await page.keyboard.press("Tab");
  await page.keyboard.type("pass word&=%");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/preview/posted");
  expect(await page.innerText("body")).toBe(
    "posted form_token=the-form-token username=test@example.com password=pass word&=%",
  );
  expect(complaints).toEqual([]);
});

test.each(["sign-in-hint", "sign-in-problem"])(
  "%s: the login stands there, and the cursor in the password",
  async (name) => {
    const { page } = await open(name);
    expect(await page.inputValue("#username")).toBe("test@example.com");
    expect(await page.inputValue("#password")).toBe("");
    expect(await page.evaluate(focused)).toBe("password");
  },
);

test("a problem is said with the fields it is about, in an alert and in the title", async () => {
  const { page } = await open("sign-in-problem");
  expect(await page.title()).toMatch(/^Problem: /u);
  expect(await page.getByRole("alert").innerText()).toBe("Unable to sign in");
  for (const label of ["Username", "Password"]) {
    const field = page.getByLabel(label, { exact: true });
    expect(await field.getAttribute("aria-invalid")).toBe("true");
    const id = await field.getAttribute("aria-describedby");
    expect(await page.locator(`#${id}`).innerText()).toBe("Unable to sign in");
  }
});

test("password managers know the fields", async () => {
  const { page } = await open("sign-in");
  expect(await page.getAttribute("#username", "autocomplete")).toBe("username");
  expect(await page.getAttribute("#password", "autocomplete")).toBe("current-password");
  expect(await page.getAttribute("html", "lang")).toBe("en");
});

test("the password can be shown and hidden with the keyboard, and is hidden again when it is sent", async () => {
  const { page } = await open("sign-in-hint");
  await waitForFocus(page);
  await page.keyboard.type("secret words");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  expect(await page.getAttribute("#password", "type")).toBe("text");
  await page.getByRole("button", { name: "Hide password" }).press("Enter");
  expect(await page.getAttribute("#password", "type")).toBe("password");
  await page.getByRole("button", { name: "Show password" }).click();
  await page.evaluate(
    "document.forms[0].addEventListener('submit', (event) => { event.preventDefault(); document.title = document.getElementById('password').type; })",
  );
  await page.getByRole("button", { name: "Sign in" }).click();
  expect(await page.title()).toBe("password");
});

test("an empty form isn't sent", async () => {
  const { page } = await open("sign-in");
  await page.getByRole("button", { name: "Sign in" }).click();
  expect(page.url()).toBe(`${org.url}/preview/sign-in`);
});

test("without script one signs in all the same, and there is no button that does nothing", async () => {
  const { page } = await open("sign-in", { javaScriptEnabled: false });
  expect(await page.getByRole("button").allInnerTexts()).toEqual(["Sign in"]);
  await page.getByLabel("Username").fill("a@example.com");
  await page.getByLabel("Password", { exact: true }).fill("b");
  await page.getByRole("button", { name: "Sign in" }).click();
  expect(await page.innerText("body")).toBe(
    "posted form_token=the-form-token username=a@example.com password=b",
  );
});

test.each([
  ["refused", ["Enter"], "form_token=the-form-token decision=continue"],
  ["refused", ["Tab", "Enter"], "form_token=the-form-token decision=switch"],
  ["device-confirm", ["Enter"], "form_token=the-form-token xsrf=from-the-library decision=allow"],
  ["device-confirm", ["Tab", "Space"], "form_token=the-form-token xsrf=from-the-library decision=deny"],
])("%s: Tab and %j send %s", async (name, keys, sent) => {
  const { page } = await open(name);
  await page.keyboard.press("Tab");
  for (const key of keys) await page.keyboard.press(key);
  await page.waitForURL("**/preview/posted");
  expect(await page.innerText("body")).toBe(`posted ${sent}`);
});

test("a device's code is typed and sent with the keyboard", async () => {
  const { page } = await open("device-code");
  await waitForFocus(page);
  await page.keyboard.type("bdwp-hqpk");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/preview/posted");
  expect(await page.innerText("body")).toBe("posted form_token=the-form-token user_code=bdwp-hqpk");
});

/** Sends the form of a sign-in whose policy says `more`; the app is called then. */
async function sendToApp(more: string) {
  const { page, complaints } = await newPage(browser);
  await page.route("**/preview/sign-in-hint", async (route) => {
    const response = await route.fetch();
    const policy = `${response.headers()["content-security-policy"]}${more}`;
    const headers = { ...response.headers(), "content-security-policy": policy };
    await route.fulfill({ response, headers });
  });
  await page.goto(`${org.url}/preview/sign-in-hint`);
  await waitForFocus(page);
  await page.keyboard.type("to the app");
  await page.keyboard.press("Enter");
  return { page, refusals: () => complaints.join("\n") };
}

test("after the form the browser goes on to an app's own scheme: the policy lets it", async () => {
  const { page, refusals } = await sendToApp("");
  await page.waitForTimeout(1000);
  expect(refusals()).toBe("");
});

test("a policy with form-action would keep it", async () => {
  const { refusals } = await sendToApp("; form-action 'self'");
  await expect.poll(refusals).toMatch(/form-action/u);
});

test.each([
  "sign-in",
  "refused",
  "bad-request",
  "signed-out",
  "device-code",
  "device-confirm",
  "device-denied",
])("%s says that it is a development tool and not Okta", async (name) => {
  const { page } = await open(name);
  expect(await page.locator("footer").innerText()).toMatch(/Development tool\..*It is not Okta\./u);
});
