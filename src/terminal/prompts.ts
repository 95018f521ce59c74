import { ownCommand } from "../hints.ts";
import { toPlainText } from "../values/command-text.ts";
import { escapeControls } from "./escape-controls.ts";
import { wrap } from "./wrap.ts";
import type * as questions from "./questions.ts";
import type { Interaction, Prompts, SecretRegistry } from "../context.ts";
import { interrupted, OktaUnlockError } from "../errors.ts";

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
  const { signal, process } = settings;
  const ask = async <T>(question: (library: typeof questions, io: Io) => Promise<T>): Promise<T> => {
    if (!settings.interaction.canAsk) throw createNobodyError();
    try {
      const io = { input: process.stdin, output: process.stderr, signal };
      return await question(await import("./questions.ts"), io);
    } catch (error) {
      throw toPromptError(error, signal);
    }
  };
  const { show, showLines } = createTexts(settings);
  const toProblem = (verdict: true | string): true | string => verdict === true || showLines(verdict);
  return {
    async input({ message, default: offered, validate = accept }) {
      const question = {
        message: showLines(message),
        validate: (answer: string) => toProblem(validate(answer)),
        ...(offered !== undefined && { default: show(offered) }),
      };
      const answer = await ask((library, io) => library.input(question, io));
      return offered !== undefined && answer === question.default ? offered : answer;
    },
    password({ message, validate = accept }) {
      const question = {
        message: showLines(message),
        mask: "*",
        validate: (answer: string) => toProblem(validate(answer)),
      };
      return ask((library, io) => library.password(question, io));
    },
    select({ message, choices }) {
      const shown = choices.map(({ value, name, description }) => ({
        value,
        name: show(name),
        ...(description !== undefined && { description: showLines(description) }),
      }));
      return ask((library, io) => library.select({ message: showLines(message), choices: shown }, io));
    },
    confirm: (question) =>
      ask((library, io) => library.confirm({ ...question, message: showLines(question.message) }, io)),
  };
}

function accept(): true {
  return true;
}

/** inquirer writes to the stream itself: its texts are made harmless here, and long ones are broken between words. */
function createTexts({ process, secrets }: Pick<PromptSettings, "process" | "secrets">) {
  const show = (text: string): string => secrets.mask(escapeControls(toPlainText(text)));
  const showLines = (text: string): string => {
    // The sign before the question takes two columns, and the answer begins behind it.
    const width = (process.stderr.columns ?? 80) - 4;
    return secrets.mask(toPlainText(wrap(escapeControls(text), { width, indent: 2 })));
  };
  return { show, showLines };
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
