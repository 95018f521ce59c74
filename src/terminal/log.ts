import type { Interaction, Log } from "../context.ts";
import type { Output } from "./output.ts";
import { createSteps } from "./steps.ts";
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
