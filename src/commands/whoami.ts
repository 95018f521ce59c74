import { Command } from "commander";
import type { Session } from "../terminal/session.ts";
import { orgOption } from "../flows/shared-options.ts";

/** `whoami`: asks the org who we are. */
export function whoamiCommand(session: Session): Command {
  return new Command("whoami")
    .description("Says which org is used, as whom, and where the secret lies. Asks the org.")
    .addOption(orgOption())
    .action(async ({ org }: { readonly org?: string }) => {
      const { runWhoami, whoamiView } = await import("./whoami-action.ts");
      session.present(await runWhoami(session.context, org), whoamiView);
    });
}
