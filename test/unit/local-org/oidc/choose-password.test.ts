import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { nativeApp, startTestOrg } from "../support.ts";
import {
  answerOf,
  authorizationRequest,
  Browser,
  everyone,
  refresh,
  signInApp,
  signInByForm,
  signInToTokens,
} from "./browser.ts";

let now = Date.now();
const org = await startTestOrg({ clock: { now: () => new Date(now) } }, afterAll);
const { clientId } = await signInApp(org);
const old = "Correct-Horse-9";
const chosen = "Another-Horse-10";

let login: string;
let path: string;
let count = 0;

beforeEach(async () => {
  login = `person-${(count += 1)}@example.com`;
  const profile = { login, email: login, firstName: "A", lastName: "B" };
  const credentials = { password: { value: old } };
  const { json } = await org.call("POST", "/api/v1/users", { profile, credentials });
  path = `/api/v1/users/${json.id}`;
});

async function statusOf(): Promise<string> {
  return (await org.call("GET", path)).json.status as string;
}

/** Signs in with the old password, up to the page that asks for a new one. */
async function arrive(browser: Browser) {
  const page = await browser.open(authorizationRequest(clientId).url);
  return browser.submit(page, { username: login, password: old });
}

describe.each([
  ["expired", "expire_password", "Your password has expired"],
  ["reset by an administrator", "reset_password", "Choose a new password"],
])("a password that was %s", (_what, step, title) => {
  test("is asked for anew at the sign-in, which then goes on", async () => {
    await org.call("POST", `${path}/lifecycle/${step}`);
    const browser = new Browser(org);
    const page = await arrive(browser);
    expect([page.status, page.text]).toEqual([200, expect.stringContaining(title)]);
    const done = await browser.submit(page, { new_password: chosen, repeated_password: chosen });
    expect(answerOf(done)).toHaveProperty("code");
    expect(await statusOf()).toBe("ACTIVE");
    const after = await signInByForm(org, new Browser(org), authorizationRequest(clientId), {
      login,
      password: chosen,
    });
    expect(after).toHaveProperty("code");
    const { json: events } = await org.call(
      "GET",
      `/api/v1/logs?filter=eventType+eq+"user.account.update_password"&limit=1000`,
    );
    expect(JSON.stringify(events)).toContain(login);
    expect(JSON.stringify(events)).not.toContain(chosen);
  });
});

test.each([
  [{ new_password: chosen, repeated_password: "x" }, "New passwords must match."],
  [{ new_password: "short", repeated_password: "short" }, "Password requirements were not met."],
  [{ new_password: old, repeated_password: old }, "The new password must not be the current one."],
  [{}, "Password requirements were not met."],
])("%j is refused, and the page asks again", async (form, problem) => {
  await org.call("POST", `${path}/lifecycle/expire_password`);
  const browser = new Browser(org);
  const page = await browser.submit(await arrive(browser), form);
  expect([page.status, page.text]).toEqual([400, expect.stringContaining(problem)]);
  expect(await statusOf()).toBe("PASSWORD_EXPIRED");
  const done = await browser.submit(page, { new_password: chosen, repeated_password: chosen });
  expect(answerOf(done)).toHaveProperty("code");
});

test("nobody changes a password without having given the old one", async () => {
  await org.call("POST", `${path}/lifecycle/expire_password`);
  const browser = new Browser(org);
  const signIn = await browser.open(authorizationRequest(clientId).url);
  for (const change_token of ["", "made-up"]) {
    const form = { change_token, username: login, new_password: chosen, repeated_password: chosen };
    const page = await browser.submit(signIn, form);
    expect([page.location, page.text.includes('name="password"')]).toEqual([undefined, true]);
  }
  const own = await arrive(browser);
  const others = await browser.submit(own, {
    username: org.user.login,
    new_password: chosen,
    repeated_password: chosen,
  });
  expect(others.text).toContain('name="password"');
  expect(await statusOf()).toBe("PASSWORD_EXPIRED");
});

test("tokens that were issued before the password expired can still be refreshed", async () => {
  const browser = new Browser(org);
  const { tokens } = await signInToTokens(org, clientId);
  const user = (await org.call("GET", `/api/v1/users/${org.user.login}`)).json.id as string;
  await org.call("POST", `/api/v1/users/${user}/lifecycle/expire_password`);
  expect((await refresh(browser, clientId, tokens.refresh_token)).status).toBe(200);
});

describe("the link that an administrator is given", () => {
  async function resetLink(): Promise<string> {
    const { json } = await org.call("POST", `${path}/lifecycle/reset_password?sendEmail=false`);
    return json.resetPasswordUrl as string;
  }

  test("lets its user choose a password once", async () => {
    const link = await resetLink();
    const browser = new Browser(org);
    const page = await browser.open(link);
    expect(page.text).toContain(login);
    const done = await browser.submit(page, { new_password: chosen, repeated_password: chosen });
    expect([done.status, done.text]).toEqual([200, expect.stringContaining("Password changed")]);
    expect(await statusOf()).toBe("ACTIVE");
    const again = await browser.open(link);
    expect([again.status, again.text]).toEqual([403, expect.stringContaining("previously used")]);
  });

  test("is worth nothing once the password was changed, by another link or by an administrator", async () => {
    const browser = new Browser(org);
    const form = { new_password: chosen, repeated_password: chosen };
    const links = [await resetLink(), await resetLink(), await resetLink()];
    const opened = await browser.open(links[2]!);
    await browser.submit(await browser.open(links[1]!), form);
    expect((await browser.open(links[0]!)).status).toBe(403);
    expect(
      (await browser.submit(opened, { ...form, new_password: old, repeated_password: old })).status,
    ).toBe(403);
    const last = await resetLink();
    await org.call("POST", path, { credentials: { password: { value: old } } });
    expect((await browser.open(last)).status).toBe(403);
  });

  test("of an activation makes a new user active", async () => {
    const mail = `new-${login}`;
    const profile = { login: mail, email: mail, firstName: "A", lastName: "B" };
    const { json: user } = await org.call("POST", "/api/v1/users?activate=false", { profile });
    const { json } = await org.call("POST", `/api/v1/users/${user.id}/lifecycle/activate?sendEmail=false`);
    const browser = new Browser(org);
    await browser.submit(await browser.open(json.activationUrl), {
      new_password: chosen,
      repeated_password: chosen,
    });
    expect((await org.call("GET", `/api/v1/users/${user.id}`)).json.status).toBe("ACTIVE");
  });

  test("is good for an hour, for its own user, and never by another form", async () => {
    const link = await resetLink();
    const browser = new Browser(org);
    const form = { new_password: chosen, repeated_password: chosen };
    expect((await browser.request(link, { form })).status).toBe(403);
    expect((await browser.request(`${org.url}/reset_password/${"x".repeat(20)}`)).status).toBe(403);
    now += 3_601_000;
    expect((await browser.open(link)).status).toBe(403);
  });

  test("of a deactivated user is good for nothing", async () => {
    const link = await resetLink();
    await org.call("POST", `${path}/lifecycle/deactivate`);
    expect((await new Browser(org).open(link)).status).toBe(403);
  });

  test("is not in the request log", async () => {
    const lines: string[] = [];
    const own = await startTestOrg({ onRequest: ({ url }) => lines.push(url) });
    await new Browser(own).request("/reset_password/abcdefghij0123456789");
    await new Browser(own).request("/welcome/abcdefghij0123456789");
    expect(lines.join(" ")).not.toContain("abcdefghij0123456789");
  });
});

describe("initiate_login_uri", () => {
  const uri = "https://app.example.com/login";

  async function appWith(label: string, changes: object): Promise<string> {
    const { json, status } = await org.call("POST", "/api/v1/apps", nativeApp(label, { ...changes }));
    expect(status).toBe(200);
    await org.call("PUT", `/api/v1/apps/${json.id}/groups/${await everyone(org)}`, {});
    return json.id as string;
  }

  async function removeApp(id: string): Promise<void> {
    await org.call("POST", `/api/v1/apps/${id}/lifecycle/deactivate`);
    await org.call("DELETE", `/api/v1/apps/${id}`);
  }

  async function reset() {
    const { json } = await org.call("POST", `${path}/lifecycle/reset_password?sendEmail=false`);
    const browser = new Browser(org);
    const page = await browser.open(json.resetPasswordUrl);
    const another = `Another-${(count += 1)}-Horse`;
    return browser.submit(page, { new_password: another, repeated_password: another });
  }

  test("is where a password reset goes on, with the issuer of the org", async () => {
    const id = await appWith("Starts", { "settings.oauthClient.initiate_login_uri": uri });
    const { json: shown } = await org.call("GET", `/api/v1/apps/${id}`);
    expect(shown.settings.oauthClient.initiate_login_uri).toBe(uri);
    expect((await reset()).location).toBe(`${uri}?iss=${encodeURIComponent(org.url)}`);
    const other = await appWith("Starts, too", {
      "settings.oauthClient.initiate_login_uri": "com.example.app:/start?x=1",
    });
    const { text } = await reset();
    expect(text).toContain("Sign in to Starts, too");
    expect(text).toContain(`com.example.app:/start?x=1&amp;iss=${encodeURIComponent(org.url)}`);
    for (const each of [id, other]) await removeApp(each);
  });

  test("is where the link of an app leads", async () => {
    const id = await appWith("Linked", { "settings.oauthClient.initiate_login_uri": uri });
    const { json } = await org.call("GET", `/api/v1/apps/${id}`);
    const link = json._links.appLinks[0].href as string;
    const page = await new Browser(org).request(link);
    expect([page.status, page.location]).toEqual([302, `${uri}?iss=${encodeURIComponent(org.url)}`]);
    await removeApp(id);
    expect((await new Browser(org).request(link)).status).toBe(404);
  });

  test("is missed by name when an app has none", async () => {
    const page = await new Browser(org).request(`/home/oidc_client/${clientId}/start`);
    expect([page.status, page.text]).toEqual([400, expect.stringContaining("has no initiate_login_uri")]);
  });

  test.each([
    "javascript:alert(1)",
    "login",
    "/login",
    "https://",
    "https://a b.example",
    "https://a.example/#x",
    "data:text/html,x",
  ])("can't be %j", async (bad) => {
    const { status, json } = await org.call(
      "POST",
      "/api/v1/apps",
      nativeApp("Bad", { "settings.oauthClient.initiate_login_uri": bad }),
    );
    expect([status, json.errorSummary]).toEqual([400, "Api validation failed: initiate_login_uri"]);
  });

  test("idp_initiated_login has a mode that Okta knows", async () => {
    const body = nativeApp("Mode", { "settings.oauthClient.idp_initiated_login": { mode: "SOMETIMES" } });
    expect((await org.call("POST", "/api/v1/apps", body)).status).toBe(400);
  });
});
