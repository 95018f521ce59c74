import type { Context } from "../context.ts";
import { listWords } from "../terminal/global-flags.ts";
import { noticeUpdate } from "../update-notice/notice.ts";
import { isTerminal } from "./interaction.ts";
import type { Start } from "./own-name.ts";
import { findUpdateCommand } from "./update-command.ts";

/** What only scripts call, or what prints a script. */
const quiet = ["complete", "completion", "check-release"];

/**
 * Ends a run whose stderr is a terminal: says that a newer version is out, unless it is one of CI, of a script or in a pipe. Never
 * throws.
 */
export async function notify(process: NodeJS.Process, context: Context, start: Start): Promise<void> {
  const { json, isUnattended } = context.interaction;
  if (json || isUnattended || !isTerminal(process, 1)) return;
  const [command = ""] = listWords(context.args);
  if (!quiet.includes(command)) await noticeUpdate(context, () => findUpdateCommand(start));
}
