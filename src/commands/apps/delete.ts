import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import type { OktaOrg } from "../../org/port.ts";
import { withOrg } from "../with-org.ts";

/** What became of one app. */
export interface DeletedApp {
  readonly id: string;
  readonly label: string | null;
  readonly outcome: "deleted" | "already gone";
}

export interface DeletedApps {
  readonly org: string;
  readonly apps: readonly DeletedApp[];
}

/** Deactivates and deletes apps by id. One that is gone already is no error. Asks first, unless told not to. */
export async function runAppsDelete(
  context: Context,
  wanted: { readonly ids: readonly string[]; readonly org: string | undefined },
): Promise<DeletedApps> {
  const example = `okta-unlock apps delete ${wanted.ids.join(" ")} --org local --yes`;
  return withOrg(context, wanted.org, example, async ({ org }) => {
    const labels = await Promise.all(
      wanted.ids.map(async (id) => [id, (await org.getApp(id))?.label ?? null] as const),
    );
    await confirmDeletion(context, labels);
    const apps: DeletedApp[] = [];
    for (const [id, label] of labels) apps.push(await deleteApp(org, id, label));
    return { org: org.orgUrl, apps };
  });
}

async function deleteApp(org: OktaOrg, id: string, label: string | null): Promise<DeletedApp> {
  if (label === null) return { id, label, outcome: "already gone" };
  // Okta deletes inactive apps only.
  await org.deactivateApp(id);
  await org.deleteApp(id);
  return { id, label, outcome: "deleted" };
}

async function confirmDeletion(
  { interaction, prompts }: Context,
  labels: readonly (readonly [id: string, label: string | null])[],
): Promise<void> {
  const present = labels.filter(([, label]) => label !== null);
  if (present.length === 0 || interaction.yes) return;
  const names = present.map(([id, label]) => `${label} (${id})`).join(", ");
  if (!interaction.canAsk) throw needsYes(present.map(([id]) => id));
  if (
    await prompts.confirm({
      message: `Delete ${names}? Nobody can sign in with it any more.`,
      default: false,
    })
  )
    return;
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
