import { errorCodes, exitCodes, OktaUnlockError } from "../../errors.ts";
import type { Topic } from "./topic.ts";

const meanings: Readonly<Record<keyof typeof exitCodes, string>> = {
  done: "done",
  bug: "a bug of okta-unlock",
  usage: "wrong usage, a value that is not valid, or a missing value",
  notAllowed: "not signed in, or not allowed",
  oktaRefused: "Okta refused, or has no such app, group or policy",
  conflict:
    "conflict: an app, a project or a local org already exists; `update`: conflicts to resolve, or changes without a commit",
  network: "network",
  directory: "the project's folder, or data on disk",
  checkFailed: "a check found problems",
  notInstalled:
    "`create --install`: the project and its app are made, but its dependencies are not installed",
  commandNotRunnable: "`run`: the program is not executable",
  commandNotFound: "`run`: there is no such program",
  hungUp: "stopped by SIGHUP: the terminal was closed",
  interrupted: "stopped by Ctrl-C, or cancelled at a question",
  terminated: "stopped by SIGTERM, or on Windows by Ctrl-Break",
};

/** An interruption has the exit code of its signal. */
const stopped: readonly number[] = [exitCodes.hungUp, exitCodes.interrupted, exitCodes.terminated];

function listErrorCodes(exitCode: number): readonly string[] {
  if (stopped.includes(exitCode)) return ["interrupted"];
  return errorCodes.filter(
    (code) => new OktaUnlockError(code, { message: "", next: "" }).exitCode === exitCode,
  );
}

/** `help exit-codes`, and docs/exit-codes.md. */
export const exitCodesTopic: Topic = {
  title: "Exit codes",
  introduction:
    "Each exit code, and the error codes that `--json` gives beside it in `error.code`. Any other signal that stops okta-unlock gives 128 " +
    "and the number of the signal: 131 for SIGQUIT.",
  sections: [
    {
      title: "Exit codes",
      rows: (Object.keys(meanings) as (keyof typeof exitCodes)[]).map((name) => ({
        name: String(exitCodes[name]),
        meaning: meanings[name],
        errorCodes: listErrorCodes(exitCodes[name]),
      })),
    },
  ],
};
