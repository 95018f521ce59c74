import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import type { OktaApp, OktaOrg } from "../../org/port.ts";
import { removeApp } from "../../provision/remove-app.ts";
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
  const example = `okta-unlock apps delete ${wanted.ids.join(" ")} --org local --yes`;
  return withOrg(context, wanted.org, example, async ({ org }) => {
    const apps = await Promise.all(wanted.ids.map((id) => org.getApp(id)));
    await confirmDeletion(
      context,
      apps.filter((app) => app !== undefined),
    );
    return deleteAll(org, wanted.ids, apps);
  });
}

async function deleteAll(
  org: OktaOrg,
  ids: readonly string[],
  apps: readonly (OktaApp | undefined)[],
): Promise<DeletedApps> {
  const done: DeletedApp[] = [];
  const warnings: string[] = [];
  for (const [index, id] of ids.entries()) {
    const app = apps[index];
    if (app !== undefined) warnings.push(...(await removeApp(org, app)).warnings);
    done.push({ id, label: app?.label ?? null, outcome: app === undefined ? "already gone" : "deleted" });
  }
  return { org: org.orgUrl, apps: done, warnings };
}

async function confirmDeletion({ interaction, prompts }: Context, apps: readonly OktaApp[]): Promise<void> {
  if (apps.length === 0 || interaction.yes) return;
  if (!interaction.canAsk) throw needsYes(apps.map(({ id }) => id));
  const names = apps.map(({ id, label }) => `${label} (${id})`).join(", ");
  const message = `Delete ${names}? Nobody can sign in with it any more.`;
  if (await prompts.confirm({ message, default: false })) return;
  throw new OktaUnlockError("interrupted", {
    message: "You said no; nothing was deleted.",
    next: "See what there is: okta-unlock apps list",
  });
}

function needsYes(ids: readonly string[]): OktaUnlockError {
  return new OktaUnlockError("missing-input", {
    message: "Deleting an app has to be confirmed, and nobody can be asked in this run.",
    next: `Confirm it with: okta-unlock apps delete ${ids.join(" ")} --yes`,
  });
}
