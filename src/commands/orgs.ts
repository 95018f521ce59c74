import { Command } from "commander";
import { explain } from "../terminal/help-text.ts";
import type { Session } from "../terminal/session.ts";

/** `orgs list|use|remove`: the orgs you signed in to, as named profiles. */
export function declareOrgs(session: Session): Command {
  return new Command("orgs")
    .description("Lists, selects and removes the orgs that you signed in to.")
    .addCommand(declareList(session))
    .addCommand(declareUse(session))
    .addCommand(declareRemove(session));
}

function declareList(session: Session): Command {
  const command = new Command("list")
    .summary("list the profiles and mark the current one")
    .description("Lists the profiles and marks the current one. No org is contacted.");
  return explain(command, { examples: ["okta-unlock orgs list"] }).action(async () => {
    const { runOrgsList, orgListView } = await import("./orgs-action.ts");
    session.present(await runOrgsList(session.context), orgListView);
  });
}

function declareUse(session: Session): Command {
  const command = new Command("use")
    .summary("make a profile the current one")
    .description("Makes a profile, or the local org, the current one.")
    .argument("<profile>", "the name of the profile, or local");
  const examples = ["okta-unlock orgs use acme", "okta-unlock orgs use local"];
  return explain(command, { examples }).action(async (name: string) => {
    const [{ useOrg }, { usedView }] = await Promise.all([
      import("../flows/current-profile.ts"),
      import("./orgs-action.ts"),
    ]);
    session.present(await useOrg(session.context, name), usedView);
  });
}

function declareRemove(session: Session): Command {
  const command = new Command("remove")
    .aliases(["delete", "rm"])
    .summary("remove a profile and its secret")
    .description("Removes a profile and its secret, as logout does. The token stays valid at Okta.")
    .argument("<profile>", "the name of the profile");
  return explain(command, { examples: ["okta-unlock orgs remove acme"] }).action(async (name: string) => {
    const { runOrgsRemove, removedView } = await import("./orgs-action.ts");
    session.present(await runOrgsRemove(session.context, name), removedView);
  });
}
