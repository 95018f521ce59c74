import { isRefusal, type OktaOrg } from "../okta/port.ts";
import { makePolicy } from "./apply-policy.ts";
import { onceMore } from "./once-more.ts";
import { ruleBody, sharedPolicyBody } from "./policy-bodies.ts";
import type { ApplyContext } from "./run.ts";
import type { Journal } from "./undo.ts";

const server = "default";

/**
 * Whether apps can sign in at the authorization server `default`: `missing` when no active policy with an active rule lets
 * anybody in, as in a fresh Integrator org; `hidden` when the credential may not see it; `no-server` when the org has none
 * (no API Access Management, or not active).
 */
export type SharedPolicyState = "present" | "missing" | "hidden" | "no-server";

/** Looks for an active access policy with an active rule. Only reads. Throws what the calls throw. */
export async function findSharedPolicy(org: OktaOrg): Promise<SharedPolicyState> {
  try {
    const found = await org.findAuthorizationServer(server);
    if (found?.status !== "ACTIVE") return "no-server";
    return (await hasActiveRule(org)) ? "present" : "missing";
  } catch (error) {
    if (isRefusal(error, "E0000015")) return "no-server";
    if (isRefusal(error, "E0000006")) return "hidden";
    throw error;
  }
}

async function hasActiveRule(org: OktaOrg): Promise<boolean> {
  for (const { id, status } of await org.listPolicies(server)) {
    if (status !== "ACTIVE") continue;
    const rules = await org.listRules(server, id);
    if (rules.some((rule) => rule.status === "ACTIVE")) return true;
  }
  return false;
}

/**
 * Makes an access policy for all clients with a rule that lets everyone in by authorization code, behind all policies there
 * are. How it is undone is in `journal` before it is made; the rule goes with its policy.
 */
export async function makeSharedPolicy(context: ApplyContext, org: OktaOrg, journal: Journal): Promise<void> {
  const run = { context, org, journal, id: crypto.randomUUID() };
  await context.log.step("Make an access policy for all apps", async () => {
    const last = Math.max(0, ...(await org.listPolicies(server)).map(({ priority }) => priority ?? 0));
    const body = sharedPolicyBody(run.id, last + 1);
    const policyId = await makePolicy(run, server, {
      body,
      describe: "an access policy for all clients",
      manualCommand: (id) => curl(`${org.orgUrl}/api/v1/authorizationServers/${server}/policies`, id),
    });
    context.signal.throwIfAborted();
    const rule = ruleBody({ settings: { scopes: ["*"] } });
    await onceMore(context, () => org.createRule(server, policyId, rule));
  });
}

/** The command that removes a policy; the one that lists them as long as its id is not known. */
function curl(path: string, policyId: string | undefined): string {
  const [method, url] = policyId === undefined ? ["GET", path] : ["DELETE", `${path}/${policyId}`];
  return `curl -X ${method} -H "Authorization: SSWS $OKTA_CLIENT_TOKEN" ${url}`;
}
