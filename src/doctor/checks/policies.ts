import { isRefusal } from "../../okta/port.ts";
import type { AccessPolicyRule } from "../../okta/port.ts";
import { defineCheck, fail, type Finding, pass, skip, warn } from "../check.ts";
import type { Facts } from "../facts.ts";
import { readServerId } from "../subject.ts";

/** What the access policies of the authorization server make of the app. */
export const policyChecks = [
  defineCheck({
    id: "policy-covers-client",
    title: "An access policy lets the app have its scopes",
    group: "policies",
    symptom:
      "After sign-in: `access_denied`, Policy evaluation failed for this request; or scopes were denied by the policy. New Integrator orgs have no policy at all.",
    remedy:
      "Add an access policy for the app with a rule for the authorization code grant, all scopes that it asks for (offline_access too) and the people who sign in. It must come before every policy that refuses it.",
    needs: ["app-exists", "authorization-server-active"],
    needsSignIn: true,
    mend: { kind: "policy" },
    run: async (facts) =>
      withPolicies(facts, async () => {
        const coverage = await facts.coverage();
        return coverage.isCovered
          ? pass(`${coverage.reason[0]?.toUpperCase()}${coverage.reason.slice(1)}.`)
          : fail(
              `The authorization server ${readServerId(facts.issuer)} would refuse every sign-in: ${coverage.reasons.join("; ")}.`,
              "Add a policy and a rule in the Admin Console (Security > API > the server > Access Policies).",
            );
      }),
  }),
  defineCheck({
    id: "refresh-window",
    title: "A session lasts when the app is not used for a day",
    group: "policies",
    symptom: "After a pause, a refresh ends in `invalid_grant`: the refresh token is invalid or expired.",
    remedy:
      "Raise the idle time of refresh tokens in the rule of the access policy. Okta's default is 7 days.",
    needs: ["policy-covers-client"],
    needsSignIn: true,
    run: async (facts) => withPolicies(facts, async () => checkWindow(facts)),
  }),
];

async function withPolicies(facts: Facts, judge: () => Promise<Finding>): Promise<Finding> {
  if (readServerId(facts.issuer) === undefined) return pass("The org authorization server needs no policy.");
  try {
    return await judge();
  } catch (error) {
    if (isRefusal(error, "E0000015")) return skip("The org does not have API Access Management.");
    throw error;
  }
}

const shortest = 24 * 60;

async function checkWindow(facts: Facts): Promise<Finding> {
  const { clientId } = facts.subject;
  const decisive = (await facts.policies()).find(({ status, conditions }) => {
    const clients = conditions?.clients?.include ?? [];
    return status === "ACTIVE" && (clients.includes("ALL_CLIENTS") || clients.includes(clientId));
  });
  const rules = decisive === undefined ? [] : await facts.rules(decisive.id);
  const rule = rules.find(
    ({ status, conditions }) =>
      status === "ACTIVE" && conditions?.grantTypes?.include?.includes("authorization_code"),
  );
  const minutes = readWindow(rule);
  if (rule === undefined || minutes === undefined) return pass("The rule sets no idle time of its own.");
  const said = `The rule "${rule.name}" ends a session that is idle for ${describeMinutes(minutes)}.`;
  return minutes < shortest
    ? warn(said, "Raise it in the Admin Console (Security > API > the server > Access Policies > the rule).")
    : pass(said);
}

function readWindow(rule: AccessPolicyRule | undefined): number | undefined {
  const actions = rule?.["actions"] as
    | { readonly token?: { readonly refreshTokenWindowMinutes?: unknown } }
    | undefined;
  const minutes = actions?.token?.refreshTokenWindowMinutes;
  return typeof minutes === "number" ? minutes : undefined;
}

function describeMinutes(minutes: number): string {
  if (minutes % 1440 === 0) return minutes === 1440 ? "a day" : `${minutes / 1440} days`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;
}
