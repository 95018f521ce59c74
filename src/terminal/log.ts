import type { Interaction, Log } from "../context.ts";
import type { Output } from "./output.ts";
import { runStep } from "./steps.ts";

/** Talk goes to stderr. With --json it is silent, so that an error is the only object there; traces stay. */
export function createLog(stderr: Output, interaction: Pick<Interaction, "json" | "verbose">): Log {
  const { theme } = stderr;
  const say = (text: string): void => {
    if (!interaction.json) stderr.write(`${text}\n`);
  };
  return {
    info: say,
    success: (text) => say(`${theme.good("✔")} ${text}`),
    warn: (text) => say(`${theme.warning("!")} ${text}`),
    debug: (text) => {
      if (interaction.verbose) stderr.write(`${theme.faint(text)}\n`);
    },
    step: (title, work) => runStep(stderr, interaction, { title, work }),
  };
}
