import { randomInt } from "node:crypto";
import { validationFailed } from "../http/api-error.ts";
import { randomText } from "../ids.ts";

/** Okta's default password policy: 8 or more, lower, upper, digit, no part of the login. Throws E0000001. */
export function checkPassword(login: string, password: string): void {
  const isGood =
    password.length >= 8 &&
    [/\p{Ll}/u, /\p{Lu}/u, /\d/u].every((kind) => kind.test(password)) &&
    !partsOf(login).some((part) => password.toLowerCase().includes(part));
  if (!isGood) throw validationFailed("password", [`password: ${requirements}`]);
}

const requirements =
  "Password requirements were not met. Password requirements: at least 8 characters, a lowercase letter, an uppercase letter, a number, no parts of your username.";

/** Okta counts what stands between the signs of a login, from four characters on. */
function partsOf(login: string): string[] {
  return login
    .toLowerCase()
    .split(/[.,\-_#@]/u)
    .filter((part) => part.length >= 4);
}

/** A new password that is easy to type and passes `checkPassword` for nearly every login. */
export function suggestPassword(): string {
  return `Try-${randomText(8)}-${randomInt(10)}a`;
}
