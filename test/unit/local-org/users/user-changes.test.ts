import { afterAll, expect, test } from "vitest";
import { findUserByLogin, listGroupsOfUser } from "../../../../src/local-org/model/users.ts";
import { put } from "../../../../src/local-org/store/change.ts";
import { checkPassword, isPassword, suggestPassword } from "../../../../src/local-org/users/passwords.ts";
import type { UserStatus } from "../../../../src/local-org/users/user-changes.ts";
import {
  changePasswordChanges,
  createUserChanges,
  buildStatusChanges,
} from "../../../../src/local-org/users/user-changes.ts";
import { startPagesOrg } from "../../../support/pages-org.ts";

const { org } = await startPagesOrg(afterAll);
let made = 0;

async function newUser(status?: UserStatus) {
  made += 1;
  const profile = { login: `user${made}@example.com`, email: "a@example.com", firstName: "A", lastName: "B" };
  const { user, changes } = await createUserChanges(org, profile, "Quite-good-1", status);
  org.store.write(changes);
  return user;
}

test("a user with a password is ACTIVE, a member of Everyone, and signs in with it", async () => {
  const user = await newUser();
  expect(user).toMatchObject({ status: "ACTIVE", activated: user.created, passwordChanged: user.created });
  expect(user.id).toMatch(/^00u\w{17}$/u);
  expect(listGroupsOfUser(org, user.id).map(({ profile }) => profile.name)).toEqual(["Everyone"]);
  expect(await isPassword(org, user, "Quite-good-1")).toBe(true);
  expect(await isPassword(org, user, "Quite-good-2")).toBe(false);
});

test("one without a password is PROVISIONED, one that is not activated STAGED", async () => {
  const profile = { login: "none@example.com", email: "a@example.com", firstName: "A", lastName: "B" };
  const { user } = await createUserChanges(org, profile, undefined);
  expect(user).toMatchObject({ status: "PROVISIONED", passwordChanged: null });
  expect(await newUser("STAGED")).toMatchObject({ status: "STAGED", activated: null });
});

test.each([
  [{ login: "" }, ["login: The field cannot be left blank"]],
  [{ login: "nobody" }, ["login: Username must be in the form of an email address"]],
  [{ login: "a b@example.com" }, ["login: Username must be in the form of an email address"]],
  [{ login: "a\u0000@example.com" }, ["login: Username must be in the form of an email address"]],
  [
    { login: "TEST@example.com" },
    ["login: An object with this field already exists in the current organization"],
  ],
  [{ email: "x" }, ["email: Does not match required pattern"]],
  [
    { firstName: " ", lastName: null },
    ["firstName: The field cannot be left blank", "lastName: The field cannot be left blank"],
  ],
  [{ lastName: "x".repeat(51) }, ["lastName: The field cannot exceed 50 characters"]],
])("the profile %j is refused with a cause for each field", async (changes, causes) => {
  const profile = {
    login: "ok@example.com",
    email: "ok@example.com",
    firstName: "A",
    lastName: "B",
    ...changes,
  };
  await expect(createUserChanges(org, profile, "Quite-good-1")).rejects.toMatchObject({
    status: 400,
    errorCode: "E0000001",
    causes,
  });
});

test.each(["short-1A", "Tést-1234", "8 Letters"])("the password %s is good enough", (password) => {
  expect(() => checkPassword("someone@example.com", password)).not.toThrow();
});

test.each(["", "Short-1", "no-upper-1", "NO-LOWER-1", "No-digits", "Someone-1A", "1-eXample-A"])(
  "the password %j is refused as Okta does",
  (password) => {
    expect(() => checkPassword("someone@example.com", password)).toThrow("Api validation failed: password");
  },
);

test("a suggested password is good enough and never the same", () => {
  const suggested = new Set(Array.from({ length: 200 }, suggestPassword));
  expect(suggested.size).toBe(200);
  for (const password of suggested) checkPassword("someone@example.com", password);
});

test.each<[UserStatus, UserStatus]>([
  ["ACTIVE", "LOCKED_OUT"],
  ["LOCKED_OUT", "ACTIVE"],
  ["ACTIVE", "SUSPENDED"],
  ["SUSPENDED", "ACTIVE"],
  ["ACTIVE", "DEPROVISIONED"],
  ["DEPROVISIONED", "PROVISIONED"],
  ["STAGED", "PROVISIONED"],
])("a user who is %s can become %s", async (status, next) => {
  const user = { ...(await newUser()), status };
  expect(buildStatusChanges(org, user, next)[0]).toMatchObject({ put: "users", value: { status: next } });
});

test.each<[UserStatus, UserStatus]>([
  ["SUSPENDED", "LOCKED_OUT"],
  ["DEPROVISIONED", "SUSPENDED"],
  ["STAGED", "SUSPENDED"],
  ["ACTIVE", "ACTIVE"],
])("a user who is %s can't become %s: E0000038", async (status, next) => {
  const user = { ...(await newUser()), status };
  expect(() => buildStatusChanges(org, user, next)).toThrow(
    expect.objectContaining({ status: 403, errorCode: "E0000038" }),
  );
});

test("who is deactivated loses the apps that were given to them alone", async () => {
  const user = await newUser();
  const assignment = { id: user.id, appId: "0oa1", created: user.created, lastUpdated: user.created };
  org.store.write([put("appUsers", `0oa1/${user.id}`, assignment)]);
  org.store.write(buildStatusChanges(org, user, "DEPROVISIONED"));
  expect(org.store.listUnder("appUsers", "0oa1/")).toEqual([]);
  expect(org.store.get("users", user.id)?.status).toBe("DEPROVISIONED");
});

test.each(["LOCKED_OUT", "RECOVERY", "PASSWORD_EXPIRED", "PROVISIONED"] as const)(
  "a new password makes who was %s ACTIVE, and is the only one that counts",
  async (status) => {
    const user = await newUser(status);
    org.store.write(await changePasswordChanges(org, user, "Another-good-2"));
    expect(findUserByLogin(org, user.profile.login)?.status).toBe("ACTIVE");
    expect(await isPassword(org, user, "Another-good-2")).toBe(true);
    expect(await isPassword(org, user, "Quite-good-1")).toBe(false);
  },
);

test("who is STAGED waits on, with the password", async () => {
  const user = await newUser("STAGED");
  org.store.write(await changePasswordChanges(org, user, "Another-good-2"));
  expect(findUserByLogin(org, user.profile.login)?.status).toBe("STAGED");
  expect(await isPassword(org, user, "Another-good-2")).toBe(true);
});

test("a new password for somebody who is gone or suspended meanwhile changes nothing", async () => {
  const user = await newUser();
  const setting = changePasswordChanges(org, user, "Another-good-2");
  org.store.write(buildStatusChanges(org, user, "SUSPENDED"));
  await expect(setting).rejects.toMatchObject({ errorCode: "E0000038" });
  expect(await isPassword(org, user, "Quite-good-1")).toBe(true);
});
