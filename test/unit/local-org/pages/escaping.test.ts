import { afterAll, expect, test } from "vitest";
import {
  renderDeviceCodePage,
  renderDeviceConfirmPage,
  renderDeviceDonePage,
  renderDeviceProblemPage,
} from "../../../../src/local-org/pages/device.ts";
import {
  renderChoosePasswordPage,
  renderPasswordChangedPage,
} from "../../../../src/local-org/pages/new-password.ts";
import {
  renderBadRequestPage,
  renderMissingPage,
  renderSignedOutPage,
} from "../../../../src/local-org/pages/outcome.ts";
import { renderText } from "../../../../src/local-org/pages/components.ts";
import { renderRefusedPage, renderSignInPage } from "../../../../src/local-org/pages/sign-in.ts";
import { put } from "../../../../src/local-org/store/change.ts";
import { createUserChanges } from "../../../../src/local-org/users/user-changes.ts";
import { startPages } from "./support.ts";

const evil = `"'><script>alert(1)</script><img src=x onerror=alert(1)>&amp;`;
const texts = { appLabel: evil, action: `/signin/"${evil}`, formToken: evil, login: evil, problem: evil };

test.each([
  ["sign in", renderSignInPage(texts)],
  ["refused", renderRefusedPage({ ...texts, reason: evil, fix: `\`${evil}\` ${evil}` })],
  ["bad request", renderBadRequestPage({ status: 400, error: evil, description: evil, fix: evil })],
  ["signed out", renderSignedOutPage({ url: evil })],
  ["device code", renderDeviceCodePage({ ...texts, userCode: evil })],
  ["device confirm", renderDeviceConfirmPage({ ...texts, hidden: { [evil]: evil }, userCode: evil })],
  [
    "new password",
    renderChoosePasswordPage({
      title: evil,
      login: evil,
      action: evil,
      hidden: { [evil]: evil },
      problem: evil,
    }),
  ],
  ["password changed", renderPasswordChangedPage({ apps: [{ label: evil, url: evil }] })],
  ["missing", renderMissingPage(evil)],
  ["device problem", renderDeviceProblemPage(evil)],
  ["device done", renderDeviceDonePage({ appLabel: evil, outcome: "denied", reason: evil })],
])("%s: markup in every text stays text", (_name, page) => {
  expect(page).not.toMatch(/<script>alert|<img src|["']>&lt;/u);
  expect(page).toContain("&lt;script&gt;alert(1)");
  expect(page).toContain("&amp;amp;");
});

const pages = await startPages(afterAll);

test("a user called <script> and an app with quotes are shown as they are called", async () => {
  const { org } = pages;
  const profile = {
    login: `o'brien+"<b>"@example.com`,
    email: "x@example.com",
    firstName: "<script>alert(1)</script>",
    lastName: `"Quotes" & 'more'`,
  };
  const { user, changes } = await createUserChanges(org, profile, "Quite-good-1");
  const app = {
    id: "0oaquotes",
    name: "oidc_client",
    label: `Fritz's "App" <1>`,
    status: "ACTIVE" as const,
    signOnMode: "OPENID_CONNECT",
    settings: { implicitAssignment: true, oauthClient: {} },
    created: user.created,
    lastUpdated: user.created,
  };
  org.store.write([...changes, put("apps", app.id, app)]);
  org.events.record({
    eventType: "test.event",
    message: "Signed in",
    outcome: "SUCCESS",
    actor: { id: user.id, type: "User", alternateId: user.profile.login, displayName: "x" },
    details: { clientId: app.id, [`<i>"`]: ["<u>", "<s>"] },
  });
  for (const path of ["/activity/users", "/activity", `/activity/users/${user.id}/password`]) {
    const { text } = await pages.call("GET", path);
    expect(text).toContain("o&#39;brien+&quot;&lt;b&gt;&quot;@example.com");
    expect(text).not.toMatch(/<script>|<b>|<i>|<u>|<s>|<1>/u);
  }
  const { text } = await pages.call("GET", "/activity?app=0oaquotes");
  expect(text).toMatch(/value="0oaquotes"\s+selected>Fritz&#39;s &quot;App&quot; &lt;1&gt;<\/option>/u);
});

test("what was searched for is shown as it was typed", async () => {
  const { text } = await pages.call("GET", `/activity/users?q=${encodeURIComponent(evil)}`);
  expect(text).not.toContain("<script>alert");
  expect(text).toContain("&quot;&#39;&gt;&lt;script&gt;");
});

test.each([
  [
    "Run `okta-unlock local status` first.",
    'Run <code><span class="word">okta-unlock</span> local status</code> first.',
  ],
  [
    "okta-unlock create --org local",
    '<code><span class="word">okta-unlock</span> create <span class="word">--org</span> local</code>',
  ],
  ["A lone ` is text", "A lone ` is text"],
  [
    "See https://localhost:8643/activity/users",
    `See <a href="/activity/users">https://localhost:8643/activity/users</a>`,
  ],
  ["See https://evil.example/activity", "See https://evil.example/activity"],
  ["See https://localhost:8643.evil.example/activity", "See https://localhost:8643.evil.example/activity"],
])("%s", (text, markup) => {
  expect(renderText(text).text).toBe(markup);
});
