import type { Interaction } from "../context.ts";
import type { Output } from "./output.ts";

export interface Step<T> {
  readonly title: string;
  readonly work: (update: (text: string) => void) => Promise<T>;
}

/** Shows steps while they run. */
export interface Steps {
  run<T>(step: Step<T>): Promise<T>;
  /** Takes a spinner off the line, so that something else can be written there; it comes back by itself. */
  makeRoom(): void;
}

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const frameMilliseconds = 80;
const clearLine = "\r\u001B[2K";

/** A spinner on a terminal, plain lines elsewhere (CI logs keep every line), nothing with --json. */
export function createSteps(stderr: Output, interaction: Pick<Interaction, "json" | "verbose">): Steps {
  let isSpinning = false;
  const spin = async <T>(step: Step<T>): Promise<T> => {
    isSpinning = true;
    try {
      return await spinWhile(stderr, step);
    } finally {
      isSpinning = false;
    }
  };
  return {
    async run(step) {
      if (interaction.json) return step.work(() => {});
      return stderr.isTerminal && !interaction.verbose ? spin(step) : announce(stderr, step);
    },
    makeRoom() {
      if (isSpinning) stderr.write(clearLine);
    },
  };
}

async function announce<T>(stderr: Output, { title, work }: Step<T>): Promise<T> {
  const result = await work((text) => stderr.write(`  ${text}\n`));
  stderr.write(`${stderr.style.good("✔")} ${title}\n`);
  return result;
}

async function spinWhile<T>(stderr: Output, { title, work }: Step<T>): Promise<T> {
  let shown = title;
  let frame = 0;
  const draw = (): void => {
    const sign = frames[frame++ % frames.length] ?? "";
    stderr.write(`${clearLine}${stderr.style.accent(sign)} ${fit(shown, stderr.width - 3)}`);
  };
  draw();
  const timer = setInterval(draw, frameMilliseconds);
  try {
    const result = await work((text) => {
      shown = text;
    });
    stderr.write(`${clearLine}${stderr.style.good("✔")} ${title}\n`);
    return result;
  } catch (error) {
    stderr.write(`${clearLine}${stderr.style.bad("✘")} ${title}\n`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}

/** A line that wraps can't be cleared. */
function fit(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}
