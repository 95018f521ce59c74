import { afterAll, beforeAll, expect, test } from "vitest";
import type { CliRun } from "../support/run-cli.ts";
import { credentialCases, stranger } from "./sign-in-errors/credential-cases.ts";
import { addressCases, wayOutCases } from "./sign-in-errors/network-cases.ts";
import { type Outcome, runCases } from "./sign-in-errors/run-cases.ts";
import { goodToken, removeWorlds } from "./sign-in-errors/surroundings.ts";

const cases = [...credentialCases, ...addressCases, ...wayOutCases];

let outcomes: ReadonlyMap<string, Outcome>;

beforeAll(async () => {
  outcomes = await runCases(cases);
}, 600_000);

afterAll(removeWorlds);

const rows = cases.flatMap(({ name, ends }) =>
  ends.flatMap(({ commands, ...end }) =>
    commands.map((command) => ({ name, key: `${name}: ${command}`, code: undefined, ...end })),
  ),
);

interface ErrorObject {
  readonly code: string;
  readonly message: string;
  readonly next: string;
}

function errorIn({ stderr }: CliRun): ErrorObject {
  return (JSON.parse(stderr) as { readonly error: ErrorObject }).error;
}

const failing = rows.filter(({ code }) => code !== undefined);
const working = rows.filter(({ code }) => code === undefined);

test.each(failing)("$key ends with $exitCode $code", ({ key, exitCode, code, message, next }) => {
  const outcome = outcomes.get(key)!;
  expect(outcome.exitCode, outcome.stderr).toBe(exitCode);
  const error = errorIn(outcome);
  expect(error.code).toBe(code);
  expect(error.message).toMatch(message);
  expect(error.next).toMatch(next);
  expect(outcome.stdout).toBe("");
  // A login that fails keeps nothing; whatever else fails leaves what is kept as it was.
  expect(outcome.keptAfter).toBe(outcome.keptBefore);
});

test.each(working)("$key does its work, and says what is missing", ({ key, exitCode, message, next }) => {
  const outcome = outcomes.get(key)!;
  expect(outcome.exitCode, outcome.stderr).toBe(exitCode);
  expect(outcome.stdout).toMatch(message);
  expect(outcome.stdout).toMatch(next);
});

test("no two cases share a message, but those that an org does not tell apart", () => {
  const byMessage = new Map<string, Set<string>>();
  for (const { name, key } of failing) {
    const { message } = errorIn(outcomes.get(key)!);
    const general = message.replaceAll(/localhost:\d+|0oa\w{17}/gu, "…");
    byMessage.set(general, (byMessage.get(general) ?? new Set()).add(name));
  }
  const shared = [...byMessage.values()].filter((names) => names.size > 1);
  const clientIds = new Set(["a client ID that nobody has", "a client ID of another org"]);
  // Once as a service app, once on any device.
  expect(shared).toEqual([clientIds, clientIds]);
});

test("every command that is named as the next step exists", () => {
  const said = [...outcomes.values()].map(({ stderr }) => stderr).join("\n");
  const named = [...said.matchAll(/okta-unlock ([a-z]+(?: [a-z]+\b)?)/gu)];
  const known = ["login", "whoami", "local start", "create"];
  expect(
    [...new Set(named.map(([, command = ""]) => command))].filter((each) => !known.includes(each)),
  ).toEqual([]);
});

test("no stream shows a secret", () => {
  const secrets = [goodToken, ...stranger.split("\n").slice(1, -2)];
  for (const [name, { stdout, stderr }] of outcomes) {
    for (const secret of secrets) expect(stdout + stderr, name).not.toContain(secret);
    // The ids of requests are random: one in many thousands looks like the beginning of a JWT.
    const said = (stdout + stderr).replaceAll(/\b(?:error|request) id [\w-]+/gu, "");
    expect(said, name).not.toMatch(/eyJ[\w-]{8,}|BEGIN (?:RSA )?PRIVATE/u);
  }
});
