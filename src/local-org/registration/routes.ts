import type { Router } from "@koa/router";
import type { Context } from "koa";
import { ApiError, createNotFoundError, createValidationError } from "../http/api-error.ts";
import { blank } from "../http/problems.ts";
import { isFromThisMachine } from "../http/this-machine.ts";
import { createApiToken, createRandomText } from "../ids.ts";
import type { JsonObject } from "../json.ts";
import { toObject, toText } from "../json.ts";
import type { RequestContext } from "../management/request-context.ts";
import { handle, ok, readObject } from "../management/request-context.ts";
import { adminGroup } from "../model/seed.ts";
import { joinChanges } from "../model/users.ts";
import type { Org } from "../org.ts";
import { stamp } from "../org.ts";
import type { Change } from "../store/change.ts";
import { put, remove } from "../store/change.ts";
import type { StoredRegistration } from "../store/collections.ts";
import { createUserChanges, findProfileProblems } from "../users/user-changes.ts";

/** How many polls answer PENDING, so that a client that does not poll again fails. */
const pendingPolls = 2;

/** Unfinished registrations that are kept; the oldest go first. */
const mostRegistrations = 100;

/**
 * The protocol by which Okta's old CLI made an org and got an API token for it. Okta has taken it down; here it makes an
 * administrator of the local org, so that programs that speak it can be tried.
 */
export function addRegistrationRoutes(router: Router, org: Org): void {
  router.post("/api/v1/registration/:registrationId/register", handle(org, register));
  router.get("/api/internal/v1/developer/redeem/:cliToken", handle(org, redeem));
}

async function register(request: RequestContext) {
  const { org } = request;
  const profile = readProfile(readObject(request));
  assertComplete(org, profile);
  const { user, changes } = await createUserChanges(org, profile, undefined);
  const cliToken = createRandomText(40);
  const { id, ...times } = stamp(org.clock, "00T");
  const registration: StoredRegistration = { id, ...times, userId: user.id, polls: 0 };
  request.write([...changes, ...dropOldest(org), put("registrations", cliToken, registration)]);
  return ok({ developerOrgCliToken: cliToken });
}

function readProfile(body: JsonObject): JsonObject {
  const given = toObject(body["userProfile"]) ?? {};
  const [email, firstName, lastName, country] = ["email", "firstName", "lastName", "country"].map((field) =>
    toText(given[field]).trim(),
  );
  return { login: email, email, firstName, lastName, country };
}

/** The email address is also the login, so a problem with it is reported once. */
function assertComplete(org: Org, profile: JsonObject): void {
  const country = toText(profile["country"]) === "" ? [`country: ${blank}`] : [];
  const wrong = findProfileProblems(org, profile).map((problem) => problem.replace(/^login: /u, "email: "));
  const byField = new Map([...wrong, ...country].map((problem) => [readField(problem), problem]));
  const [first] = byField.keys();
  if (first !== undefined) throw createValidationError(first, [...byField.values()]);
}

function readField(problem: string): string {
  return problem.slice(0, problem.indexOf(":"));
}

function dropOldest({ store }: Org): Change[] {
  if (store.count("registrations") < mostRegistrations) return [];
  const [oldest] = store.entries("registrations");
  return oldest === undefined ? [] : [remove("registrations", oldest[0])];
}

/** PENDING, PENDING, then ACTIVE with the token, which is given out once. */
function redeem(request: RequestContext) {
  const { org, params } = request;
  const cliToken = params["cliToken"] ?? "";
  const registration = org.store.get("registrations", cliToken);
  // The token is a secret: an error that names it would end up in logs.
  if (registration === undefined) throw createNotFoundError("cliToken", "DeveloperOrg");
  if (registration.polls < pendingPolls) {
    request.write([put("registrations", cliToken, { ...registration, polls: registration.polls + 1 })]);
    return ok({ status: "PENDING" });
  }
  const { userId } = registration;
  const token = {
    ...stamp(org.clock, "00T"),
    name: "okta-unlock register",
    userId,
    value: createApiToken(),
  };
  request.write([
    remove("registrations", cliToken),
    ...buildAdministratorChanges(org, userId),
    put("apiTokens", token.id, token),
  ]);
  return ok({ status: "ACTIVE", orgUrl: org.url, apiToken: token.value });
}

function buildAdministratorChanges(org: Org, userId: string): Change[] {
  return org.store
    .list("groups")
    .filter(({ type, profile }) => type === "BUILT_IN" && profile.name === adminGroup)
    .flatMap(({ id }) => joinChanges(org, id, userId));
}

/** The two paths of the old registration protocol, which need no credential: they exist to get one. */
function isRegistrationPath(path: string): boolean {
  return /^\/api\/(?:v1\/registration\/[^/]+\/register|internal\/v1\/developer\/redeem\/[^/]+)$/u.test(path);
}

/**
 * Whether a request belongs to the registration protocol. Registering creates an administrator, so only programs on this
 * machine may: no other machine, and no web page in a browser. Throws 403.
 */
export function isRegistration(context: Context): boolean {
  if (!isRegistrationPath(context.path)) return false;
  guardRegistration(context);
  return true;
}

function guardRegistration(context: Context): void {
  const { origin, "sec-fetch-site": site } = context.req.headers;
  const isOfPage = origin !== undefined || (site !== undefined && site !== "none");
  if (isFromThisMachine(context.req.socket) && !isOfPage) return;
  const who = "to programs on the machine that the org runs on";
  throw new ApiError(403, "E0000006", `Registration is open only ${who}.`);
}
