import { isRefusal, type OktaOrg } from "../okta/port.ts";
import { findLastPriority } from "./access-policy.ts";
import { buildRule, buildSharedPolicy } from "./access-policy-body.ts";
import type { ApplyContext } from "./effect.ts";
import type { Journal } from "./journal.ts";
import { perform } from "./perform.ts";
import { hole } from "./request.ts";

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
 * Creates an access policy for all clients with a rule that lets everyone in by authorization code, behind all policies there
 * are. How it is undone is in `journal` before it is created; the rule goes with its policy.
 */
export async function createSharedPolicy(
  context: ApplyContext,
  org: OktaOrg,
  journal: Journal,
): Promise<void> {
  const run = { context, org, journal, stamp: { run: crypto.randomUUID(), expiresAt: undefined } };
  await context.log.step("Create an access policy for all apps", async () => {
    const body = buildSharedPolicy(findLastPriority(await org.listPolicies(server)) + 1);
    const progress = await perform(run, { request: { call: "createPolicy", args: [server, body] } }, {});
    context.signal.throwIfAborted();
    const rule = buildRule(["*"]);
    await perform(run, { request: { call: "createRule", args: [server, hole("policyId"), rule] } }, progress);
  });
}
