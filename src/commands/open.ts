import { Argument, Command } from "commander";
import { createOrgOption } from "../flows/shared-options.ts";
import { explain } from "../terminal/help-text.ts";
import type { Session } from "../terminal/session.ts";
import type { OpenFlags } from "./open/flags.ts";
import { pageNames, pageTitles } from "./open/page-names.ts";

const examples = [
  "okta-unlock open app",
  'okta-unlock open logs --app "My App"',
  "okta-unlock open tokens --org acme --print",
];

const notes =
  "Where no browser can be started, and when stdout is no terminal, the URL is printed. The local org has no Admin Console: its " +
  "nearest page is opened.";

const pages = { title: "Pages:", rows: pageNames.map((name) => [name, pageTitles[name]] as const) };

/** `open <page>`: shows a page of the org, or of ours, in the browser. */
export function declareOpen(session: Session): Command {
  const command = new Command("open")
    .description(
      "Opens a page of an app or its org in the browser. In the folder of a project it needs no sign-in.",
    )
    .addArgument(new Argument("[page]", "what to open").choices(pageNames))
    .option(
      "--app <app>",
      "the app: its ID, client ID or label (default: the app of the project in this folder)",
    )
    .addOption(createOrgOption())
    .option("--print", "only print the URL");
  return explain(command, { examples, notes, sections: [pages] }).action(
    async (page: string | undefined, flags: OpenFlags) => {
      const { runOpen, openView } = await import("./open/run.ts");
      const print = flags.print === true || !session.isReadByPerson;
      session.present(await runOpen(session.context, page, { ...flags, print }), openView);
    },
  );
}
