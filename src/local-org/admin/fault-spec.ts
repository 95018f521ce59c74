import { OktaUnlockError } from "../../errors.ts";
import { ApiError } from "../http/api-error.ts";
import type { Fault } from "../faults.ts";
import type { JsonObject } from "../json.ts";
import { textOf } from "../json.ts";
import { faultFrom } from "./fault-body.ts";

/** What one `--fault` asks for. */
export type FaultRequest =
  | { readonly kind: "fault"; readonly fault: Fault; readonly body: JsonObject }
  /** The clock is ahead by so many milliseconds; negative when it is behind. */
  | { readonly kind: "skew"; readonly milliseconds: number };

/** What can be written, for help and errors. */
export const faultExamples = [
  "429:/api/v1/apps,reset=10          a status from 400 to 599; 429 with the seconds until it is over",
  "503:/oauth2/**/token,times=2       the next two requests; body=html or empty, when=after",
  "oauth=invalid_grant                an error of OAuth, for /token unless a path says otherwise",
  "refusal=E0000015,times=always      an error of Okta's catalogue",
  "latency=2000:/oauth2/**            milliseconds, for every request",
  "drop:/api/v1/apps,method=POST      the connection breaks; when=after: once it was done",
  "truncated-body or malformed-json   an answer that is damaged",
  "skew=+600s                         the clock: s, m, h or d, ahead or behind (-5m)",
] as const;

/**
 * Reads `WHAT[:PATH][,OPTION=VALUE…]`, such as `503:/api/v1/apps,times=2`. Options: times, skip, method, and those of the
 * kind: reset, body, when. Throws `invalid-value` with what is allowed.
 */
export function readFaultSpec(spec: string): FaultRequest {
  const skew = /^skew=([+-]?\d{1,9})(s|m|h|d)$/u.exec(spec.trim());
  if (skew !== null) return { kind: "skew", milliseconds: Number(skew[1]) * (units[skew[2] ?? ""] ?? 0) };
  const [, what = "", path, options = ""] = /^([^:,]+)(?::([^,]*))?((?:,[^,]*)*)$/u.exec(spec.trim()) ?? [];
  const body = {
    ...kindOf(what.trim()),
    ...(path !== undefined && { path: path.trim() }),
    ...optionsOf(options),
  };
  return { kind: "fault", fault: checked(spec, body), body };
}

const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function kindOf(what: string): JsonObject {
  const [name = "", value] = what.split("=", 2);
  if (what === "429") return { kind: "rate-limit" };
  if (/^\d+$/u.test(what)) return { kind: "status", status: Number(what) };
  if (name === "latency") return { kind: "latency", milliseconds: numberOrText(value) };
  if (name === "refusal") return { kind: "refusal", errorCode: value };
  if (name === "oauth") return { kind: "oauth-error", error: value };
  return what === "drop" ? { kind: "drop", when: "before" } : { kind: what };
}

function optionsOf(text: string): JsonObject {
  const pairs = text
    .split(",")
    .filter((each) => each.trim() !== "")
    .map((each) => each.trim().split("=", 2));
  return Object.fromEntries(
    pairs.map(([name = "", value = ""]) => {
      if (name === "method") return [name, value.toUpperCase()];
      return [name === "reset" ? "resetAfterSeconds" : name, numberOrText(value)];
    }),
  );
}

function numberOrText(value: string | undefined): string | number | undefined {
  return value !== undefined && /^\d+$/u.test(value) ? Number(value) : value;
}

function checked(spec: string, body: JsonObject): Fault {
  try {
    return faultFrom(body);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new OktaUnlockError("invalid-value", {
      message: `The fault ${JSON.stringify(spec)} can't be made: ${problemOf(body, error)}.`,
      details: faultExamples,
      next: "Write it as one of these, for example: okta-unlock local start --fault 503:/oauth2/**",
    });
  }
}

function problemOf(body: JsonObject, error: ApiError): string {
  const [first = ""] = error.causes;
  return first.startsWith("kind: ") ? `${textOf(body["kind"])} is no fault` : first.replace(":", "");
}
