import { expect, test } from "vitest";
import { describeClock } from "../../../src/flows/local-org.ts";
import { assertNoProblems, faultExamples, readFaultSpec } from "../../../src/flows/fault-spec.ts";
import { findFaultProblems, parseFault } from "../../../src/local-org/faults/parse-fault.ts";

test.each([
  ["429:/api/v1/apps,reset=10", { kind: "rate-limit", path: "/api/v1/apps", resetAfterSeconds: 10 }],
  ["429", { kind: "rate-limit" }],
  ["503:/oauth2/**/token,times=2", { kind: "status", status: 503, path: "/oauth2/**/token", times: 2 }],
  [
    "502,body=html,when=after,method=post",
    { kind: "status", status: 502, body: "html", when: "after", method: "POST" },
  ],
  ["oauth=invalid_grant,skip=1", { kind: "oauth-error", error: "invalid_grant", skip: 1 }],
  ["refusal=E0000015,times=always", { kind: "refusal", errorCode: "E0000015", times: Infinity }],
  ["latency=2000:/oauth2/**", { kind: "latency", milliseconds: 2000, path: "/oauth2/**" }],
  ["drop:/api/v1/apps", { kind: "drop", when: "before", path: "/api/v1/apps" }],
  [" drop , when=after ", { kind: "drop", when: "after" }],
  ["truncated-body", { kind: "truncated-body" }],
  ["503:/a:b,,", { kind: "status", status: 503, path: "/a:b" }],
  ["malformed-json:/oauth2/default/v1/keys", { kind: "malformed-json", path: "/oauth2/default/v1/keys" }],
])("%j is the fault %j", (text, fault) => {
  const spec = readFaultSpec(text);
  if (spec.kind !== "fault") throw new Error("not a fault");
  expect(findFaultProblems(spec.body)).toEqual([]);
  expect(parseFault(spec.body)).toEqual(fault);
});

test.each([
  ["skew=+600s", 600_000],
  ["skew=-5m", -300_000],
  ["skew=2h", 7_200_000],
  ["skew=+1d", 86_400_000],
])("%j sets the clock by %d ms", (text, milliseconds) => {
  expect(readFaultSpec(text)).toEqual({ kind: "skew", milliseconds });
});

test.each([
  ["", '"" is not a kind of fault'],
  ["nonsense", '"nonsense" is not a kind of fault'],
  ["skew=soon", '"skew=soon" is not a kind of fault'],
  ["200", "status must be a whole number from 400 to 599"],
  ["503:api", "path must begin with a slash"],
  ["503,times=0", "times must be a whole number from 1"],
  ["503,times=", "times must be a whole number from 1"],
  ["503,colour=red", "colour is not known for status"],
  ["latency", "milliseconds must be a whole number"],
  ["latency=soon", "milliseconds must be a whole number"],
  ["refusal=E1", "errorCode must be one of E0000006"],
  ["oauth=", "error must be one of access_denied"],
  ["drop,when=never", "when must be one of before, after"],
  ["429,reset=abc", "reset must be"],
  ["constructor", '"constructor" is not a kind of fault'],
])("%j is refused: %s", (text, problem) => {
  const spec = readFaultSpec(text);
  if (spec.kind !== "fault") throw new Error("not a fault");
  const check = () => assertNoProblems(spec, findFaultProblems(spec.body), command);
  expect(check).toThrow(problem);
});

test("what is refused is answered with everything that can be written, and each of that can be", () => {
  const thrown = refusalOf("nonsense");
  expect(thrown).toMatchObject({
    code: "invalid-value",
    next: expect.stringMatching(/: the command that was typed, with 503:/),
  });
  const examples = faultExamples.flatMap(([example]) => example.split(", "));
  expect(examples.length).toBeGreaterThan(7);
  const refused = examples.filter((example) => {
    const spec = readFaultSpec(example);
    return spec.kind === "fault" && findFaultProblems(spec.body).length > 0;
  });
  expect(refused).toEqual([]);
});

function command(example: string): string {
  return `the command that was typed, with ${example}`;
}

function refusalOf(text: string): unknown {
  try {
    const body = { kind: text };
    assertNoProblems({ spec: text, body }, findFaultProblems(body), command);
  } catch (error) {
    return error;
  }
  return undefined;
}

test.each([
  [600_000, "10 minutes ahead of real time"],
  [-1000, "1 second behind real time"],
  [86_400_000, "1 day ahead of real time"],
  [7_200_000, "2 hours ahead of real time"],
  [90_500, "90.5 seconds ahead of real time"],
])("%d ms is %j", (offset, words) => {
  expect(describeClock(offset)).toBe(words);
});
