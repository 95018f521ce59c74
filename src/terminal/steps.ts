import type { Interaction } from "../context.ts";
import type { Output } from "./output.ts";

export interface Step<T> {
  readonly title: string;
  readonly work: (update: (text: string) => void) => Promise<T>;
}

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const frameMilliseconds = 80;
const clearLine = "\r\u001B[2K";

/** Shows a step while it runs: a spinner on a terminal, plain lines elsewhere (CI logs keep every line). */
export async function runStep<T>(
  stderr: Output,
  interaction: Pick<Interaction, "json" | "verbose">,
  step: Step<T>,
): Promise<T> {
  if (interaction.json) return step.work(() => {});
  return stderr.isTerminal && !interaction.verbose ? spin(stderr, step) : announce(stderr, step);
}

async function announce<T>(stderr: Output, { title, work }: Step<T>): Promise<T> {
  const update = (text: string): void => stderr.write(`  ${text}\n`);
  const result = await work(update);
  stderr.write(`${stderr.style.good("✔")} ${title}\n`);
  return result;
}

async function spin<T>(stderr: Output, { title, work }: Step<T>): Promise<T> {
  let shown = title;
  let frame = 0;
  const draw = (): void => {
    const line = fit(shown, stderr.width - 3);
    stderr.write(`${clearLine}${stderr.style.accent(frames[frame++ % frames.length] ?? "")} ${line}`);
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
