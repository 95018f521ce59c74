import { randomInt } from "node:crypto";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

let lastTick = 0;

/**
 * A new id of 20 characters: Okta's prefix (`00u` for a user), the time and random characters. Later ids sort after earlier
 * ones, so that an id can serve as a paging cursor even after its object is gone.
 */
export function createId(prefix: string, now: Date): string {
  lastTick = Math.max(lastTick + 1, now.getTime() * 64);
  return `${prefix}${toBase62(lastTick)}${createRandomText(8)}`;
}

/** `length` random letters and digits, from a cryptographic source. */
export function createRandomText(length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");
}

/** An API token as Okta writes it: `00` and 40 characters. */
export function createApiToken(): string {
  return `00${createRandomText(40)}`;
}

function toBase62(value: number): string {
  let text = "";
  for (let rest = value; rest > 0; rest = Math.floor(rest / 62)) text = `${alphabet[rest % 62]}${text}`;
  return text.padStart(9, "0");
}
