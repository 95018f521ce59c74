import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { shellCommand } from "../../hints.ts";
import type { UpdatedProject } from "./result.ts";

/** The error of a project, with those that were updated before it: they stay updated, and each can be taken back. */
export function explainUpdated(
  { log }: Pick<Context, "log">,
  error: unknown,
  projects: readonly UpdatedProject[],
): unknown {
  const updated = projects.filter(({ changed, diff }) => changed && diff === undefined).map(describeUpdated);
  if (updated.length === 0) return error;
  if (error instanceof OktaUnlockError) return error.with({ details: [...error.details, ...updated] });
  for (const line of updated) log.warn(line);
  return error;
}

function describeUpdated({ directory, backup, app }: UpdatedProject): string {
  const inOrg = app === "updated" ? ", and the app at Okta with it" : "";
  return `${directory} was updated before${inOrg}. ${spellWayBack(directory, backup)}`;
}

/** Git keeps what it is told to stash: nothing is lost, should there be other work. */
function spellWayBack(directory: string, backup: string | null): string {
  if (backup !== null) return `Copies of its files as they were are in ${backup}`;
  const stash = shellCommand("git", "-C", directory, "stash", "push", "--include-untracked", "--", ".");
  return `To take its files back: ${stash}`;
}
