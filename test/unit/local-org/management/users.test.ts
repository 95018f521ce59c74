import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { put } from "../../../../src/local-org/store/change.ts";
import { Store } from "../../../../src/local-org/store/store.ts";
import { nextLink, startTestOrg, temporaryFolder } from "../support.ts";
import { activeUser, goodPassword, userBody, userIn } from "./user-fixtures.ts";

/** For the cases that don't depend on what another test made. */
const shared = await startTestOrg({}, afterAll);

test.each([
  ["with a password", "", goodPassword, "ACTIVE"],
  ["without a password", "", undefined, "PROVISIONED"],
  ["not to be activated", "?activate=false", undefined, "STAGED"],
  ["with a password, not to be activated", "?activate=false", goodPassword, "STAGED"],
  ["with a password to change", "?nextLogin=changePassword", goodPassword, "PASSWORD_EXPIRED"],
])("a user %s is made: POST /users%s", async (_how, query, password, status) => {
  const body = userBody({}, password);
  const { status: code, json, text } = await shared.call("POST", `/api/v1/users${query}`, body);
  expect(code).toBe(200);
  expect(json).toMatchObject({
    id: expect.stringMatching(/^00u\w{17}$/),
    status,
    profile: body.profile,
    credentials: { provider: { type: "OKTA", name: "OKTA" } },
    _links: { self: { href: `${shared.url}/api/v1/users/${json.id}` } },
  });
  expect(json.credentials.password).toEqual(password === undefined ? undefined : {});
  expect(text).not.toContain(goodPassword);
  expect((await shared.call("GET", `/api/v1/users/${json.id}`)).json).toEqual(json);
});

test.each([
  ["a login in short", (login: string) => login.replace(/@.*/, "")],
  ["a login in capitals", (login: string) => login.toUpperCase()],
])("a user is found by %s", async (_how, nameOf) => {
  const { id, login } = await activeUser(shared);
  expect((await shared.call("GET", `/api/v1/users/${nameOf(login)}`)).json.id).toBe(id);
});

test("a short login that two users have finds neither", async () => {
  for (const host of ["one.example", "two.example"])
    await shared.call("POST", "/api/v1/users", userBody({ login: `twin@${host}` }));
  expect((await shared.call("GET", "/api/v1/users/twin")).status).toBe(404);
});

test("every fault of a profile is a cause, the login first", async () => {
  const { status, json } = await shared.call("POST", "/api/v1/users", { profile: {} });
  expect([status, json.errorCode, json.errorSummary]).toEqual([
    400,
    "E0000001",
    "Api validation failed: login",
  ]);
  expect(json.errorCauses.map((cause: { errorSummary: string }) => cause.errorSummary)).toEqual([
    "login: The field cannot be left blank",
    "email: The field cannot be left blank",
    "firstName: The field cannot be left blank",
    "lastName: The field cannot be left blank",
  ]);
});

const taken = "login: An object with this field already exists in the current organization";

test.each([
  [
    "a login that isn't an address",
    { login: "ada" },
    "login: Username must be in the form of an email address",
  ],
  ["a login of somebody else", { login: "ADMIN@example.com" }, taken],
  ["an e-mail that isn't one", { email: "ada" }, "email: Does not match required pattern"],
  ["a login of 101 characters", { login: `${"x".repeat(89)}@example.com` }, /^login: /],
])("a user with %s is refused", async (_what, profile, cause) => {
  const { status, json } = await shared.call("POST", "/api/v1/users", userBody(profile));
  expect([status, json.errorCode]).toEqual([400, "E0000001"]);
  expect(json.errorCauses).toEqual([{ errorSummary: expect.stringMatching(cause) }]);
});

test.each([
  ["short", "Ab1"],
  ["without a capital", "local-pass-1"],
  ["without a small letter", "LOCAL-PASS-1"],
  ["without a digit", "Local-passes"],
  ["with a part of the login in it", "Local-grace-1"],
])("a password that is %s is refused, and nobody is made", async (_what, password) => {
  const body = userBody({ login: "grace.hopper@example.com" }, password);
  const { status, json, text } = await shared.call("POST", "/api/v1/users", body);
  expect([status, json.errorSummary]).toEqual([400, "Api validation failed: password"]);
  expect(json.errorCauses[0].errorSummary).toContain("Password requirements were not met");
  expect(text).not.toContain(password);
  expect((await shared.call("GET", "/api/v1/users/grace.hopper@example.com")).status).toBe(404);
});

test.each([
  ["a password must be given", "?nextLogin=changePassword", userBody(), 400, "E0000124"],
  [
    "the user must be activated",
    "?nextLogin=changePassword&activate=false",
    userBody({}, goodPassword),
    400,
    "E0000125",
  ],
  ["groups must exist", "", { ...userBody(), groupIds: ["00gUnknown"] }, 404, "E0000007"],
  ["hashes are not imported", "", withHash(), 501, "E0000060"],
])("%s: POST /users%s", async (_rule, query, body, status, errorCode) => {
  const answer = await shared.call("POST", `/api/v1/users${query}`, body);
  expect([answer.status, answer.json.errorCode]).toEqual([status, errorCode]);
});

function withHash() {
  return { ...userBody(), credentials: { password: { hash: { algorithm: "SHA-256", value: "x" } } } };
}

test("a new user is in Everyone and in the groups that were asked for", async () => {
  const { json: group } = await shared.call("POST", "/api/v1/groups", { profile: { name: "Analysts" } });
  const { json: user } = await shared.call("POST", "/api/v1/users", { ...userBody(), groupIds: [group.id] });
  const { json } = await shared.call("GET", `/api/v1/users/${user.id}/groups`);
  const names = json.map((each: { profile: { name: string } }) => each.profile.name);
  expect(names).toEqual(["Everyone", "Analysts"]);
});

test("POST changes what it names, PUT takes away the rest; the login stays one user's", async () => {
  const { path, login } = await activeUser(shared);
  const changed = await shared.call("POST", path, {
    profile: { department: "Engines", firstName: "Augusta" },
  });
  expect(changed.json.profile).toMatchObject({ login, department: "Engines", firstName: "Augusta" });
  const profile = { login, email: login, firstName: "Ada", lastName: "King" };
  const replaced = await shared.call("PUT", path, { profile });
  expect(replaced.json.profile).toEqual({ ...profile, mobilePhone: null, secondEmail: null });
  expect((await shared.call("PUT", path, { profile: { login } })).json.errorCauses).toHaveLength(3);
  const stolen = await shared.call("POST", path, { profile: { login: "admin@example.com" } });
  expect(stolen.json.errorCauses).toEqual([{ errorSummary: taken }]);
});

test("a password is set together with the profile, or not at all", async () => {
  const { path } = await activeUser(shared);
  const credentials = { password: { value: "Another-pass-2" } };
  const { json } = await shared.call("POST", path, { profile: { title: "Countess" }, credentials });
  expect(json.profile.title).toBe("Countess");
  const weak = { profile: { title: "Nobody" }, credentials: { password: { value: "x" } } };
  expect((await shared.call("POST", path, weak)).status).toBe(400);
  expect((await shared.call("GET", path)).json.profile.title).toBe("Countess");
  expect((await changePassword(path, "Another-pass-2", "Third-pass-3")).status).toBe(200);
});

function changePassword(path: string, oldPassword: string, newPassword: string) {
  return shared.call("POST", `${path}/credentials/change_password`, {
    oldPassword: { value: oldPassword },
    newPassword: { value: newPassword },
  });
}

test("a password is changed by who knows the old one", async () => {
  const { path } = await activeUser(shared);
  const wrong = await changePassword(path, "Wrong-pass-1", "Third-pass-3");
  expect([wrong.status, wrong.json.errorCode]).toEqual([403, "E0000014"]);
  expect(wrong.json.errorCauses).toEqual([{ errorSummary: "Old Password is not correct" }]);
  expect((await changePassword(path, goodPassword, "weak")).json.errorCode).toBe("E0000014");
  const right = await changePassword(path, goodPassword, "Third-pass-3");
  expect([right.status, right.json.provider.type]).toEqual([200, "OKTA"]);
  expect((await changePassword(path, goodPassword, "Fourth-pass-4")).status).toBe(403);
});

test("a STAGED user who is given a password still has to be activated", async () => {
  const path = await userIn(shared, "STAGED");
  const body = { credentials: { password: { value: goodPassword } } };
  expect((await shared.call("POST", path, body)).json).toMatchObject({ status: "STAGED", activated: null });
  await shared.call("POST", `${path}/lifecycle/activate`);
  expect((await shared.call("GET", path)).json.status).toBe("ACTIVE");
});

test("a suspended user's password can't be changed", async () => {
  const path = await userIn(shared, "SUSPENDED");
  const { status, json } = await changePassword(path, goodPassword, "Third-pass-3");
  expect([status, json.errorCode]).toEqual([403, "E0000035"]);
});

test.each([
  ["STAGED", "activate", "PROVISIONED"],
  ["DEPROVISIONED", "activate", "ACTIVE"],
  ["PROVISIONED", "reactivate", "PROVISIONED"],
  ["ACTIVE", "suspend", "SUSPENDED"],
  ["SUSPENDED", "unsuspend", "ACTIVE"],
  ["ACTIVE", "deactivate", "DEPROVISIONED"],
  ["SUSPENDED", "deactivate", "DEPROVISIONED"],
  ["ACTIVE", "reset_password", "RECOVERY"],
  ["ACTIVE", "expire_password", "PASSWORD_EXPIRED"],
  ["ACTIVE", "reset_factors", "ACTIVE"],
])("%s → %s → %s", async (before, step, after) => {
  const path = await userIn(shared, before);
  expect((await shared.call("GET", path)).json.status).toBe(before);
  const { status } = await shared.call("POST", `${path}/lifecycle/${step}`);
  expect([status, (await shared.call("GET", path)).json.status]).toEqual([200, after]);
});

test.each([
  ["ACTIVE", "activate", 403, "E0000016"],
  ["PROVISIONED", "activate", 403, "E0000016"],
  ["ACTIVE", "reactivate", 403, "E0000038"],
  ["DEPROVISIONED", "deactivate", 404, "E0000007"],
  ["STAGED", "suspend", 400, "E0000001"],
  ["ACTIVE", "unsuspend", 400, "E0000001"],
  ["ACTIVE", "unlock", 403, "E0000032"],
  ["STAGED", "reset_password", 403, "E0000038"],
  ["DEPROVISIONED", "expire_password", 403, "E0000038"],
  ["DEPROVISIONED", "expire_password_with_temp_password", 403, "E0000038"],
])("%s refuses %s with %i %s, and stays", async (before, step, status, errorCode) => {
  const path = await userIn(shared, before);
  const answer = await shared.call("POST", `${path}/lifecycle/${step}`);
  expect([answer.status, answer.json.errorCode]).toEqual([status, errorCode]);
  expect((await shared.call("GET", path)).json.status).toBe(before);
});

test.each([
  ["suspend", "ACTIVE", "Cannot unsuspend a user that is not suspended", "unsuspend"],
  ["suspend", "SUSPENDED", "Cannot suspend a user that is not active", "suspend"],
])("the %s operation says why %s is the wrong status", async (_name, status, cause, step) => {
  const { json } = await shared.call("POST", `${await userIn(shared, status)}/lifecycle/${step}`);
  expect(json).toMatchObject({
    errorSummary: "Api validation failed: suspendUser",
    errorCauses: [{ errorSummary: cause }],
  });
});

test("without a mail, the links of activation and recovery are in the answer", async () => {
  const staged = await userIn(shared, "STAGED");
  const activation = await shared.call("POST", `${staged}/lifecycle/activate?sendEmail=false`);
  expect(activation.json).toEqual({
    activationUrl: expect.stringContaining(activation.json.activationToken),
    activationToken: expect.stringMatching(/^\w{20}$/),
  });
  const { path } = await activeUser(shared);
  const reset = await shared.call("POST", `${path}/lifecycle/reset_password?sendEmail=false`);
  expect(reset.json.resetPasswordUrl).toMatch(/\/reset_password\/\w{20}$/);
});

test("an expired password can be replaced by a temporary one, which is a password to change", async () => {
  const { path } = await activeUser(shared);
  const { json } = await shared.call("POST", `${path}/lifecycle/expire_password?tempPassword=true`);
  expect((await shared.call("GET", path)).json.status).toBe("PASSWORD_EXPIRED");
  expect((await changePassword(path, json.tempPassword, "Third-pass-3")).status).toBe(200);
  expect((await shared.call("GET", path)).json.status).toBe("ACTIVE");
});

test("the first deletion deactivates, the second removes with all that belongs to the user", async () => {
  const org = await startTestOrg();
  const { path, id } = await activeUser(org);
  expect((await org.call("DELETE", path)).status).toBe(204);
  expect((await org.call("GET", path)).json.status).toBe("DEPROVISIONED");
  expect((await org.call("POST", path, { profile: {} })).json.errorCode).toBe("E0000038");
  expect((await org.call("GET", "/api/v1/users")).json).toHaveLength(2);
  expect((await org.call("DELETE", path)).status).toBe(204);
  expect((await org.call("GET", path)).json.errorCode).toBe("E0000007");
  const { json: groups } = await org.call("GET", "/api/v1/groups?q=Everyone");
  const { text } = await org.call("GET", `/api/v1/groups/${groups[0].id}/users`);
  expect(text).not.toContain(id);
});

test.each([
  ["DELETE", ""],
  ["POST", "/lifecycle/suspend"],
  ["POST", "/lifecycle/deactivate"],
])("the owner of the token can't lock themselves out: %s /users/me%s", async (method, path) => {
  const { status, json } = await shared.call(method, `/api/v1/users/me${path}`);
  expect([status, json.errorCode]).toEqual([403, "E0000006"]);
});

test.each([
  ["search", 'profile.department eq "engines"', 2],
  ["search", 'profile.department sw "Eng" and status eq "ACTIVE"', 1],
  ["search", "profile.department pr", 2],
  ["search", 'status lt "ACTIVE" or status gt "ACTIVE"', 1],
  ["search", "not (profile.department pr)", 2],
  ["search", 'created gt "2020-01-01T00:00:00Z"', 4],
  ["filter", 'profile.lastName eq "Lovelace"', 2],
  ["filter", 'lastUpdated gt "2020-01-01T00:00:00.000Z"', 4],
  ["filter", 'lastUpdated gt "2999-01-01T00:00:00.000Z"', 0],
  ["q", "love", 2],
])("users?%s=%s lists %i", async (parameter, text, count) => {
  expect(await listed(`${parameter}=${encodeURIComponent(text)}`)).toHaveLength(count);
});

const library = await startTestOrg({}, afterAll);
for (const [firstName, query] of [
  ["Ada", ""],
  ["Byron", "?activate=false"],
] as const) {
  const body = userBody({ firstName, lastName: "Lovelace", department: "Engines" }, goodPassword);
  await library.call("POST", `/api/v1/users${query}`, body);
}

async function listed(query: string): Promise<string[]> {
  const { json } = await library.call("GET", `/api/v1/users?${query}`);
  return json.map((user: { profile: { firstName: string } }) => user.profile.firstName);
}

test.each([
  ["filter", 'profile.department eq "Engines"'],
  ["filter", 'profile.lastName sw "Love"'],
  ["search", 'profile.lastName ne "Lovelace"'],
  ["search", "nonsense"],
])("users?%s=%s is refused as invalid search criteria", async (parameter, text) => {
  const { status, json } = await library.call(
    "GET",
    `/api/v1/users?${parameter}=${encodeURIComponent(text)}`,
  );
  expect([status, json.errorCode]).toEqual([400, "E0000031"]);
});

test("a search is sorted as asked, and read page by page", async () => {
  const search = `search=${encodeURIComponent("id pr")}&sortBy=profile.firstName`;
  expect(await listed(search)).toEqual(["Ada", "Byron", "Local", "Test"]);
  expect(await listed(`${search}&sortOrder=desc`)).toEqual(["Test", "Local", "Byron", "Ada"]);
  const first = await library.call("GET", `/api/v1/users?${search}&limit=3`);
  expect((await library.call("GET", nextLink(first) ?? "")).json).toHaveLength(1);
});

test("a user who was locked out is unlocked by an administrator, and the log says so", async () => {
  const dataDirectory = await temporaryFolder();
  const first = await startTestOrg({ dataDirectory });
  const { id, path } = await activeUser(first);
  await first.close();
  const store = new Store(join(dataDirectory, "state"));
  store.write([put("users", id, { ...store.get("users", id)!, status: "LOCKED_OUT" })]);
  await store.close();
  const org = await startTestOrg({ dataDirectory });
  expect((await org.call("GET", path)).json["_links"].unlock.href).toBe(`${org.url}${path}/lifecycle/unlock`);
  expect((await org.call("POST", `${path}/lifecycle/suspend`)).status).toBe(400);
  expect((await org.call("POST", `${path}/lifecycle/unlock`)).status).toBe(200);
  expect((await org.call("GET", path)).json.status).toBe("ACTIVE");
  const filter = encodeURIComponent('eventType eq "user.account.unlock_by_admin"');
  expect((await org.call("GET", `/api/v1/logs?filter=${filter}`)).json).toHaveLength(1);
});
