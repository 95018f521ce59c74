import { createNotFoundError, createUserStatusError, createValidationError } from "../http/api-error.ts";
import { blank, taken } from "../http/problems.ts";
import type { JsonObject } from "../json.ts";
import { toText } from "../json.ts";
import type { Org } from "../org.ts";
import { stamp } from "../org.ts";
import type { Change } from "../store/change.ts";
import { put, remove } from "../store/change.ts";
import type { StoredUser } from "../store/collections.ts";
import { checkPassword, setPasswordChange } from "./passwords.ts";

/** Okta: User status. */
export type UserStatus =
  | "STAGED"
  | "PROVISIONED"
  | "ACTIVE"
  | "RECOVERY"
  | "LOCKED_OUT"
  | "PASSWORD_EXPIRED"
  | "SUSPENDED"
  | "DEPROVISIONED";

/**
 * The changes that create a user as a member of Everyone. `profile` holds `login`, `email`, `firstName`, `lastName` and
 * any other attributes. Without `status` the user is ACTIVE with a password and PROVISIONED without one. Throws E0000001 with a
 * cause for each field that is wrong or taken.
 */
export async function createUserChanges(
  org: Org,
  profile: JsonObject,
  password: string | undefined,
  status: UserStatus = password === undefined ? "PROVISIONED" : "ACTIVE",
): Promise<{ readonly user: StoredUser; readonly changes: readonly Change[] }> {
  checkProfile(org, profile);
  if (password !== undefined) checkPassword(toText(profile["login"]), password);
  const user = createUser(org, profile, { status, hasPassword: password !== undefined });
  const secret = password === undefined ? [] : [await setPasswordChange(user.id, password)];
  // Again: hashing takes a moment, during which another request may have taken the login.
  checkProfile(org, profile);
  return { user, changes: [put("users", user.id, user), ...joinEveryone(org, user.id), ...secret] };
}

function createUser(
  org: Org,
  profile: JsonObject,
  { status, hasPassword }: { readonly status: UserStatus; readonly hasPassword: boolean },
): StoredUser {
  const stamped = stamp(org.clock, "00u");
  return {
    ...stamped,
    status,
    activated: status === "STAGED" ? null : stamped.created,
    statusChanged: stamped.created,
    lastLogin: null,
    passwordChanged: hasPassword ? stamped.created : null,
    profile: { mobilePhone: null, secondEmail: null, ...profile, login: toText(profile["login"]) },
  };
}

function joinEveryone(org: Org, userId: string): Change[] {
  return org.store
    .list("groups")
    .filter(({ type, profile }) => type === "BUILT_IN" && profile.name === "Everyone")
    .map(({ id }) => put("memberships", `${id}/${userId}`, { groupId: id, userId }));
}

/** The statuses that a user can move to from each status (Okta: User lifecycle). */
const ways: Readonly<Record<UserStatus, readonly UserStatus[]>> = {
  STAGED: ["PROVISIONED", "ACTIVE", "DEPROVISIONED"],
  PROVISIONED: ["ACTIVE", "RECOVERY", "DEPROVISIONED"],
  ACTIVE: ["RECOVERY", "LOCKED_OUT", "PASSWORD_EXPIRED", "SUSPENDED", "DEPROVISIONED"],
  RECOVERY: ["ACTIVE", "RECOVERY", "LOCKED_OUT", "PASSWORD_EXPIRED", "SUSPENDED", "DEPROVISIONED"],
  LOCKED_OUT: ["ACTIVE", "RECOVERY", "PASSWORD_EXPIRED", "DEPROVISIONED"],
  PASSWORD_EXPIRED: ["ACTIVE", "RECOVERY", "LOCKED_OUT", "SUSPENDED", "DEPROVISIONED"],
  SUSPENDED: ["ACTIVE", "DEPROVISIONED"],
  DEPROVISIONED: ["STAGED", "PROVISIONED", "ACTIVE"],
};

/** Whether Okta's lifecycle allows the user to move to `status`. */
export function canBecome(user: StoredUser, status: UserStatus): boolean {
  return (ways[user.status as UserStatus] ?? []).includes(status);
}

/**
 * The changes that move a user to another status. DEPROVISIONED also removes the user's direct app assignments.
 * Throws E0000038 when the lifecycle doesn't allow it.
 */
export function buildStatusChanges(org: Org, user: StoredUser, status: UserStatus): readonly Change[] {
  if (!canBecome(user, status)) throw createUserStatusError();
  const now = org.clock.now().toISOString();
  const activated = status === "STAGED" ? null : (user["activated"] ?? now);
  const changed = put("users", user.id, { ...user, status, activated, statusChanged: now, lastUpdated: now });
  if (status !== "DEPROVISIONED") return [changed];
  const assignments = org.store.list("appUsers").filter(({ id }) => id === user.id);
  return [changed, ...assignments.map(({ appId, id }) => remove("appUsers", `${appId}/${id}`))];
}

/**
 * The changes that set a user's password, and `profile` with it. A user who wasn't active yet, was locked out or had to
 * choose a password becomes ACTIVE; a STAGED user stays STAGED. Throws E0000001 for a weak password and E0000038 for a user who is suspended or
 * deactivated.
 */
export async function changePasswordChanges(
  org: Org,
  user: StoredUser,
  password: string,
  profile?: StoredUser["profile"],
): Promise<readonly Change[]> {
  checkPassword((profile ?? user.profile).login, password);
  const secret = await setPasswordChange(user.id, password);
  // Hashing takes a moment, during which another request may have changed the user.
  const current = org.store.get("users", user.id);
  if (current === undefined) throw createNotFoundError(user.id, "User");
  if (["SUSPENDED", "DEPROVISIONED"].includes(current.status)) throw createUserStatusError();
  const now = org.clock.now().toISOString();
  const changed = { ...current, profile: profile ?? current.profile, passwordChanged: now, lastUpdated: now };
  if (["ACTIVE", "STAGED"].includes(current.status)) return [put("users", user.id, changed), secret];
  const dates = { activated: current["activated"] ?? now, statusChanged: now };
  return [put("users", user.id, { ...changed, ...dates, status: "ACTIVE" }), secret];
}

const longest = { login: 100, email: 100, firstName: 50, lastName: 50 } as const;

type RequiredField = keyof typeof longest;

/**
 * Okta's rules for the default profile: required fields, the form of an email address, unique logins. `userId` is the user who has
 * the profile already. Throws E0000001.
 */
export function checkProfile(org: Org, profile: JsonObject, userId?: string): void {
  const causes = findProfileProblems(org, profile, userId);
  const [first] = causes;
  if (first !== undefined) throw createValidationError(first.slice(0, first.indexOf(":")), causes);
}

/** The problems that these rules find, one for each field: `field: problem`. */
export function findProfileProblems(org: Org, profile: JsonObject, userId?: string): string[] {
  return (Object.keys(longest) as RequiredField[]).flatMap((field) => {
    const problem = findProblem(org, field, { value: toText(profile[field]), userId });
    return problem === undefined ? [] : [`${field}: ${problem}`];
  });
}

interface Given {
  readonly value: string;
  readonly userId: string | undefined;
}

function findProblem(org: Org, field: RequiredField, { value, userId }: Given): string | undefined {
  if (value.trim() === "") return blank;
  if (value.length > longest[field]) return `The field cannot exceed ${longest[field]} characters`;
  if (field === "email" && !isAddress(value)) return "Does not match required pattern";
  return field === "login" ? findLoginProblem(org, { value, userId }) : undefined;
}

function findLoginProblem(org: Org, { value: login, userId }: Given): string | undefined {
  if (!isAddress(login)) return "Username must be in the form of an email address";
  const wanted = login.toLowerCase();
  const isTaken = org.store
    .list("users")
    .some((user) => user.id !== userId && user.profile.login.toLowerCase() === wanted);
  return isTaken ? taken : undefined;
}

function isAddress(text: string): boolean {
  return /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+\.[^\s@.\p{Cc}]+$/u.test(text);
}
