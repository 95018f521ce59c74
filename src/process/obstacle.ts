import type { Context } from "../context.ts";
import type { OktaUnlockError } from "../errors.ts";
import { isTerminal } from "./interaction.ts";

/** Its window gives programs pipes, unless it was installed with pseudo consoles. https://github.com/git-for-windows/git/issues/2594 */
const gitBash =
  "In the window of Git Bash nobody can be asked: put winpty in front (winpty okta-unlock.cmd …), or use another terminal.";

/** The error of a run that could not ask, with what keeps a person who is probably there from being asked. */
export function explainObstacle(
  error: OktaUnlockError,
  process: NodeJS.Process,
  { env, interaction }: Pick<Context, "env" | "interaction">,
): OktaUnlockError {
  const isWanted = !interaction.isUnattended && !interaction.yes && !interaction.json;
  const isGitBash = process.platform === "win32" && Boolean(env["MSYSTEM"]) && !isTerminal(process, 0);
  if (!isWanted || !isGitBash) return error;
  return error.with({ why: error.why === undefined ? gitBash : `${error.why} ${gitBash}` });
}
