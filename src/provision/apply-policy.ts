import type { JsonObject, OktaOrg } from "../okta/port.ts";
import { isClearRefusal, searchForMade } from "./lost-creation.ts";
import { makeRanked } from "./make-ranked.ts";
import { authorizationServerOf, type PolicyStep } from "./planned-steps.ts";
import { isOfRun, policyBody, ruleBody } from "./policy-bodies.ts";
import type { Known, Run } from "./run.ts";

/** Makes the access policy. */
export async function applyPolicy(
  run: Run,
  { priority }: PolicyStep & { readonly action: "create" },
  known: Known,
): Promise<Known> {
  const { clientId } = known;
  const body = policyBody(run.plan.desired, { clientId, run: run.id, expiresAt: run.expiresAt }, priority);
  const policyId = await makePolicy(run, authorizationServerOf(run.plan), {
    body,
    describe: `an access policy of the client ${clientId}`,
    manualCommand: () => removeBy(run.org, known),
  });
  return { ...known, policyId };
}

/** An access policy that is going to be made. */
interface NewPolicy {
  readonly body: JsonObject;
  /** As it is called as long as it has no id: `an access policy of the client 0oa…`. */
  readonly describe: string;
  /** How a person removes it; its id is undefined as long as nobody knows it. */
  readonly manualCommand: (policyId: string | undefined) => string;
}

/** Makes an access policy that carries the run in its body; how it is removed is noted before. Gives its id. */
export async function makePolicy(
  { org, journal, context, id: run }: Pick<Run, "org" | "journal" | "context" | "id">,
  server: string,
  { body, describe, manualCommand }: NewPolicy,
): Promise<string> {
  let policyId: string | undefined;
  const findMade = async (asked: OktaOrg) =>
    (await asked.listPolicies(server)).filter((policy) => isOfRun(policy, run));
  const noted = journal.note({
    describe: `maybe ${describe}`,
    manualCommand: manualCommand(undefined),
    undo: async (signal) => {
      const rescue = org.withSignal(signal);
      if (policyId !== undefined) return rescue.deletePolicy(server, policyId);
      const ours = await searchForMade(context, signal, () => findMade(rescue));
      await Promise.all(ours.map(async ({ id }) => rescue.deletePolicy(server, id)));
    },
  });
  try {
    const make = async () => org.createPolicy(server, body);
    ({ id: policyId } = await makeRanked(context, make, async () => (await findMade(org))[0]));
  } catch (error) {
    if (isClearRefusal(error)) noted.forget();
    throw error;
  }
  noted.revise({
    describe: `the access policy ${policyId}`,
    manualCommand: manualCommand(policyId),
  });
  return policyId;
}

/** Makes the policy's rule. */
export async function applyRule({ org, journal, context, plan }: Run, known: Known): Promise<Known> {
  const { policyId } = known;
  const server = authorizationServerOf(plan);
  if (policyId === undefined) throw new TypeError("A rule was planned without its policy.");
  const isNewPolicy = plan.steps.some(({ resource, action }) => resource === "policy" && action === "create");
  const body = ruleBody(plan.desired);
  const rulesBefore = isNewPolicy ? [] : await org.listRules(server, policyId);
  const before = new Set(rulesBefore.map(({ id }) => id));
  const findMade = async (asked: OktaOrg) =>
    (await asked.listRules(server, policyId)).filter(
      ({ id, name }) => !before.has(id) && name === body["name"],
    );
  // The rule of a policy that this run made goes with the policy.
  if (!isNewPolicy) {
    journal.note({
      describe: `a rule of the access policy ${policyId}`,
      manualCommand: removeBy(org, known),
      undo: async (signal) => {
        const rescue = org.withSignal(signal);
        const ours = await findMade(rescue);
        await Promise.all(ours.map(async ({ id }) => rescue.deleteRule(server, policyId, id)));
      },
    });
  }
  const make = async () => org.createRule(server, policyId, body);
  await makeRanked(context, make, async () => (await findMade(org))[0]);
  return known;
}

/** The command that removes the policy, and with it its rule; an app that was there before stays. */
function removeBy({ flagValue }: OktaOrg, { appId, isNewApp }: Known): string {
  return `okta-unlock apps delete ${appId}${isNewApp ? "" : " --only-policy"} --org ${flagValue}`;
}
