import type { Context, Fetch } from "../../context.ts";
import { checks } from "../../doctor/checks.ts";
import { createFacts, type Facts } from "../../doctor/facts.ts";
import { isProblem, type Report, runChecks } from "../../doctor/run-checks.ts";
import { readMeantIssuer, type Subject } from "../../doctor/subject.ts";
import { OktaUnlockError } from "../../errors.ts";
import { hint } from "../../hints.ts";
import { findWay } from "../../flows/issuer-org.ts";
import { mend } from "./fix.ts";
import { buildResult, type DoctorResult } from "./result.ts";
import { type DoctorFlags, readSubject } from "./subject.ts";

export { doctorView } from "./view.ts";

interface Examination {
  readonly facts: Facts;
  readonly report: Report;
  readonly requests: number;
}

/** Runs every check, with `--fix` mends what it can and runs them again. `failure` is a `check-failed` when something is wrong. */
export async function runDoctor(
  context: Context,
  directory: string | undefined,
  flags: DoctorFlags,
): Promise<{ readonly result: DoctorResult; readonly failure?: OktaUnlockError }> {
  let examined = await examine(context, await readSubject(context, directory, flags), flags);
  let fixed: readonly string[] = [];
  if (flags.fix === true) {
    fixed = await mend(context, examined.facts, examined.report);
    if (fixed.length > 0)
      examined = await examine(context, await readSubject(context, directory, flags), flags);
  }
  const result = buildResult(examined, fixed);
  if (result.ok) return { result };
  return { result, failure: createFailure(result, directory, flags) };
}

async function examine(context: Context, subject: Subject, { org }: DoctorFlags): Promise<Examination> {
  const counter = countRequests(context);
  const { route, access } = await findWay(counter.context, readMeantIssuer(subject), org);
  const facts = createFacts(counter.context, { subject, route, access });
  const host = URL.canParse(subject.issuer) ? new URL(subject.issuer).host : "the settings";
  const report = await context.log.step(`Checking ${host}`, () => runChecks(checks, facts));
  return { facts, report, requests: counter.count() };
}

/** The context, with a fetch that counts. */
function countRequests(context: Context): { readonly context: Context; count(): number } {
  let requests = 0;
  const fetch: Fetch = async (url, options) => {
    requests += 1;
    return context.fetch(url, options);
  };
  return {
    // Its properties are looked up when they are needed: some of them load what they stand for.
    context: Object.create(context, { fetch: { value: fetch } }) as Context,
    count: () => requests,
  };
}

function createFailure(
  { cause, checks: all, fixable }: DoctorResult,
  directory: string | undefined,
  flags: DoctorFlags,
): OktaUnlockError {
  const problems = all.filter(isProblem);
  const others = problems.length - 1;
  const count =
    others === 0
      ? ""
      : ` ${others} more ${others === 1 ? "check" : "checks"} did not pass; it may explain ${others === 1 ? "it" : "them"}.`;
  const { fix: _fix, org, ...named } = flags;
  const again = hint("doctor", {
    args: directory === undefined ? [] : [directory],
    issuer: named.issuer,
    "client-id": named.clientId,
    "redirect-uri": named.redirectUri,
    "post-logout-redirect-uri": named.postLogoutRedirectUri,
    scopes: named.scopes,
    org,
    fix: true,
  });
  return new OktaUnlockError("check-failed", {
    message: `${cause?.title ?? "A check"}: no. ${cause?.evidence ?? ""}`.trim(),
    ...(count !== "" && { why: count.trim() }),
    next:
      fixable && flags.fix !== true
        ? `Fix it: ${again}`
        : (cause?.fix ??
          `Run it again: ${hint("doctor", { args: directory === undefined ? [] : [directory] })}`),
  });
}
