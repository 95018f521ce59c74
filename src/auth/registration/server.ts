import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { readWebAddress } from "../../values/web-address.ts";

/** Where one signs up for an org: only in a browser, since Okta took its registration API down. */
export const signUpUrl = "https://developer.okta.com/signup";

/** A server that speaks the protocol by which Okta's old CLI made orgs. */
export interface RegistrationServer {
  /** An origin. */
  readonly url: string;
  /** The id of the registration form there. */
  readonly registrationId: string;
}

const variable = "OKTA_CLI_REGISTRATION_URL";
const usualId = "reg405abrRAkn0TRf5d6";

/** Okta's own: gone, and people's names and addresses are not sent there. */
const deadHost = "okta-devok12.okta.com";

/**
 * The server that OKTA_CLI_REGISTRATION_URL names, with the id of OKTA_CLI_REGISTRATION_ID; undefined without one. Throws
 * `invalid-value` for an address that is neither https nor on this machine, and for Okta's own, which is gone.
 */
export function registrationServer({ env }: Pick<Context, "env">): RegistrationServer | undefined {
  const text = env[variable]?.trim() ?? "";
  if (text === "") return undefined;
  const address = readWebAddress(text, "registration URL");
  if (!address.ok) throw unusable(`${variable} can't be used.`, address.problem);
  if (address.url.hostname === deadHost) {
    throw unusable(
      "Okta's registration API is gone.",
      `${variable} names it; Okta took it down in 2025, so nothing was sent to it.`,
    );
  }
  return { url: address.url.origin, registrationId: registrationId(env) };
}

function registrationId(env: Context["env"]): string {
  const given = env["OKTA_CLI_REGISTRATION_ID"]?.trim() ?? "";
  if (/^[\w-]*$/u.test(given)) return given === "" ? usualId : given;
  throw unusable("OKTA_CLI_REGISTRATION_ID can't be used.", "An id has letters, digits, - and _ only.");
}

function unusable(message: string, why: string): OktaUnlockError {
  return new OktaUnlockError("invalid-value", { message, why, next: withoutServer });
}

/** The way on that is always open. */
export const withoutServer = `To sign up in the browser (${signUpUrl}), unset ${variable} and run: okta-unlock register`;
