import { OktaUnlockError } from "../errors.ts";
import { isRefusal, type OktaGroup, type OktaOrg } from "../okta/port.ts";

/** The group with an id or a name. Throws `okta-refused` when there is none, `app-conflict` when several have the name. */
export async function findGroup(org: OktaOrg, text: string): Promise<OktaGroup> {
  const byId = /^00g\w+$/u.test(text) ? await org.getGroup(text) : undefined;
  if (byId !== undefined) return byId;
  const [only, ...others] = await org.findGroups(text);
  if (only === undefined) throw noSuchGroup(text);
  if (others.length > 0) throw severalGroups(text, [only, ...others]);
  return only;
}

/** The group of everyone in the org; undefined when the credential does not see it. */
export async function findEveryone(org: OktaOrg): Promise<OktaGroup | undefined> {
  try {
    return await org.findEveryoneGroup();
  } catch (error) {
    if (isRefusal(error, "E0000006")) return undefined;
    throw error;
  }
}

function noSuchGroup(text: string): OktaUnlockError {
  return new OktaUnlockError("okta-refused", {
    message: `The org has no group ${JSON.stringify(text)}.`,
    why: "Names are compared letter by letter, and a credential sees only the groups its role covers.",
    next: "Copy the name from the Admin Console (Directory > Groups), or use --assign everyone, and run the command again.",
  });
}

function severalGroups(text: string, groups: readonly OktaGroup[]): OktaUnlockError {
  return new OktaUnlockError("app-conflict", {
    message: `${groups.length} groups are called ${JSON.stringify(text)}.`,
    details: groups.map(({ id, profile }) => `${id}  ${profile.name}`),
    next: `Name one by its id and run the command again: --assign group:${groups[0]?.id ?? ""}`,
  });
}
