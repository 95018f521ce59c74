import { OktaUnlockError } from "../errors.ts";

/** What can be written, for help and errors. */
export const faultExamples: readonly (readonly [example: string, meaning: string])[] = [
  ["429:/api/v1/apps,reset=10", "too many requests, for 10 seconds"],
  ["503:/oauth2/default/v1/token,times=2", "a status from 400 to 599, twice; body=html or empty"],
  ["oauth=invalid_grant", "an OAuth error, from /token unless a path is given"],
  ["refusal=E0000015,times=always", "an error from Okta's catalog"],
  ["latency=2000:/oauth2/**", "a delay in milliseconds, for every request"],
  ["drop:/api/v1/apps,method=POST", "the connection breaks; with when=after the change is made"],
  ["truncated-body, malformed-json", "a damaged response"],
  ["skew=+600s", "the org's clock, ahead or behind: s, m, h, d"],
];

/** The body that the org's admin endpoint takes for a fault. */
export type FaultBody = Readonly<Record<string, string | number>>;

/** What one spec asks for, not checked yet. */
export type FaultSpec =
  | { readonly kind: "fault"; readonly spec: string; readonly body: FaultBody }
  /** The clock is ahead by so many milliseconds; negative when it is behind. */
  | { readonly kind: "skew"; readonly milliseconds: number };

/**
 * Reads `WHAT[:PATH][,OPTION=VALUE…]`, such as `503:/api/v1/apps,times=2`. Options: times, skip, method, and those of the
 * kind: reset, body, when. Whether such a fault exists is for the org to say.
 */
export function readFaultSpec(text: string): FaultSpec {
  const spec = text.trim();
  const [, time = "", unit = ""] = /^skew=([+-]?\d{1,9})([smhd])$/u.exec(spec) ?? [];
  if (time !== "") return { kind: "skew", milliseconds: Number(time) * (units[unit] ?? 0) };
  const [, what = "", path, options = ""] = /^([^:,]+)(?::([^,]*))?((?:,[^,]*)*)$/u.exec(spec) ?? [];
  const place: FaultBody = path === undefined ? {} : { path: path.trim() };
  return { kind: "fault", spec, body: { ...readKind(what.trim()), ...place, ...readOptions(options) } };
}

const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function readKind(what: string): FaultBody {
  const [name = "", value = ""] = what.split("=", 2);
  if (what === "429") return { kind: "rate-limit" };
  if (/^\d+$/u.test(what)) return { kind: "status", status: Number(what) };
  if (name === "latency") return { kind: "latency", milliseconds: readNumberOrText(value) };
  if (name === "refusal") return { kind: "refusal", errorCode: value };
  if (name === "oauth") return { kind: "oauth-error", error: value };
  return what === "drop" ? { kind: "drop", when: "before" } : { kind: what };
}

function readOptions(text: string): FaultBody {
  const given = text.split(",").filter((each) => each.trim() !== "");
  return Object.fromEntries(given.map((each) => readOption(each.trim())));
}

function readOption(text: string): [string, string | number] {
  const [name = "", value = ""] = text.split("=", 2);
  if (name === "method") return [name, value.toUpperCase()];
  return [name === "reset" ? "resetAfterSeconds" : name, readNumberOrText(value)];
}

function readNumberOrText(value: string): string | number {
  return /^\d+$/u.test(value) ? Number(value) : value;
}

/**
 * Throws `invalid-value` with what can be written when the org has something to say against a fault.
 * @param command gives the command line with another fault in its place
 */
export function assertNoProblems(
  { spec, body }: { readonly spec: string; readonly body: FaultBody },
  problems: readonly string[],
  command: (example: string) => string,
): void {
  const [first] = problems;
  if (first === undefined) return;
  const isUnknown = first.startsWith("kind: ");
  throw new OktaUnlockError("invalid-value", {
    message: `The fault ${JSON.stringify(spec)} is not valid: ${isUnknown ? `${JSON.stringify(body["kind"])} is not a kind of fault` : first.replace(":", "").replace("resetAfterSeconds", "reset")}.`,
    details: faultExamples.map(([example, meaning]) => `${example}: ${meaning}`),
    next: `Write it as one of these, for example: ${command("503:/oauth2/default/v1/token")}`,
  });
}
