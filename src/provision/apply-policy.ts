import type { JsonObject, OktaOrg } from "../org/port.ts";
import { onceMore } from "./once-more.ts";
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
  const body = policyBody(run.plan.desired, { clientId, run: run.id }, priority);
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
  const noted = journal.note({
    describe: `maybe ${describe}`,
    manualCommand: manualCommand(undefined),
    undo: async (signal) => {
      const rescue = org.withSignal(signal);
      const policies = policyId === undefined ? await rescue.listPolicies(server) : [];
      const ids =
        policyId === undefined
          ? policies.filter((policy) => isOfRun(policy, run)).map(({ id }) => id)
          : [policyId];
      await Promise.all(ids.map(async (id) => rescue.deletePolicy(server, id)));
    },
  });
  ({ id: policyId } = await onceMore(context, async () => org.createPolicy(server, body)));
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
