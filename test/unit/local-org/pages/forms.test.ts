import { afterAll, beforeEach, expect, test } from "vitest";
import { findUserByLogin } from "../../../../src/local-org/model/users.ts";
import { isPassword } from "../../../../src/local-org/users/passwords.ts";
import { cookieOf, startPages } from "./support.ts";

const pages = await startPages(afterAll);
const { org } = pages;
const user = findUserByLogin(org, "test@example.com")!;
const action = `/activity/users/${user.id}`;
const lock = { change: "lock" };
const statusNow = () => org.store.get("users", user.id)?.status;

beforeEach(async () => {
  if (statusNow() === "LOCKED_OUT") await pages.post("/activity/users", { change: "unlock" }, { action });
});

test("a form of our own page is answered with another page, by 303", async () => {
  const answer = await pages.post("/activity/users", lock, { action });
  expect(answer.status).toBe(303);
  expect(answer.headers.get("location")).toBe(`/activity/users?done=lock&user=${user.id}`);
  expect(statusNow()).toBe("LOCKED_OUT");
});

test.each([
  ["without a token", { token: "" }],
  ["with a wrong token", { token: "A".repeat(43) }],
  ["with a token that is too long", { token: "A".repeat(5000) }],
  ["without the cookie", { headers: { cookie: undefined } }],
  [
    "with the cookie of another browser",
    { headers: { cookie: "__Host-okta-unlock-pages=AAAAAAAAAAAAAAAAAAAAAA" } },
  ],
  ["with an empty cookie", { headers: { cookie: "__Host-okta-unlock-pages=" } }],
  ["from another origin", { headers: { origin: "https://evil.example" } }],
  ["from another port of this machine", { headers: { origin: "https://localhost:1" } }],
  ["from a page without an origin", { headers: { origin: "null" } }],
  ["from another site", { headers: { origin: undefined, "sec-fetch-site": "cross-site" } }],
  ["from the same site, another origin", { headers: { origin: undefined, "sec-fetch-site": "same-site" } }],
])("a form %s changes nothing: 403", async (_what, sending) => {
  for (const path of [action, "/activity/users/new", `${action}/password`]) {
    const before = JSON.stringify([org.store.list("users"), org.store.list("passwords")]);
    const fields = {
      ...lock,
      login: "a@example.com",
      firstName: "a",
      lastName: "b",
      password: "Quite-good-1",
    };
    const answer = await pages.post("/activity/users", fields, { action: path, ...sending });
    expect([answer.status, path]).toEqual([403, path]);
    expect(answer.text).toContain("was not sent by this org");
    expect(JSON.stringify([org.store.list("users"), org.store.list("passwords")])).toBe(before);
  }
});

test("the cookie is for this host alone, for HTTPS, unseen by scripts, never sent from elsewhere", async () => {
  const { headers } = await pages.call("GET", "/activity/users");
  expect(headers.get("set-cookie")).toMatch(
    /^__Host-okta-unlock-pages=[\w-]{22}; Path=\/; Secure; HttpOnly; SameSite=Strict$/u,
  );
});

test("a browser keeps its cookie, and a token fits no other browser", async () => {
  const first = await pages.call("GET", "/activity/users");
  const again = await pages.call("GET", "/activity/users", undefined, {
    headers: { cookie: cookieOf(first) },
  });
  expect(again.headers.get("set-cookie")).toBeNull();
  const tokenOf = (text: string) => /name="form_token" value="([^"]+)"/u.exec(text)?.[1];
  expect(tokenOf(again.text)).toBe(tokenOf(first.text));
  expect(tokenOf((await pages.call("GET", "/activity/users")).text)).not.toBe(tokenOf(first.text));
});

test.each([
  ["JSON", { "content-type": "application/json" }, 415],
  ["a form with files", { "content-type": "multipart/form-data; boundary=x" }, 415],
])("%s is not read", async (_what, headers, status) => {
  expect((await pages.post("/activity/users", lock, { action, headers })).status).toBe(status);
  expect(statusNow()).toBe("ACTIVE");
});

test("a form of over 64 KB is refused", async () => {
  const answer = await pages.post("/activity/users", { change: "x".repeat(70_000) }, { action });
  expect(answer.status).toBe(413);
});

test.each(["", "delete", "__proto__", "constructor", "toString"])("the change %j is none", async (change) => {
  expect((await pages.post("/activity/users", { change }, { action })).status).toBe(404);
  expect(statusNow()).toBe("ACTIVE");
});

test("what a user's status doesn't allow is refused: unlocking doesn't end a suspension", async () => {
  await pages.post("/activity/users", { change: "suspend" }, { action });
  expect(statusNow()).toBe("SUSPENDED");
  expect((await pages.post("/activity/users", { change: "unlock" }, { action })).status).toBe(403);
  const password = { password: "Quite-good-1" };
  expect((await pages.post("/activity/users", password, { action: `${action}/password` })).status).toBe(400);
  expect(statusNow()).toBe("SUSPENDED");
  await pages.post("/activity/users", { change: "unsuspend" }, { action });
});

test("what a page changed stands in the activity, without the password", async () => {
  const fields = { login: "new@example.com", firstName: "New", lastName: "User", password: "Quite-good-1" };
  expect((await pages.post("/activity/users/new", fields)).status).toBe(303);
  const made = findUserByLogin(org, "new@example.com")!;
  expect(await isPassword(org, made, "Quite-good-1")).toBe(true);
  expect(org.events.list().at(-1)).toMatchObject({
    eventType: "user.lifecycle.create",
    outcome: "SUCCESS",
    targets: [{ id: made.id, type: "User", alternateId: "new@example.com", displayName: "New User" }],
    requestId: expect.stringMatching(/^[\w-]{22}$/u),
  });
  expect(JSON.stringify(org.events.list())).not.toContain("Quite-good-1");
});

test("of two that take the same login at once, one gets it", async () => {
  const fields = { login: "twice@example.com", firstName: "T", lastName: "W", password: "Quite-good-1" };
  const answers = await Promise.all([1, 2, 3].map(() => pages.post("/activity/users/new", fields)));
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 303)).toHaveLength(1);
  expect(statuses.filter((status) => status === 400)).toHaveLength(2);
  expect(org.store.list("users").filter(({ profile }) => profile.login === "twice@example.com")).toHaveLength(
    1,
  );
});

test("the note after a change says what the address names, not what it says", async () => {
  const says = async (query: string) => (await pages.call("GET", `/activity/users?${query}`)).text;
  expect(await says(`done=lock&user=${user.id}`)).toContain("Locked the account");
  for (const query of [
    `done=<b>Hi&user=${user.id}`,
    "done=lock&user=nobody",
    `done=__proto__&user=${user.id}`,
  ]) {
    expect(await says(query)).not.toMatch(/role="status"|<b>Hi|Locked the account/u);
  }
});
