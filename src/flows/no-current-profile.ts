import { OktaUnlockError } from "../errors.ts";

/** There are sign-ins, but the one that was used is gone: the others are not guessed from. */
export function noCurrentProfile(profiles: readonly string[]): OktaUnlockError {
  const [only = "<name>", ...others] = profiles;
  return new OktaUnlockError("not-signed-in", {
    message: "No profile is the current one.",
    why: `The profiles are: ${profiles.join(", ")}.`,
    next: `Choose one with --org <name>, or from now on: okta-unlock orgs use ${others.length === 0 ? only : "<name>"}`,
  });
}
