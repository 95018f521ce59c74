import type { Fault, FaultKind } from "./fault.ts";
import { oauthErrorCodes, refusalCodes } from "./fault.ts";
import type { Json, JsonObject } from "../json.ts";
import { textOf } from "../json.ts";

type Kind = FaultKind["kind"];
/** What is wrong with a value, or undefined. */
type Check = (value: Json | undefined) => string | undefined;
type Fields = Readonly<Record<string, Check>>;

const when = oneOf("before", "after");

/** What each kind of fault is made of. */
const kinds: Readonly<Record<Kind, Fields>> = {
  "rate-limit": { resetAfterSeconds: optional(wholeNumber(0, 86_400)) },
  status: {
    status: wholeNumber(400, 599),
    body: optional(oneOf("okta", "html", "empty")),
    when: optional(when),
  },
  refusal: { errorCode: oneOf(...refusalCodes) },
  "oauth-error": { error: oneOf(...oauthErrorCodes), description: optional(text) },
  latency: { milliseconds: wholeNumber(0, 600_000), when: optional(when) },
  drop: { when },
  "truncated-body": {},
  "malformed-json": {},
};

const most = 1_000_000;

/** What every fault can say. */
const common: Fields = {
  kind: () => undefined,
  method: optional(oneOf("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")),
  path: optional(pathText),
  times: optional((value) => (value === "always" ? undefined : wholeNumber(1, most)(value))),
  skip: optional(wholeNumber(0, most)),
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

function optional(check: Check): Check {
  return (value) => (value === undefined ? undefined : check(value));
}

function wholeNumber(least: number, greatest: number): Check {
  return (value) =>
    typeof value === "number" && Number.isInteger(value) && value >= least && value <= greatest
      ? undefined
      : `must be a whole number from ${least} to ${greatest}`;
}

function oneOf(...allowed: readonly string[]): Check {
  return (value) =>
    allowed.some((each) => each === value) ? undefined : `must be one of ${allowed.join(", ")}`;
}

function text(value: Json | undefined): string | undefined {
  return typeof value === "string" && value.length <= 500
    ? undefined
    : "must be a text of at most 500 characters";
}

function pathText(value: Json | undefined): string | undefined {
  return text(value) ?? (textOf(value).startsWith("/") ? undefined : "must begin with a slash");
}
