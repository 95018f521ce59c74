import { OktaUnlockError } from "../errors.ts";
import { isRefusal, type OktaGroup, type OktaOrg } from "../okta/port.ts";

/** The group with an id or a name. Throws `not-found` when there is none, `app-conflict` when several have the name. */
export async function findGroup(org: OktaOrg, text: string): Promise<OktaGroup> {
  const byId = /^00g\w+$/u.test(text) ? await org.getGroup(text) : undefined;
  if (byId !== undefined) return byId;
  const [only, ...others] = await org.findGroups(text);
  if (only === undefined) throw createNoSuchGroup(text);
  if (others.length > 0) throw createSeveralGroups(text, [only, ...others]);
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

function createNoSuchGroup(text: string): OktaUnlockError {
  return new OktaUnlockError("not-found", {
    message: `The org has no group ${JSON.stringify(text)}.`,
    why: "Group names must match exactly, and a credential can read only the groups that its role covers.",
    next: "Copy the name from the Admin Console (Directory > Groups), or use --assign everyone, and run the command again.",
  });
}

function createSeveralGroups(text: string, groups: readonly OktaGroup[]): OktaUnlockError {
  return new OktaUnlockError("app-conflict", {
    message: `${groups.length} groups are named ${JSON.stringify(text)}.`,
    details: groups.map(({ id, profile }) => `${id}  ${profile.name}`),
    next: `Run the command again with the id of one: --assign group:${groups[0]?.id ?? ""}`,
  });
}
