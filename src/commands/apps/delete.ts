import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import type { OktaOrg } from "../../okta/port.ts";
import { withOrg } from "../../flows/with-org.ts";
import { type Candidate, confirmDeletion } from "./confirm-deletion.ts";
import { attempt, deleteAll, type Deletion } from "./delete-all.ts";

export interface WantedDeletion {
  readonly ids: readonly string[];
  readonly org: string | undefined;
  /** True to keep the apps and delete what was made for them at authorization servers. */
  readonly onlyPolicy: boolean;
}

/**
 * Deletes apps by id, with the access policies made for them. One that is gone is no error, and one that fails does not
 * keep the others from being deleted. Asks first, unless told not to.
 */
export async function runAppsDelete(context: Context, wanted: WantedDeletion): Promise<Deletion> {
  const ids = [...new Set(wanted.ids)];
  refuseOtherThanIds(ids);
  const example = `okta-unlock apps delete ${ids.join(" ")} --org local --yes`;
  return withOrg(context, wanted.org, example, async ({ org }) => {
    const candidates = await readAll(org, ids);
    await confirmDeletion(context, org, candidates, wanted);
    return deleteAll(org, candidates, wanted);
  });
}

async function readAll(org: OktaOrg, ids: readonly string[]): Promise<readonly Candidate[]> {
  const candidates: Candidate[] = [];
  for (const id of ids) {
    const app = await attempt(() => org.getApp(id));
    candidates.push(app instanceof OktaUnlockError ? { id, failure: app } : { id, app });
  }
  return candidates;
}

/** A label would be looked up as an id, not be found, and pass for gone. */
function refuseOtherThanIds(ids: readonly string[]): void {
  const others = ids.filter((id) => !/^0oa[A-Za-z0-9]+$/u.test(id));
  if (others.length === 0) return;
  throw new OktaUnlockError("invalid-value", {
    message: "Apps are deleted by their ids, which begin with 0oa.",
    details: others.map((text) => JSON.stringify(text)),
    next: "See the ids: okta-unlock apps list",
  });
}
