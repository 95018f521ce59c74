import { Command } from "commander";
import type { Session } from "../../terminal/session.ts";
import { githubOutputOption, orgOption } from "../../flows/shared-options.ts";
import type { PruneFlags } from "./prune-result.ts";
import { prunedView } from "./prune-view.ts";

/** `apps prune`: what ephemeral apps leave behind when nobody removes them. */
export function pruneCommand(session: Session): Command {
  return new Command("prune")
    .summary("remove ephemeral apps that have expired")
    .description(
      "Removes ephemeral apps that have expired, with their access policies, and policies whose app is gone. " +
        "Never an app that was not made with --ephemeral or by run. Any number of jobs can prune at once. " +
        "Whether one has expired is judged by the org's clock.",
    )
    .addOption(orgOption())
    .option("--older-than <duration>", "those made longer ago than 30m, 2h, 1d, expired or not")
    .option("--dry-run", "say what would be removed; remove nothing")
    .addOption(githubOutputOption())
    .action(async (flags: PruneFlags) => {
      const { runAppsPrune } = await import("./prune.ts");
      const { result, failure } = await runAppsPrune(session.context, flags);
      session.present(result, prunedView);
      if (failure !== undefined) throw failure;
    });
}
