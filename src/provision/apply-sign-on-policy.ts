import { onceMore } from "./once-more.ts";
import type { SignOnPolicyStep } from "./planned-steps.ts";
import type { Known, Run } from "./run.ts";

/** Gives the app another authentication policy. */
export async function applySignOnPolicy(
  { org, journal, context }: Pick<Run, "org" | "journal" | "context">,
  { policyId, formerPolicyId }: Exclude<SignOnPolicyStep, { readonly action: "keep" }>,
  known: Known,
): Promise<Known> {
  const { appId, isNewApp } = known;
  if (policyId === undefined) throw new TypeError("A plan made without an org can't be applied.");
  // A new app had the org's default, and goes as a whole.
  if (!isNewApp && formerPolicyId !== undefined) {
    journal.note({
      describe: `the authentication policy ${policyId} of the app ${appId}, which had ${formerPolicyId}`,
      manualCommand: `okta-unlock apps update ${appId} --sign-on-policy ${formerPolicyId} --org ${org.flagValue}`,
      undo: async (signal) => org.withSignal(signal).assignSignOnPolicy(appId, formerPolicyId),
    });
  }
  await onceMore(context, async () => org.assignSignOnPolicy(appId, policyId));
  return known;
}
