import { randomBytes, randomInt, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { createValidationError } from "../http/api-error.ts";
import { createRandomText } from "../ids.ts";
import type { Org } from "../org.ts";
import type { Change } from "../store/change.ts";
import { put } from "../store/change.ts";
import type { LoginAndPassword, StoredUser } from "../store/collections.ts";

/** Cheap on purpose: tests sign in a thousand times, and these users aren't real. */
const cost = { N: 1024 };
const hashBytes = 32;

/** The change that sets a user's password. */
export async function setPasswordChange(userId: string, password: string): Promise<Change> {
  const salt = randomBytes(16).toString("base64url");
  const hash = (await hashPassword(password, salt)).toString("base64url");
  return put("passwords", userId, { userId, salt, hash });
}

/** Whether this is the user's password. Takes the same time for every wrong one. */
export async function isPassword(org: Org, user: StoredUser, password: string): Promise<boolean> {
  const stored = org.store.get("passwords", user.id);
  if (stored === undefined) return isSeededPassword(org, user, password);
  return timingSafeEqual(await hashPassword(password, stored.salt), Buffer.from(stored.hash, "base64url"));
}

async function isSeededPassword(org: Org, user: StoredUser, password: string): Promise<boolean> {
  const seeded = org.store.get("org", "org")?.seeded;
  const people: readonly LoginAndPassword[] = seeded === undefined ? [] : [seeded.admin, seeded.user];
  const known = people.find(({ login }) => login === user.profile.login);
  const [given, right] = await Promise.all([
    hashPassword(password, ""),
    hashPassword(known?.password ?? "", ""),
  ]);
  return timingSafeEqual(given, right) && known !== undefined;
}

const scryptAsync = promisify<string, string, number, { N: number }, Buffer>(scrypt);

async function hashPassword(password: string, salt: string): Promise<Buffer> {
  return scryptAsync(password, salt, hashBytes, cost);
}

/** Okta's default password policy: 8 or more, lower, upper, digit, no part of the login. Throws E0000001. */
export function checkPassword(login: string, password: string): void {
  const isGood =
    password.length >= 8 &&
    [/\p{Ll}/u, /\p{Lu}/u, /\d/u].every((kind) => kind.test(password)) &&
    !splitLogin(login).some((part) => password.toLowerCase().includes(part));
  if (!isGood) throw createValidationError("password", [`password: ${requirements}`]);
}

const requirements =
  "Password requirements were not met. Password requirements: at least 8 characters, a lowercase letter, an uppercase letter, a number, no parts of your username.";

/** Okta counts the parts of a login between punctuation, from four characters on. */
function splitLogin(login: string): string[] {
  return login
    .toLowerCase()
    .split(/[.,\-_#@]/u)
    .filter((part) => part.length >= 4);
}

/** A new password that is easy to type and passes `checkPassword` for nearly every login. */
export function suggestPassword(): string {
  return `Try-${createRandomText(8)}-${randomInt(10)}a`;
}
