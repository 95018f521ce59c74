import { Argument, Command } from "commander";
import { createOrgOption, type OrgFlag } from "../flows/shared-options.ts";
import type { Session } from "../terminal/session.ts";
import { pageNames } from "./open/page-names.ts";

export interface OpenFlags extends OrgFlag {
  readonly app?: string;
  readonly print?: boolean;
}

const explained = `
Pages:
  app      the app in the Admin Console
  policy   the access policies of its authorization server
  tokens   the API tokens of the org
  signin   the app's sign-in page, as a user sees it; it always asks to sign in
  logs     the System Log of the app
  docs     the documentation of okta-unlock

Examples:
  okta-unlock open app
  okta-unlock open logs --app "My App"
  okta-unlock open tokens --org acme --print`;

/** `open <page>`: shows a page of the org, or of ours, in the browser. */
export function declareOpen(session: Session): Command {
  return new Command("open")
    .description(
      "Opens a page in the browser: of the project in the current folder, or of the app that --app names. Without a browser, with " +
        "--json and when stdout is no terminal it prints the URL. A project needs no sign-in for it. The local org has no Admin " +
        "Console: its nearest page is opened.",
    )
    .addArgument(new Argument("[page]", "what to open").choices(pageNames))
    .option("--app <app>", "an app by ID, client ID or label, in place of the project's")
    .addOption(createOrgOption())
    .option("--print", "only print the URL")
    .addHelpText("after", explained)
    .action(async (page: string | undefined, flags: OpenFlags) => {
      const { runOpen, openView } = await import("./open/run.ts");
      const isPrinted = flags.print === true || !session.isReadByPerson;
      session.present(await runOpen(session.context, page, { ...flags, print: isPrinted }), openView);
    });
}
