import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import type { OktaApp, OktaOrg } from "../../org/port.ts";
import { policiesOnce } from "../../provision/placed-policies.ts";
import { removeApp } from "../../provision/remove-app.ts";
import { visible } from "../../terminal/visible.ts";
import { withOrg } from "../with-org.ts";

/** What became of one app. */
export interface DeletedApp {
  readonly id: string;
  /** Null when it was gone already. */
  readonly label: string | null;
  readonly outcome: "deleted" | "already gone";
}

export interface DeletedApps {
  readonly org: string;
  readonly apps: readonly DeletedApp[];
  readonly warnings: readonly string[];
}

/** Deletes apps by id, with the access policies made for them. One that is gone is no error. Asks first, unless told not to. */
export async function runAppsDelete(
  context: Context,
  wanted: { readonly ids: readonly string[]; readonly org: string | undefined },
): Promise<DeletedApps> {
  const ids = [...new Set(wanted.ids)];
  refuseOtherThanIds(ids);
  const example = `okta-unlock apps delete ${ids.join(" ")} --org local --yes`;
  return withOrg(context, wanted.org, example, async ({ org }) => {
    const apps = await Promise.all(ids.map((id) => org.getApp(id)));
    await confirmDeletion(
      context,
      org,
      apps.filter((app) => app !== undefined),
    );
    return deleteAll(org, ids, apps);
  });
}

async function deleteAll(
  org: OktaOrg,
  ids: readonly string[],
  apps: readonly (OktaApp | undefined)[],
): Promise<DeletedApps> {
  const done: DeletedApp[] = [];
  const warnings: string[] = [];
  const policies = policiesOnce(org);
  for (const [index, id] of ids.entries()) {
    const app = apps[index];
    const removed = await removeApp(org, app ?? id, policies);
    warnings.push(...removed.warnings);
    done.push({ id, label: removed.label ?? null, outcome: removed.outcome });
  }
  return { org: org.orgUrl, apps: done, warnings };
}

async function confirmDeletion(
  { interaction, prompts }: Context,
  org: OktaOrg,
  apps: readonly OktaApp[],
): Promise<void> {
  if (apps.length === 0 || interaction.yes) return;
  if (!interaction.canAsk) throw needsYes(org, apps);
  const names = apps.map(({ id, label }) => `${visible(label)} (${id})`).join(", ");
  const message = `Delete ${names}? Nobody can sign in with it any more.`;
  if (await prompts.confirm({ message, default: false })) return;
  throw new OktaUnlockError("interrupted", {
    message: "You said no; nothing was deleted.",
    next: `See what there is: okta-unlock apps list --org ${org.flagValue}`,
  });
}

function needsYes(org: OktaOrg, apps: readonly OktaApp[]): OktaUnlockError {
  const ids = apps.map(({ id }) => id).join(" ");
  return new OktaUnlockError("missing-input", {
    message: "Deleting an app has to be confirmed, and nobody can be asked in this run.",
    next: `Confirm it with: okta-unlock apps delete ${ids} --org ${org.flagValue} --yes`,
  });
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
