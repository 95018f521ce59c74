import type { OktaOrg } from "../org/port.ts";
import { isClearRefusal, searchForMade } from "./lost-creation.ts";
import { onceMore } from "./once-more.ts";
import { authorizationServerOf, type PolicyStep } from "./planned-steps.ts";
import { isOfRun, policyBody, ruleBody } from "./policy-bodies.ts";
import type { Known, Run } from "./run.ts";

/** Makes the access policy. */
export async function applyPolicy(
  { org, journal, context, plan, id: run }: Run,
  { priority }: PolicyStep & { readonly action: "create" },
  known: Known,
): Promise<Known> {
  const server = authorizationServerOf(plan);
  let policyId: string | undefined;
  const noted = journal.note({
    describe: `maybe an access policy of the client ${known.clientId}`,
    manualCommand: removeBy(org, known),
    undo: async (signal) => {
      const rescue = org.withSignal(signal);
      if (policyId !== undefined) return rescue.deletePolicy(server, policyId);
      const ours = await searchForMade(context, signal, async () =>
        (await rescue.listPolicies(server)).filter((policy) => isOfRun(policy, run)),
      );
      await Promise.all(ours.map(async ({ id }) => rescue.deletePolicy(server, id)));
    },
  });
  const body = policyBody(plan.desired, { clientId: known.clientId, run }, priority);
  try {
    ({ id: policyId } = await onceMore(context, async () => org.createPolicy(server, body)));
  } catch (error) {
    if (isClearRefusal(error)) noted.forget();
    throw error;
  }
  noted.revise({
    describe: `the access policy ${policyId}`,
    manualCommand: removeBy(org, known),
  });
  return { ...known, policyId };
}

/** Makes the policy's rule. */
export async function applyRule({ org, journal, context, plan }: Run, known: Known): Promise<Known> {
  const { policyId } = known;
  const server = authorizationServerOf(plan);
  if (policyId === undefined) throw new TypeError("A rule was planned without its policy.");
  const isNewPolicy = plan.steps.some(({ resource, action }) => resource === "policy" && action === "create");
  // The rule of a policy that this run made goes with the policy.
  if (!isNewPolicy) {
    const body = ruleBody(plan.desired);
    const before = new Set((await org.listRules(server, policyId)).map(({ id }) => id));
    journal.note({
      describe: `a rule of the access policy ${policyId}`,
      manualCommand: removeBy(org, known),
      undo: async (signal) => {
        const rescue = org.withSignal(signal);
        const rules = await rescue.listRules(server, policyId);
        const ours = rules.filter(({ id, name }) => !before.has(id) && name === body["name"]);
        await Promise.all(ours.map(async ({ id }) => rescue.deleteRule(server, policyId, id)));
      },
    });
  }
  await onceMore(context, async () => org.createRule(server, policyId, ruleBody(plan.desired)));
  return known;
}

/** The command that removes the policy, and with it its rule; an app that was there before stays. */
function removeBy({ flagValue }: OktaOrg, { appId, isNewApp }: Known): string {
  return `okta-unlock apps delete ${appId}${isNewApp ? "" : " --only-policy"} --org ${flagValue}`;
}
