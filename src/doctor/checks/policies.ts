import { isRefusal } from "../../okta/port.ts";
import type { AccessPolicyRule } from "../../okta/port.ts";
import type { Coverage } from "../../provision/policy-coverage.ts";
import { defineCheck, fail, type Finding, inconclusive, pass, skip, warn } from "../check.ts";
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
    needsSignIn: "okta.authorizationServers.read",
    mend: { kind: "policy" },
    run: async (facts) => withPolicies(facts, async () => judgeCoverage(facts, await facts.coverage())),
  }),
  defineCheck({
    id: "refresh-window",
    title: "A session lasts when the app is not used for a day",
    group: "policies",
    symptom: "After a pause, a refresh ends in `invalid_grant`: the refresh token is invalid or expired.",
    remedy:
      "Raise the idle time of refresh tokens in the rule of the access policy. Okta's default is 7 days.",
    needs: ["policy-covers-client"],
    needsSignIn: "okta.authorizationServers.read",
    run: async (facts) => withPolicies(facts, async () => checkWindow(await facts.coverage())),
  }),
];

const place = "Security > API > the server > Access Policies";

function judgeCoverage(facts: Facts, coverage: Coverage): Finding {
  if (coverage.isCovered) return pass(`${coverage.reason[0]?.toUpperCase()}${coverage.reason.slice(1)}.`);
  const reasons = coverage.reasons.join("; ");
  if (coverage.letsIn === "nobody")
    return fail(
      `The authorization server ${readServerId(facts.issuer)} would refuse every sign-in: ${reasons}.`,
      `Add a policy and a rule in the Admin Console (${place}).`,
    );
  const fix = `If others have to sign in, too, add them to the rule in the Admin Console (${place}).`;
  return coverage.letsIn === "some"
    ? { ...warn(`Only some people can sign in: ${reasons}.`, fix), isChoice: true }
    : inconclusive(`Who can sign in depends on the groups of each user: ${reasons}.`, fix);
}

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

function checkWindow(coverage: Coverage): Finding {
  if (!coverage.isCovered) return skip("Not everybody signs in by the same rule.");
  const [shortestOne] = coverage.rules
    .map((rule) => ({ name: rule.name, minutes: readWindow(rule) ?? Infinity }))
    .toSorted((one, other) => one.minutes - other.minutes);
  if (shortestOne === undefined || shortestOne.minutes === Infinity)
    return pass("The rule sets no idle time of its own.");
  const { name, minutes } = shortestOne;
  const said = `The rule "${name}" ends a session that is idle for ${describeMinutes(minutes)}.`;
  return minutes < shortest ? warn(said, `Raise it in the Admin Console (${place} > the rule).`) : pass(said);
}

function readWindow(rule: AccessPolicyRule): number | undefined {
  const actions = rule["actions"] as
    | { readonly token?: { readonly refreshTokenWindowMinutes?: unknown } }
    | undefined;
  const minutes = actions?.token?.refreshTokenWindowMinutes;
  return typeof minutes === "number" ? minutes : undefined;
}

function describeMinutes(minutes: number): string {
  if (minutes % 1440 === 0) return minutes === 1440 ? "a day" : `${minutes / 1440} days`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;
}
