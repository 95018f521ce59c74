import { findProfileByName } from "../auth/profiles/find-profile.ts";
import { changeProfiles } from "../auth/profiles/profile-file.ts";
import type { Context } from "../context.ts";

export interface UsedOrg {
  readonly current: string;
}

/** Makes a profile, or `local`, the current one. Throws `invalid-value` for a name that is not known. */
export async function useOrg(context: Context, name: string): Promise<UsedOrg> {
  let current = "local";
  await changeProfiles(context, (book) => {
    if (name !== "local") current = findProfileByName(book, name, "orgs use").name;
    return { ...book, current };
  });
  return { current };
}
