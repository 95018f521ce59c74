import { Argument, Command } from "commander";
import { explain } from "../terminal/help-text.ts";
import type { Session } from "../terminal/session.ts";
import install from "./completion/scripts/install.txt?raw";
import type { DeclareAll } from "./completion/suggest.ts";
import { isShell, shells } from "./completion/shells.ts";

const examples = ["okta-unlock completion bash", "okta-unlock completion powershell"];

/** `completion <shell>`: the script that a shell loads. */
export function declareCompletion(session: Session): Command {
  const command = new Command("completion")
    .description(
      "Prints the script that completes commands, flags, profiles and app IDs when you press the Tab key.",
    )
    .addArgument(new Argument("<shell>", "the shell that loads it").choices(shells));
  return explain(command, { examples, notes: install.trimEnd() }).action(async (shell: string) => {
    if (!isShell(shell)) return;
    const { scripts } = await import("./completion/scripts.ts");
    const script = scripts[shell];
    session.present({ shell, script }, { stdout: () => script });
  });
}

/** `complete`, which the scripts call and no person: prints what can stand where the cursor is. Never fails. */
export function declareComplete(session: Session, declareAll: DeclareAll): Command {
  return new Command("complete").action(async () => {
    const { findSuggestions, suggestionsView } = await import("./completion/suggestions.ts");
    session.present(await findSuggestions(session.context, declareAll), suggestionsView);
  });
}
