import { Command } from "commander";
import { explain } from "../terminal/help-text.ts";
import type { Session } from "../terminal/session.ts";
import { createOrgOption } from "../flows/shared-options.ts";

const examples = ["okta-unlock logout", "okta-unlock logout --org acme --revoke"];

/** `logout`: forgets a profile and its secret. */
export function declareLogout(session: Session): Command {
  const command = new Command("logout")
    .description("Removes the current sign-in and its secret, or those of --org.")
    .addOption(createOrgOption())
    .option("--revoke", "also revoke the API token or the sign-in at Okta, permanently");
  return explain(command, { examples }).action(
    async (flags: { readonly org?: string; readonly revoke?: boolean }) => {
      const { runLogout, logoutView } = await import("./logout-action.ts");
      session.present(
        await runLogout(session.context, { org: flags.org, revoke: flags.revoke === true }),
        logoutView,
      );
    },
  );
}
