import type { Interaction, Log } from "../context.ts";
import { escapeControls, escapeTexts } from "./escape-controls.ts";
import type { Output } from "./output.ts";
import { wrap } from "./wrap.ts";

/** Talk goes to stderr. With --json it is silent, so that an error is the only object there; traces stay. */
export function createLog(stderr: Output, interaction: Pick<Interaction, "json" | "verbose">): Log {
  const { style, width } = stderr;
  const write = (text: string): void => stderr.write(`${text}\n`);
  const say = (text: string): void => {
    if (!interaction.json) write(text);
  };
  const paragraph = (sign: string, text: string): string =>
    `${sign} ${wrap(escapeControls(text), { width, indent: 2 })}`;
  return {
    info: (text) => say(escapeControls(text)),
    success: (text) => say(paragraph(style.good("✔"), text)),
    warn: (text) => say(paragraph(style.warning("!"), text)),
    debug: (text) => {
      if (interaction.verbose) write(style.faint(escapeControls(text)));
    },
    notice(shown, render, facts) {
      if (interaction.json) stderr.writeJson(facts);
      else write(render(escapeTexts(shown), style, width));
    },
    show: (shown, render) => say(render(escapeTexts(shown), style, width)),
    step: async (title, work) => runStep(stderr, interaction, { title: escapeControls(title), work }),
  };
}

interface Step<T> {
  readonly title: string;
  readonly work: (update: (text: string) => void) => Promise<T>;
}

/** A spinner on a terminal, plain lines elsewhere (CI logs keep every line), nothing with --json. */
function runStep<T>(
  stderr: Output,
  { json, verbose }: Pick<Interaction, "json" | "verbose">,
  step: Step<T>,
): Promise<T> {
  if (json) return step.work(() => {});
  return stderr.isTerminal && !verbose ? spinWhile(stderr, step) : announce(stderr, step);
}

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const frameMilliseconds = 80;

async function announce<T>(stderr: Output, { title, work }: Step<T>): Promise<T> {
  const result = await work((text) => stderr.write(`  ${escapeControls(text)}\n`));
  stderr.write(`${stderr.style.good("✔")} ${title}\n`);
  return result;
}

async function spinWhile<T>(stderr: Output, { title, work }: Step<T>): Promise<T> {
  const { style } = stderr;
  let shown = title;
  let frame = 0;
  const start = performance.now();
  const draw = (): void => {
    const elapsed = formatElapsed(performance.now() - start);
    stderr.draw(style.accent(frames[frame++ % frames.length] ?? ""), `${shown}${elapsed}`);
  };
  draw();
  const timer = setInterval(draw, frameMilliseconds);
  try {
    const result = await work((text) => {
      shown = escapeControls(text);
    });
    stderr.write(`${style.good("✔")} ${title}\n`);
    return result;
  } catch (error) {
    stderr.write(`${style.bad("✘")} ${title}\n`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}

const shownAfterSeconds = 5;

/** Somebody who waits for long sees that it goes on. */
function formatElapsed(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < shownAfterSeconds) return "";
  return seconds < 60 ? ` (${seconds} s)` : ` (${Math.floor(seconds / 60)} min ${seconds % 60} s)`;
}
