import { ownCommand } from "../hints.ts";
import type * as questions from "./questions.ts";
import type { Interaction, Prompts } from "../context.ts";
import { interrupted, OktaUnlockError } from "../errors.ts";
import { fitChoices, fitMessage, fitSentence } from "./fit-question.ts";
import { readWidth } from "./output.ts";

interface PromptSettings {
  /** Its streams are opened at the first question. */
  readonly process: Pick<NodeJS.Process, "stdin" | "stderr">;
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
  return {
    input: (question) => ask((library, io) => library.input(fitTyped(question, process.stderr), io)),
    password: (question) =>
      ask((library, io) => library.password({ ...fitTyped(question, process.stderr), mask: "*" }, io)),
    select: ({ message, choices }) =>
      ask((library, io) => {
        const screen = { width: readWidth(process.stderr) };
        const fitted = { message: fitMessage(message, screen), choices: fitChoices(choices, screen) };
        return library.select({ ...fitted, pageSize: longestList }, io);
      }),
    confirm: (question) =>
      ask((library, io) => {
        const message = fitMessage(question.message, { width: readWidth(process.stderr) }, "Y/n");
        return library.confirm({ ...question, message }, io);
      }),
  };
}

/** Lines of a list that are shown at once; longer ones scroll. */
const longestList = 12;

interface TypedQuestion {
  readonly message: string;
  readonly default?: string;
  readonly validate?: (answer: string) => true | string;
}

/** A question for a line to type; the terminal may have another width at the next one. */
function fitTyped<T extends TypedQuestion>(question: T, stream: Parameters<typeof readWidth>[0]): T {
  const { message, validate } = question;
  const screen = { width: readWidth(stream) };
  return {
    ...question,
    message: fitMessage(message, screen, question.default),
    ...(validate && {
      validate(answer: string) {
        const verdict = validate(answer);
        return verdict === true ? true : fitSentence(verdict, { width: readWidth(stream) });
      },
    }),
  };
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
