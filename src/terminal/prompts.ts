import { ownCommand } from "../hints.ts";
import { toPlainText } from "../values/command-text.ts";
import { escapeControls } from "./escape-controls.ts";
import type * as questions from "./questions.ts";
import type { Interaction, Prompts, SecretRegistry } from "../context.ts";
import { interrupted, OktaUnlockError } from "../errors.ts";
import { readWidth } from "./output.ts";

interface PromptSettings {
  /** Its streams are opened at the first question. */
  readonly process: Pick<NodeJS.Process, "stdin" | "stderr">;
  readonly secrets: Pick<SecretRegistry, "mask">;
  readonly signal: AbortSignal;
  readonly interaction: Pick<Interaction, "canAsk">;
}

interface Io {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly signal: AbortSignal;
}

/** The one place that knows inquirer, which is loaded at the first question. Questions are drawn on stderr. */
export function createPrompts(settings: PromptSettings): Prompts {
  const ask = createAsk(settings);
  const stream = settings.process.stderr;
  const show = createShow(settings.secrets);
  return {
    async input({ message, default: offered, validate = accept }) {
      const shown = offered === undefined ? undefined : show(offered);
      const answer = await ask((library, io) =>
        library.input(
          {
            message: library.fitMessage(show(message), { width: readWidth(stream) }, shown),
            validate: checkShown(library, validate, settings.secrets, stream),
            ...(shown !== undefined && { default: shown }),
          },
          io,
        ),
      );
      return offered !== undefined && answer === shown ? offered : answer;
    },
    password({ message, validate = accept }) {
      return ask((library, io) =>
        library.password(
          {
            message: library.fitMessage(show(message), { width: readWidth(stream) }),
            mask: "*",
            validate: checkShown(library, validate, settings.secrets, stream),
          },
          io,
        ),
      );
    },
    select(question) {
      return ask((library, io) => library.select(library.fitList(question, show, readWidth(stream)), io));
    },
    checkbox(question) {
      return ask((library, io) => {
        const list = library.fitList(question, show, readWidth(stream));
        return library.checkbox({ ...list, ...library.checkboxRules }, io);
      });
    },
    confirm(question) {
      return ask((library, io) => {
        const message = library.fitMessage(show(question.message), { width: readWidth(stream) }, "Y/n");
        return library.confirm({ ...question, message }, io);
      });
    },
  };
}

/** Loads inquirer for a question; somebody who stops it is told apart from a fault. */
function createAsk({ signal, process, interaction }: PromptSettings) {
  return async <T>(question: (library: typeof questions, io: Io) => Promise<T>): Promise<T> => {
    if (!interaction.canAsk) throw createNobodyError();
    try {
      const io = { input: process.stdin, output: process.stderr, signal };
      return await question(await import("./questions.ts"), io);
    } catch (error) {
      throw toPromptError(error, signal);
    }
  };
}

type Show = (text: string) => string;

/** inquirer writes to the stream itself: its texts are made harmless here. */
function createShow(secrets: Pick<SecretRegistry, "mask">): Show {
  return (text) => secrets.mask(escapeControls(toPlainText(text)));
}

/** The check of an answer, whose words fit the terminal; it may have another width at the next answer. */
function checkShown(
  { fitSentence }: Pick<typeof questions, "fitSentence">,
  validate: (answer: string) => true | string,
  secrets: Pick<SecretRegistry, "mask">,
  stream: Parameters<typeof readWidth>[0],
): (answer: string) => true | string {
  return (answer) => {
    const verdict = validate(answer);
    if (verdict === true) return true;
    // Its commands stay marked until the lines are broken.
    const fitted = fitSentence(escapeControls(verdict), { width: readWidth(stream) });
    return secrets.mask(toPlainText(fitted));
  };
}

function accept(): true {
  return true;
}

/** Ctrl-C, Ctrl-D and a closed stdin reject with ExitPromptError, our signal with AbortPromptError. */
function toPromptError(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  const isExit = error instanceof Error && ["ExitPromptError", "AbortPromptError"].includes(error.name);
  return isExit ? interrupted() : error;
}

function createNobodyError(): OktaUnlockError {
  return new OktaUnlockError("missing-input", {
    message: "This run needs an answer, but can't ask for one.",
    why: "There is no terminal, or --yes, --no-input, --json or CI is set.",
    next: `Pass every value as a flag. See the flags: ${ownCommand(["--help"])}`,
  });
}
