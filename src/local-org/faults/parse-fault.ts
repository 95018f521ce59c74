import type { Fault, FaultKind } from "./fault.ts";
import { oauthErrorCodes, refusalCodes } from "./fault.ts";
import type { Json, JsonObject } from "../json.ts";
import { toText } from "../json.ts";

type Kind = FaultKind["kind"];
/** What is wrong with a value, or undefined. */
type Check = (value: Json | undefined) => string | undefined;
type Fields = Readonly<Record<string, Check>>;

const when = checkChoice("before", "after");

/** What each kind of fault is made of. */
const kinds: Readonly<Record<Kind, Fields>> = {
  "rate-limit": { resetAfterSeconds: allowAbsent(checkInteger(0, 86_400)) },
  status: {
    status: checkInteger(400, 599),
    body: allowAbsent(checkChoice("okta", "html", "empty")),
    when: allowAbsent(when),
  },
  refusal: { errorCode: checkChoice(...refusalCodes) },
  "oauth-error": { error: checkChoice(...oauthErrorCodes), description: allowAbsent(checkText) },
  latency: { milliseconds: checkInteger(0, 600_000), when: allowAbsent(when) },
  drop: { when },
  "truncated-body": {},
  "malformed-json": {},
};

const most = 1_000_000;

/** What every fault can say. */
const common: Fields = {
  kind: () => undefined,
  method: allowAbsent(checkChoice("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")),
  path: allowAbsent(checkPath),
  times: allowAbsent((value) => (value === "always" ? undefined : checkInteger(1, most)(value))),
  skip: allowAbsent(checkInteger(0, most)),
};

/** Reads a fault as JSON has it, in which `findFaultProblems` finds none: `"times": "always"` stands for `Infinity`. */
export function parseFault(body: JsonObject): Fault {
  const { times, ...rest } = body;
  const fault = times === undefined ? rest : { ...rest, times: times === "always" ? Infinity : times };
  // Every field was checked against its kind.
  return fault as unknown as Fault;
}

/** What is wrong with a fault as JSON has it, each as `field: what`. */
export function findFaultProblems(body: JsonObject): string[] {
  const kind = Object.keys(kinds).find((each): each is Kind => each === body["kind"]);
  if (kind === undefined) return [`kind: must be one of ${Object.keys(kinds).join(", ")}`];
  const fields: Fields = { ...common, ...kinds[kind] };
  const unknown = Object.keys(body).filter((field) => !Object.hasOwn(fields, field));
  const wrong = Object.entries(fields).flatMap(([field, check]) => {
    const problem = check(body[field]);
    return problem === undefined ? [] : [`${field}: ${problem}`];
  });
  return [...wrong, ...unknown.map((field) => `${field}: is not known for ${kind}`)];
}

function allowAbsent(check: Check): Check {
  return (value) => (value === undefined ? undefined : check(value));
}

function checkInteger(least: number, greatest: number): Check {
  return (value) =>
    typeof value === "number" && Number.isInteger(value) && value >= least && value <= greatest
      ? undefined
      : `must be a whole number from ${least} to ${greatest}`;
}

function checkChoice(...allowed: readonly string[]): Check {
  return (value) =>
    allowed.some((each) => each === value) ? undefined : `must be one of ${allowed.join(", ")}`;
}

function checkText(value: Json | undefined): string | undefined {
  return typeof value === "string" && value.length <= 500
    ? undefined
    : "must be a text of at most 500 characters";
}

function checkPath(value: Json | undefined): string | undefined {
  return checkText(value) ?? (toText(value).startsWith("/") ? undefined : "must begin with a slash");
}
