import { hint } from "../../hints.ts";
import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import type { OktaOrg } from "../../okta/port.ts";
import type { Profile } from "../../auth/profiles/profile.ts";
import { readCredential } from "../../auth/profiles/saved-sign-ins.ts";
import { findSharedPolicy, createSharedPolicy } from "../../provision/shared-policy.ts";
import { withJournal } from "../../provision/journal.ts";
import { openOrg } from "../org-session.ts";

/**
 * What became of the access policy: `missing` when there is none and none was made, `unknown` when the credential may not
 * see it, `no-server` when the org has no authorization server `default`.
 */
export type PolicyOutcome = "present" | "made" | "missing" | "unknown" | "no-server";

const later = `${hint("create")} creates one for its own app.`;

/**
 * Offers the access policy that a fresh org lacks: made after a yes, or with --yes; only told about when nobody can be
 * asked. The sign-in is kept by now, so that what goes wrong here is a warning. Throws only when it is interrupted.
 */
export async function offerAccessPolicy(context: Context, profile: Profile): Promise<PolicyOutcome> {
  const credential = await readCredential(context, profile);
  const session = await openOrg(context, {
    kind: "okta",
    orgUrl: profile.orgUrl,
    credential,
    profile,
  });
  try {
    const found = await warnInstead<PolicyOutcome>(context, "unknown", () => look(context, session.org));
    if (found !== "missing" || !(await isWanted(context))) return found;
    return await warnInstead<PolicyOutcome>(context, "missing", () => make(context, session.org));
  } finally {
    await session.close();
  }
}

async function look(context: Context, org: OktaOrg): Promise<PolicyOutcome> {
  const state = await context.log.step("Check the access policies of the org", () => findSharedPolicy(org));
  if (state === "no-server") context.log.warn(noServer);
  if (state !== "hidden") return state;
  context.log.warn(`This credential may not see access policies. If one is missing, ${later}`);
  return "unknown";
}

const noServer =
  "The org has no active authorization server default, which needs API Access Management. Apps sign in at the org itself, and their access tokens are valid only for Okta's own APIs.";

async function make(context: Context, org: OktaOrg): Promise<PolicyOutcome> {
  await withJournal(context, (journal) => createSharedPolicy(context, org, journal));
  return "made";
}

async function isWanted({ interaction, prompts, log }: Context): Promise<boolean> {
  log.warn(
    "The org has no access policy yet, like every new org. A sign-in fails with access_denied until a policy covers its app.",
  );
  const isYes = interaction.canAsk ? await ask(prompts) : interaction.yes;
  if (!isYes) log.info(`  No policy was created; ${later}`);
  return isYes;
}

async function ask(prompts: Context["prompts"]): Promise<boolean> {
  try {
    return await prompts.confirm({
      message: "Create one that lets everyone sign in to every app?",
      default: true,
    });
  } catch (error) {
    if (!(error instanceof OktaUnlockError) || error.code !== "interrupted") throw error;
    const next = `You are already signed in. Continue with: ${hint("create", { args: ["my-app"] })}`;
    throw new OktaUnlockError("interrupted", { message: error.message, next, cause: error });
  }
}

async function warnInstead<T>(context: Context, otherwise: T, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (context.signal.aborted || !(error instanceof OktaUnlockError)) throw error;
    context.log.warn(`${error.message} The access policy was not changed; ${later}`);
    for (const detail of error.details) context.log.info(`  - ${detail}`);
    return otherwise;
  }
}
