import type { Router } from "@koa/router";
import { isPossible } from "../clock.ts";
import { createNotFoundError, createValidationError } from "../http/api-error.ts";
import type { Json, JsonObject } from "../json.ts";
import type { HttpResponse, RequestContext } from "../management/request-context.ts";
import { created, handle, noContent, readObject, ok } from "../management/request-context.ts";
import type { Org } from "../org.ts";
import { describeFault } from "../faults/faults.ts";
import type { Fault } from "../faults/fault.ts";
import type { ArmedFault } from "../faults/faults.ts";
import { findFaultProblems, parseFault } from "../faults/parse-fault.ts";

/** `/api/local/v1`: what Okta does not have: faults on demand, and the org's clock. */
export function addAdminRoutes(router: Router, org: Org): void {
  router.get(
    "/api/local/v1",
    handle(org, () => ok({ faults: viewFaults(org), clock: viewClock(org) })),
  );
  router.get(
    "/api/local/v1/faults",
    handle(org, () => ok(viewFaults(org))),
  );
  router.post("/api/local/v1/faults", handle(org, addFault));
  router.delete("/api/local/v1/faults", handle(org, clearFaults));
  router.delete("/api/local/v1/faults/:faultId", handle(org, removeFault));
  router.get(
    "/api/local/v1/clock",
    handle(org, () => ok(viewClock(org))),
  );
  router.put("/api/local/v1/clock", handle(org, setClock));
  router.delete("/api/local/v1/clock", handle(org, resetClock));
}

function viewFaults({ faults }: Org): JsonObject[] {
  return faults.list().map(showArmedFault);
}

/** An armed fault as JSON: the request body, its id, how many requests it still affects, and a summary. */
function showArmedFault(armed: ArmedFault): JsonObject {
  const { times, ...rest } = armed.fault;
  return {
    id: armed.id,
    ...rest,
    ...(times !== undefined && { times: showTimes(times) }),
    left: showTimes(armed.left),
    summary: describeFault(armed),
  };
}

function showTimes(times: number): Json {
  return times === Infinity ? "always" : times;
}

function viewClock({ clock }: Org): JsonObject {
  return { now: clock.now().toISOString(), offsetMilliseconds: clock.offset };
}

function addFault(request: RequestContext): HttpResponse {
  return created(showArmedFault(request.org.faults.arm(readFault(readObject(request)))));
}

function readFault(body: JsonObject): Fault {
  const problems = findFaultProblems(body);
  const [first] = problems;
  if (first !== undefined) throw createValidationError(first.slice(0, first.indexOf(":")), problems);
  return parseFault(body);
}

function clearFaults({ org }: RequestContext): HttpResponse {
  org.faults.clear();
  return noContent;
}

function removeFault({ org, params }: RequestContext): HttpResponse {
  const id = params["faultId"] ?? "";
  if (!org.faults.disarm(id)) throw createNotFoundError(id, "LocalOrgFault");
  return noContent;
}

function resetClock({ org }: RequestContext): HttpResponse {
  org.clock.reset();
  return noContent;
}

/** The body has one of `now` (a date), `offsetMilliseconds` (to real time) and `advanceMilliseconds`. */
function setClock(request: RequestContext): HttpResponse {
  const { clock } = request.org;
  const milliseconds = readAdvance(readObject(request), request.org);
  if (!isPossible(clock.now().getTime() + milliseconds)) {
    throw createClockError("The org's clock takes dates from the year 1970 to the year 2999.");
  }
  clock.advance(milliseconds);
  return ok(viewClock(request.org));
}

/** How many milliseconds the body moves the clock. */
function readAdvance(body: JsonObject, { clock }: Org): number {
  const { now, offsetMilliseconds: offset, advanceMilliseconds: advance } = body;
  if (Object.keys(body).length === 1) {
    if (typeof now === "string" && isDate(now)) return Date.parse(now) - clock.now().getTime();
    if (Number.isInteger(offset)) return Number(offset) - clock.offset;
    if (Number.isInteger(advance)) return Number(advance);
  }
  throw createClockError(
    "Send one of now (a date such as 2030-01-31T12:00:00Z), offsetMilliseconds, advanceMilliseconds.",
  );
}

/** ISO 8601 with a time zone, because a date without one depends on the machine. */
function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/u.test(text) && !Number.isNaN(Date.parse(text));
}

function createClockError(problem: string) {
  return createValidationError("clock", [`clock: ${problem}`]);
}
