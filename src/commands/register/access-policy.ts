import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import type { OktaOrg } from "../../org/port.ts";
import { findSharedPolicy, makeSharedPolicy, type SharedPolicyState } from "../../provision/shared-policy.ts";
import { withJournal } from "../../provision/undo.ts";
import { withOrg } from "../with-org.ts";

/** What became of the access policy; `missing` when there is none and none was made. */
export type PolicyOutcome = SharedPolicyState | "made";

const whyItMatters =
  "The authorization server default has no access policy, as in every new org: sign-in ends in access_denied until an app is covered by one.";
const later = "okta-unlock create makes one for its own app.";

/**
 * Offers the access policy that a fresh org lacks: made after a yes, or with --yes; only told about when nobody can be
 * asked. Never fails because of what the credential may not do: that is said as a warning.
 */
export async function offerAccessPolicy(context: Context, profileName: string): Promise<PolicyOutcome> {
  try {
    return await withOrg(context, profileName, `okta-unlock whoami --org ${profileName}`, ({ org }) =>
      offer(context, org),
    );
  } catch (error) {
    if (!isTolerable(context, error)) throw error;
    context.log.warn(`${error.message} The access policy was left as it is; ${later}`);
    return "hidden";
  }
}

async function offer(context: Context, org: OktaOrg): Promise<PolicyOutcome> {
  const state = await context.log.step("Looking whether the org lets apps in", () => findSharedPolicy(org));
  if (state === "hidden") context.log.warn(`This credential may not see access policies. ${later}`);
  if (state === "no-server") context.log.warn(noServer);
  if (state !== "missing") return state;
  context.log.info(whyItMatters);
  if (!(await isWanted(context))) {
    context.log.info(`None was made; ${later}`);
    return "missing";
  }
  await withJournal(context, (journal) => makeSharedPolicy(context, org, journal));
  return "made";
}

const noServer =
  "The org has no active authorization server default (that takes API Access Management): apps sign in at the org itself, and their access tokens are for Okta's own APIs only.";

async function isWanted({ interaction, prompts }: Context): Promise<boolean> {
  if (!interaction.canAsk) return interaction.yes;
  return prompts.confirm({ message: "Make one that lets everyone in, for all apps?", default: true });
}

/** The sign-in is kept by now: what Okta refuses here does not undo it. */
function isTolerable({ signal }: Context, error: unknown): error is OktaUnlockError {
  if (signal.aborted || !(error instanceof OktaUnlockError)) return false;
  return ["permission-denied", "feature-missing", "okta-refused"].includes(error.code);
}
