import { hint } from "../hints.ts";
import { findProfileByName } from "../auth/profiles/find-profile.ts";
import { changeProfiles } from "../auth/profiles/profile-file.ts";
import type { Context } from "../context.ts";
import { OktaUnlockError } from "../errors.ts";

export interface UsedOrg {
  readonly current: string;
}

/** Makes a profile, or `local`, the current one. Throws `invalid-value` for a name that is not known. */
export async function useOrg(context: Context, name: string): Promise<UsedOrg> {
  let current = "local";
  await changeProfiles(context, (book) => {
    if (name.toLowerCase() !== "local") current = findProfileByName(book, name, "orgs use").name;
    return { ...book, current };
  });
  return { current };
}

/** Makes no org the current one when the local org is; false when it is not. Its data stays. */
export async function leaveLocalOrg(context: Context): Promise<boolean> {
  let isLeft = false;
  await changeProfiles(context, ({ current, profiles }) => {
    isLeft = current === "local";
    return { profiles, ...(current !== undefined && !isLeft && { current }) };
  });
  return isLeft;
}

/** There are sign-ins, but the one that was used is gone: the others are not guessed from. */
export function createNoCurrentProfileError(profiles: readonly string[]): OktaUnlockError {
  const [only = "<name>", ...others] = profiles;
  return new OktaUnlockError("not-signed-in", {
    message: "No current profile is set.",
    why: `The profiles are: ${profiles.join(", ")}.`,
    next: `Choose one with --org <name>, or make it the current one: ${hint("orgs use", { args: [others.length === 0 ? only : "<name>"] })}`,
  });
}
