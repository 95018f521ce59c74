// The child's side of ask.ts. Holds nothing of vitest: it is bundled into processes of their own.

interface Question {
  readonly id: number;
  readonly name: string;
  readonly argument: unknown;
}

/** Answers what the parent asks by name, until it lets go. Errors are sent as they are, with their own fields. */
export function answerQuestions(
  // Each question has an argument of its own.
  // oxlint-disable-next-line typescript/no-explicit-any
  answers: Readonly<Record<string, (argument: any) => unknown>>,
): void {
  process.on("message", (question: Question) => {
    void answer(question);
  });
  process.send?.("ready");

  async function answer({ id, name, argument }: Question): Promise<void> {
    try {
      process.send?.({ id, result: await answers[name]?.(argument) });
    } catch (error) {
      const { message } = error as Error;
      process.send?.({ id, error: { ...(error as object), message } });
    }
  }
}
