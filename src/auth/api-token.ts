import { OktaUnlockError } from "../errors.ts";

/**
 * Throws `invalid-value` when a text can't be an API token: a placeholder, or something with spaces or line breaks in
 * it, which would not fit into a header. The text itself is not repeated. `name` is where it came from.
 */
export function assertApiToken(name: string, token: string): void {
  if (/^[\w.~+/=-]+$/.test(token)) return;
  throw new OktaUnlockError("invalid-value", {
    message: `${name} does not hold an API token.`,
    why: "A token has letters, digits, - and _ only; this looks like a placeholder or holds a space.",
    next: "Make one in the Admin Console under Security > API > Tokens, and put it into OKTA_CLIENT_TOKEN, or: okta-unlock login",
  });
}

/** As Okta writes them: 42 characters, the first two 00. That is documented nowhere, so no token is refused for its look. */
export function looksLikeApiToken(text: string): boolean {
  return /^00[\w-]{40}$/u.test(text);
}
