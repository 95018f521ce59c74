import type { Interaction, Log } from "../context.ts";
import type { Output } from "./output.ts";
import { runStep } from "./steps.ts";

/** Talk goes to stderr. With --json it is silent, so that an error is the only object there; traces stay. */
export function createLog(stderr: Output, interaction: Pick<Interaction, "json" | "verbose">): Log {
  const { style } = stderr;
  const say = (text: string): void => {
    if (!interaction.json) stderr.write(`${text}\n`);
  };
  return {
    info: say,
    success: (text) => say(`${style.good("✔")} ${text}`),
    warn: (text) => say(`${style.warning("!")} ${text}`),
    debug: (text) => {
      if (interaction.verbose) stderr.write(`${style.faint(text)}\n`);
    },
    show: (render) => say(render(style, stderr.width)),
    step: (title, work) => runStep(stderr, interaction, { title, work }),
  };
}
