import { Argument, Command } from "commander";
import type { Session } from "../terminal/session.ts";
import { isShell, shells } from "./completion/shells.ts";

/** What a person adds to the file that the shell reads at its start. */
const examples = `
Install it, for the shell that you use:
  bash        echo 'source <(okta-unlock completion bash)' >> ~/.bashrc
  zsh         echo 'source <(okta-unlock completion zsh)' >> ~/.zshrc
  fish        okta-unlock completion fish > ~/.config/fish/completions/okta-unlock.fish
  powershell  okta-unlock completion powershell >> $PROFILE

Then open a new terminal. The okta-unlock command has to be installed: npx has no completion.

Examples:
  okta-unlock completion bash
  okta-unlock completion powershell`;

/** `completion <shell>`: the script that a shell loads. */
export function declareCompletion(session: Session): Command {
  return new Command("completion")
    .description(
      "Prints the script that completes commands, flags, profiles and app IDs when you press the Tab key.",
    )
    .addArgument(new Argument("<shell>", "the shell that loads it").choices(shells))
    .addHelpText("after", examples)
    .action(async (shell: string) => {
      if (!isShell(shell)) return;
      const { printScript } = await import("./completion/scripts.ts");
      session.present({ shell, script: printScript(shell) }, { stdout: () => printScript(shell) });
    });
}

/** Gives the commands as far as they are needed: the one that a first word names with all its flags. */
export type DeclareAll = (first: string | undefined) => Promise<Command>;

/** `complete`, which the scripts call and no person: prints what can stand where the cursor is. Never fails. */
export function declareComplete(session: Session, declareAll: DeclareAll): Command {
  return new Command("complete").action(async () => {
    const { findSuggestions, suggestionsView } = await import("./completion/suggestions.ts");
    session.present(await findSuggestions(session.context, declareAll), suggestionsView);
  });
}
