import { Command } from "commander";
import { explain } from "../terminal/help-text.ts";
import type { Session } from "../terminal/session.ts";
import { createOrgOption } from "../flows/shared-options.ts";

const examples = ["okta-unlock whoami", "okta-unlock whoami --org acme --json"];

/** `whoami`: asks the org who we are. */
export function declareWhoami(session: Session): Command {
  const command = new Command("whoami")
    .description(
      "Shows the current org, who you are there, and where the secret is stored. Contacts the org.",
    )
    .addOption(createOrgOption());
  return explain(command, { examples }).action(async ({ org }: { readonly org?: string }) => {
    const { runWhoami, whoamiView } = await import("./whoami-action.ts");
    session.present(await runWhoami(session.context, org), whoamiView);
  });
}
