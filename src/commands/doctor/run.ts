import type { Context } from "../../context.ts";
import { isProblem } from "../../doctor/run-checks.ts";
import { OktaUnlockError } from "../../errors.ts";
import { hint } from "../../hints.ts";
import { type Examined, examine } from "./examine.ts";
import { mend } from "./fix.ts";
import { buildResult, type DoctorResult } from "./result.ts";
import { type DoctorFlags, readSubjects } from "./subject.ts";
import { joinNames } from "../../values/join-names.ts";

export { createDoctorView } from "./view.ts";

/** What is behind another fault comes to light when that is mended: settings, then an inactive app, then what it lacks. */
const mostRounds = 4;

/** Runs every check, with `--fix` mends what it can and runs them again. `failure` is a `check-failed` when something is wrong. */
export async function runDoctor(
  context: Context,
  directory: string | undefined,
  flags: DoctorFlags,
): Promise<{ readonly result: DoctorResult; readonly failure?: OktaUnlockError }> {
  const look = async (): Promise<Examined> =>
    examine(context, await readSubjects(context, directory, flags), flags);
  let examined = await look();
  const fixed: string[] = [];
  for (let round = 0; flags.fix === true && round < mostRounds; round += 1) {
    const done = await mend(context, examined, fixed);
    if (done.length === 0) break;
    examined = await look();
    // The same once more would help no more.
    if (done.every((line) => fixed.includes(line))) break;
    fixed.push(...done);
  }
  const result = buildResult(examined, fixed, nameFixCommand(directory, flags));
  return result.ok ? { result } : { result, failure: createFailure(result, flags) };
}

/** The same command with `--fix`. */
function nameFixCommand(directory: string | undefined, flags: DoctorFlags): string {
  return hint("doctor", {
    args: directory === undefined ? [] : [directory],
    issuer: flags.issuer,
    "client-id": flags.clientId,
    "redirect-uri": flags.redirectUri,
    "post-logout-redirect-uri": flags.postLogoutRedirectUri,
    scopes: flags.scopes,
    "device-grant": flags.deviceGrant === true ? true : undefined,
    org: flags.org,
    fix: true,
  });
}

function createFailure({ cause, checks, fixCommand }: DoctorResult, { fix }: DoctorFlags): OktaUnlockError {
  const others = checks.filter(isProblem).length - 1;
  const where = cause === null || cause.projects.length === 0 ? "" : `${joinNames(cause.projects)}: `;
  return new OktaUnlockError("check-failed", {
    message:
      `${where}${cause?.title ?? "A check"}: ${cause?.verdict === "fail" ? "no" : "not known"}. ${cause?.evidence ?? ""}`.trim(),
    ...(others > 0 && {
      why:
        others === 1
          ? "One more check did not pass; this may explain it."
          : `${others} more checks did not pass; this may explain them.`,
    }),
    // What `--fix` does to the rest does not help while the cause is there.
    next:
      cause?.fixable === true && fix !== true
        ? `Fix it: ${fixCommand}`
        : (cause?.fix ?? "Run it again with --verbose."),
  });
}
