import { Command } from "commander";
import type { Session } from "../terminal/session.ts";
import { createOrgOption } from "../flows/shared-options.ts";

/** `whoami`: asks the org who we are. */
export function declareWhoami(session: Session): Command {
  return new Command("whoami")
    .description(
      "Shows the current org, who you are there, and where the secret is stored. Contacts the org.",
    )
    .addOption(createOrgOption())
    .action(async ({ org }: { readonly org?: string }) => {
      const { runWhoami, whoamiView } = await import("./whoami-action.ts");
      session.present(await runWhoami(session.context, org), whoamiView);
    });
}
