import { afterAll, expect, onTestFinished, test } from "vitest";
import { launchBrowser, newPage } from "../support/browser.ts";
import { startPagesOrg } from "../support/pages-org.ts";
import { sampleEvents } from "../support/sample-events.ts";
import { temporaryFolder } from "../unit/local-org/support.ts";

const browser = await launchBrowser(afterAll);

async function openActivity(path = "/activity", options: Parameters<typeof newPage>[1] = {}) {
  const started = await startPagesOrg(onTestFinished);
  const watched = await newPage(browser, options);
  const { page } = watched;
  await page.goto(`${started.url}${path}`);
  const record = (message: string, changes: Partial<(typeof sampleEvents)[number]> = {}) =>
    started.org.events.record({ eventType: "test.event", message, outcome: "SUCCESS", ...changes });
  const live = () => page.locator("#live span").innerText();
  const messages = () => page.locator("#results ol > li .what").allInnerTexts();
  return { ...watched, ...started, record, live, messages };
}

test("an empty page says how to see something; the first entry takes its place, without a reload", async () => {
  const { page, record, live, messages, complaints } = await openActivity();
  expect(await page.innerText("main")).toContain("okta-unlock create my-app --org local");
  await expect.poll(live).toBe("Live");
  record("Signed in");
  record("Refreshed the tokens");
  await expect.poll(messages).toEqual(["Refreshed the tokens", "Signed in"]);
  expect(await page.innerText("main")).not.toContain("Nothing has happened yet");
  expect(complaints).toEqual([]);
});

test("a refusal stands out with why and what to do, and keeps its facts in the details", async () => {
  const { page, org } = await openActivity();
  for (const event of sampleEvents) org.events.record(event);
  const refusal = page.locator("li.refused", { hasText: "Asked for an authorization code" });
  await refusal.waitFor();
  expect(await refusal.innerText()).toMatch(/Refused/u);
  expect(await refusal.innerText()).toContain("Why: The 'redirect_uri' parameter must be");
  expect(await refusal.innerText()).toContain("Fix: The app has com.example.fieldnotes:/callback");
  await refusal.locator("summary").press("Enter");
  const facts = await refusal.locator("dl").innerText();
  for (const fact of ["app.oauth2.as.authorize", "com.example.fieldnotes:/callbak", "openid offline_access"])
    expect(facts).toContain(fact);
});

test("what arrives is announced once, not line by line", async () => {
  const { page, record, live } = await openActivity();
  await expect.poll(live).toBe("Live");
  for (let count = 0; count < 20; count += 1) record(`Event ${count}`);
  record("Refused something", { outcome: "FAILURE", reason: "No." });
  const heard = page.getByRole("status");
  await expect.poll(() => heard.innerText()).toBe("21 new entries, 1 refused");
  expect(await page.locator("#results").getAttribute("aria-live")).toBeNull();
});

test("it can be paused; after that it catches up", async () => {
  const { page, record, live, messages } = await openActivity();
  await expect.poll(live).toBe("Live");
  await page.getByRole("button", { name: "Pause" }).press("Enter");
  await expect.poll(live).toBe("Paused");
  record("While it was paused");
  await page.waitForTimeout(500);
  expect(await messages()).toEqual([]);
  await page.getByRole("button", { name: "Resume" }).press("Enter");
  await expect.poll(messages).toEqual(["While it was paused"]);
});

test("the filter works at once, keeps the focus, stands in the address and holds for what arrives", async () => {
  const { page, org, record, live, messages } = await openActivity();
  for (const event of sampleEvents) org.events.record(event);
  await page.reload();
  await expect.poll(live).toBe("Live");
  await page.getByLabel("Outcome").focus();
  await page.getByLabel("Outcome").selectOption("Refused");
  await expect.poll(async () => (await messages()).length).toBe(3);
  expect(page.url()).toContain("outcome=refused");
  expect(await page.evaluate("document.activeElement.id")).toBe("outcome");
  await page.getByLabel("App").selectOption("Tides");
  await expect.poll(messages).toEqual([]);
  expect(await page.innerText("#results")).toContain("Nothing matches this filter.");
  await page.getByLabel("App").selectOption("All apps");
  await expect.poll(async () => (await messages()).length).toBe(3);
  await expect.poll(live).toBe("Live");
  record("Not wanted");
  record("Wanted", { outcome: "FAILURE", reason: "No." });
  await expect.poll(async () => (await messages())[0]).toBe("Wanted");
  expect(await messages()).not.toContain("Not wanted");
});

test("without script it is a page that is loaded again, with a filter that is sent", async () => {
  const { page, org, messages } = await openActivity("/activity", { javaScriptEnabled: false });
  expect(await page.innerText("main")).toContain("Reload the page to see new entries.");
  for (const event of sampleEvents) org.events.record(event);
  await page.reload();
  expect((await messages()).length).toBe(sampleEvents.length);
  await page.getByLabel("Outcome").selectOption("Refused");
  await page.getByLabel("App").selectOption("Field notes");
  await page.getByRole("button", { name: "Filter" }).click();
  expect((await messages()).length).toBe(3);
  expect(new URL(page.url()).searchParams.get("app")).toBe("0oa1fieldnotes000001");
  expect(await page.getByLabel("App").inputValue()).toBe("0oa1fieldnotes000001");
  await page.locator("summary").first().click();
  expect(await page.locator("dl").first().isVisible()).toBe(true);
});

test("times are those of the reader's zone", async () => {
  const { page, org } = await openActivity("/activity", { timezoneId: "Asia/Kathmandu" });
  org.events.record({ eventType: "test.event", message: "Now", outcome: "SUCCESS" });
  const time = page.locator("time").first();
  await time.waitFor();
  const at = new Date((await time.getAttribute("datetime")) ?? "");
  const there = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", timeZone: "Asia/Kathmandu" });
  expect(await time.innerText()).toContain(there.format(at));
});

test("when the org starts again the page catches up by itself", async () => {
  const dataDirectory = await temporaryFolder();
  const first = await startPagesOrg(onTestFinished, { dataDirectory });
  const { page } = await newPage(browser);
  await page.goto(`${first.url}/activity`);
  const live = () => page.locator("#live span").innerText();
  await expect.poll(live).toBe("Live");
  first.org.events.record({ eventType: "test.event", message: "Before", outcome: "SUCCESS" });
  await expect.poll(() => page.locator(".what").allInnerTexts()).toEqual(["Before"]);
  await first.close();
  await expect.poll(live).toContain("Not connected");
  const second = await startPagesOrg(onTestFinished, { dataDirectory, port: first.org.port });
  second.org.events.record({ eventType: "test.event", message: "After", outcome: "SUCCESS" });
  await expect.poll(() => page.locator(".what").allInnerTexts()).toEqual(["After", "Before"]);
});

test("a page that nobody looks at lets go of its connection, so that a sign-in finds one", async () => {
  const { page, org } = await openActivity();
  const live = () => page.locator("#live span").innerText();
  await expect.poll(live).toBe("Live");
  const hide = (isHidden: boolean) =>
    page.evaluate(
      `Object.defineProperty(document, "hidden", { configurable: true, value: ${isHidden} }); document.dispatchEvent(new Event("visibilitychange"))`,
    );
  await hide(true);
  org.events.record({ eventType: "test.event", message: "Unseen", outcome: "SUCCESS" });
  await page.waitForTimeout(500);
  expect(await page.locator(".what").allInnerTexts()).toEqual([]);
  await hide(false);
  await expect.poll(() => page.locator(".what").allInnerTexts()).toEqual(["Unseen"]);
});

test("markup in what clients send stays text", async () => {
  const { page, record, live, complaints } = await openActivity();
  await expect.poll(live).toBe("Live");
  const evil = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;
  record(evil, {
    outcome: "FAILURE",
    reason: evil,
    fix: `\`${evil}\``,
    actor: { id: evil, type: "User", alternateId: evil, displayName: evil },
    details: { redirectUri: `${evil}\r\ndata: x\n\nevent: activity`, [evil]: evil },
  });
  await page.locator("li.refused").waitFor();
  expect(await page.locator("li.refused .what").innerText()).toBe(evil);
  expect(await page.locator("#results img, #results script").count()).toBe(0);
  await page.reload();
  expect(await page.locator("li.refused .what").innerText()).toBe(evil);
  expect(await page.title()).toBe("Activity · Local org");
  expect(complaints).toEqual([]);
});
