import type { Interaction, Log } from "../context.ts";
import type { Output } from "./output.ts";
import { wrap } from "./wrap.ts";

/** Talk goes to stderr. With --json it is silent, so that an error is the only object there; traces stay. */
export function createLog(stderr: Output, interaction: Pick<Interaction, "json" | "verbose">): Log {
  const { style, width } = stderr;
  const steps = createSteps(stderr, interaction);
  const write = (text: string): void => {
    steps.makeRoom();
    stderr.write(`${text}\n`);
  };
  const say = (text: string): void => {
    if (!interaction.json) write(text);
  };
  const marked = (sign: string, text: string): string => `${sign} ${wrap(text, { width, indent: 2 })}`;
  return {
    info: say,
    success: (text) => say(marked(style.good("✔"), text)),
    warn: (text) => say(marked(style.warning("!"), text)),
    debug: (text) => {
      if (interaction.verbose) write(style.faint(text));
    },
    notice: (render, facts) => write(interaction.json ? JSON.stringify(facts) : render(style, width)),
    show: (render) => say(render(style, width)),
    step: (title, work) => steps.run({ title, work }),
  };
}

interface Step<T> {
  readonly title: string;
  readonly work: (update: (text: string) => void) => Promise<T>;
}

/** Shows steps while they run. */
interface Steps {
  run<T>(step: Step<T>): Promise<T>;
  /** Takes a spinner off the line, so that something else can be written there; it comes back by itself. */
  makeRoom(): void;
}

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const frameMilliseconds = 80;
const clearLine = "\r\u001B[2K";

/** A spinner on a terminal, plain lines elsewhere (CI logs keep every line), nothing with --json. */
function createSteps(stderr: Output, interaction: Pick<Interaction, "json" | "verbose">): Steps {
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
