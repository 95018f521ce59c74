import { hint } from "../../hints.ts";
import type { View } from "../../terminal/session.ts";
import { wrap } from "../../terminal/wrap.ts";
import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { type DataDirectoryFlag, resolveDirectory, type WhereContext } from "../../flows/local-org.ts";

export interface LocalReset {
  readonly removed: boolean;
  readonly dataDirectory: string;
}

/** Deletes the data folder of the local org. Asks first. Throws while it runs, and when the folder is not one. */
export async function runLocalReset(
  context: WhereContext & Pick<Context, "interaction" | "prompts">,
  flags: DataDirectoryFlag,
): Promise<LocalReset> {
  const { resetLocalOrg } = await import("../../local-org/index.ts");
  const dataDirectory = resolveDirectory(context, flags);
  assertConfirmable(context, flags);
  const confirm = () => confirmReset(context, dataDirectory, flags);
  return { ...(await resetLocalOrg(dataDirectory, confirm)), dataDirectory };
}

function assertConfirmable(
  { interaction }: Pick<Context, "interaction">,
  { dataDir }: DataDirectoryFlag,
): void {
  if (interaction.yes || interaction.canAsk) return;
  throw new OktaUnlockError("missing-input", {
    message: "Deleting the local org needs confirmation, and this run cannot ask.",
    next: `Confirm it with: ${hint("local reset", { "data-dir": dataDir, yes: true })}`,
  });
}

/** Asked only about an org that is there and does not run. */
async function confirmReset(
  { interaction, prompts }: Pick<Context, "interaction" | "prompts">,
  dataDirectory: string,
  { dataDir }: DataDirectoryFlag,
): Promise<void> {
  if (interaction.yes) return;
  const message = `Delete the local org in ${dataDirectory}, with all its apps?`;
  if (await prompts.confirm({ message, default: false })) return;
  throw new OktaUnlockError("interrupted", {
    message: "Cancelled. Nothing was deleted.",
    next: `See its status: ${hint("local status", { "data-dir": dataDir })}`,
  });
}

export const resetView: View<LocalReset> = {
  stdout: ({ removed, dataDirectory }, style, width) =>
    removed
      ? `${style.good("✔")} ${wrap(`Deleted the local org in ${dataDirectory}.`, { width, indent: 2 })}\n`
      : "There is no local org to delete.\n",
};
