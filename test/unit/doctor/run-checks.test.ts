import { expect, test } from "vitest";
import { type Check, defineCheck, inconclusive, pass } from "../../../src/doctor/check.ts";
import type { Facts } from "../../../src/doctor/facts.ts";
import type { ProbeAnswer } from "../../../src/doctor/probes/ask.ts";
import { readAuthorizeAnswer } from "../../../src/doctor/probes/authorize.ts";
import { readTokenAnswer } from "../../../src/doctor/probes/token.ts";
import { runChecks } from "../../../src/doctor/run-checks.ts";
import { OktaUnlockError } from "../../../src/errors.ts";

const facts = {
  access: { kind: "absent", why: "Nobody is signed in.", next: "login" },
  context: { signal: new AbortController().signal },
} as unknown as Facts;

function makeCheck(id: string, run: Check["run"], more: Partial<Check> = {}): Check {
  return defineCheck({ id, title: id, group: "address", symptom: "", remedy: "", run, ...more });
}

async function listVerdicts(...checks: Check[]): Promise<readonly string[]> {
  const { results } = await runChecks(checks, facts);
  return results.map(({ verdict }) => verdict);
}

test("a check that crashes is reported as a problem, and the others go on", async () => {
  const crashing = makeCheck("crashing", () => {
    throw new TypeError("a bug");
  });
  const { results, problems } = await runChecks([crashing, makeCheck("fine", () => pass("yes"))], facts);
  expect(results.map(({ verdict }) => verdict)).toEqual(["crashed", "pass"]);
  expect(problems).toHaveLength(1);
  expect(problems[0]?.evidence).toContain("a bug");
});

test("what could not be told is a problem, named behind what is known to be wrong", async () => {
  const unsure = makeCheck("unsure", () => inconclusive("who knows"));
  const wrong = makeCheck("wrong", () => ({ verdict: "fail", evidence: "no" }));
  const { problems } = await runChecks([unsure, wrong], facts);
  expect(problems.map(({ check }) => check.id)).toEqual(["wrong", "unsure"]);
});

test("a check is skipped when one that it needs did not pass, or nobody is signed in", async () => {
  const wrong = makeCheck("wrong", () => ({ verdict: "fail", evidence: "no" }));
  const behind = makeCheck("behind", () => pass("yes"), { needs: ["wrong"] });
  const furtherBehind = makeCheck("further", () => pass("yes"), { needs: ["behind"] });
  const inside = makeCheck("inside", () => pass("yes"), { needsSignIn: "okta.apps.read" });
  expect(await listVerdicts(wrong, behind, furtherBehind, inside)).toEqual([
    "fail",
    "skipped",
    "skipped",
    "skipped",
  ]);
});

test("without the right to look a check is skipped; a broken network is no verdict on the app", async () => {
  const said = { message: "No.", next: "Ask." };
  const forbidden = makeCheck("forbidden", () => {
    throw new OktaUnlockError("permission-denied", said);
  });
  const lost = makeCheck("lost", () => {
    throw new OktaUnlockError("network-unreachable", said);
  });
  expect(await listVerdicts(forbidden, lost)).toEqual(["skipped", "inconclusive"]);
});

const answer: ProbeAnswer = {
  status: 200,
  location: undefined,
  contentType: "text/html",
  clockOffset: 0,
  resetsAt: undefined,
  text: "",
};
const redirectUri = "com.example.app:/callback";

test.each<[what: string, given: Partial<ProbeAnswer>, expected: object]>([
  ["a page", { text: "<html>Sign in</html>" }, { kind: "unclear" }],
  [
    "a sign-in page elsewhere",
    { status: 302, location: "https://acme.okta.com/login/login.htm" },
    { kind: "unclear" },
  ],
  ["a code without a session", { status: 302, location: `${redirectUri}?code=1` }, { kind: "unclear" }],
  ["a failing server", { status: 503 }, { kind: "unclear" }],
  ["a limit", { status: 429 }, { kind: "rate-limited" }],
  [
    "a page that names nothing",
    { status: 400, text: "Bad Request" },
    { kind: "refused", parameter: "unknown" },
  ],
  [
    "a page that names the redirect URI, and repeats the request",
    {
      status: 400,
      text: "The &#39;redirect_uri&#39; parameter must be a Login redirect URI. /authorize?client_id=1&amp;redirect_uri=x",
    },
    { kind: "refused", parameter: "redirect_uri" },
  ],
  [
    "a page that names the client",
    { status: 401, text: "Invalid value for 'client_id' parameter." },
    { kind: "refused", parameter: "client_id" },
  ],
  [
    "a scheme in upper case",
    { status: 302, location: "COM.example.app:/callback?error=login_required" },
    { kind: "callback", error: "login_required" },
  ],
])("the authorization endpoint answers with %s", (_what, given, expected) => {
  expect(readAuthorizeAnswer({ ...answer, ...given }, redirectUri)).toMatchObject(expected);
});

test.each<[what: string, given: Partial<ProbeAnswer>, expected: object]>([
  ["a token", { text: '{"access_token":"x"}' }, { kind: "unclear" }],
  ["a page", { status: 400, text: "<html>" }, { kind: "unclear" }],
  ["a failing server", { status: 500, text: '{"error":"server_error"}' }, { kind: "unclear" }],
  ["a limit", { status: 429, text: '{"error":"invalid_grant"}' }, { kind: "rate-limited" }],
  [
    "a refusal",
    { status: 401, text: '{"error":"invalid_client"}' },
    { kind: "error", error: "invalid_client" },
  ],
])("the token endpoint answers with %s", (_what, given, expected) => {
  expect(readTokenAnswer({ ...answer, ...given })).toMatchObject(expected);
});
