import type { Fault, FaultKind } from "./fault.ts";
import type { ArmedFault } from "./faults.ts";

/** A fault as one short line: `503 for /oauth2/v1/token, the next 2 requests`. */
export function describeFault({ fault, left }: Pick<ArmedFault, "fault" | "left">): string {
  const where = [fault.method, fault.path ?? usualPlace(fault)]
    .filter((part) => part !== undefined)
    .join(" ");
  return `${whatHappens(fault)} for ${where}, ${howOften(fault, left)}`;
}

function usualPlace({ kind }: Fault): string {
  return kind === "oauth-error" ? "the token endpoints" : "any path";
}

function whatHappens(fault: FaultKind): string {
  switch (fault.kind) {
    case "rate-limit":
      return "429";
    case "status":
      return fault.when === "after" ? `${fault.status} after the change was made` : String(fault.status);
    case "refusal":
      return fault.errorCode;
    case "oauth-error":
      return fault.error;
    case "latency":
      return `${fault.milliseconds} ms of delay${fault.when === "after" ? " after the change was made" : ""}`;
    case "drop":
      return fault.when === "after" ? "a lost response" : "a dropped connection";
    default:
      return fault.kind === "truncated-body" ? "a truncated response" : "a response that is not JSON";
  }
}

function howOften({ skip = 0 }: Fault, left: number): string {
  const passed = skip > 0 ? ` after ${skip} that pass` : "";
  if (left === Infinity) return `every request${passed}`;
  return left === 1 ? `the next request${passed}` : `the next ${left} requests${passed}`;
}
