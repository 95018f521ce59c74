import type { Router } from "@koa/router";
import { createNotFoundError } from "../http/api-error.ts";
import type { JsonObject } from "../json.ts";
import { toObject, toText } from "../json.ts";
import type { Org } from "../org.ts";
import { put } from "../store/change.ts";
import type { StoredOrg } from "../store/collections.ts";
import { check, countCharacters, throwIfAny } from "../http/problems.ts";
import { handle, readObject, ok } from "./request-context.ts";
import type { RequestContext } from "./request-context.ts";
import { linkTo } from "./resource.ts";

/** `/api/v1/org`: name, address and contacts of the org, and its features (Okta: Org Setting API, Features API). */
export function addOrgSettingRoutes(router: Router, org: Org): void {
  router.get(
    "/api/v1/org",
    handle(org, (request) => ok(view(request))),
  );
  router.put(
    "/api/v1/org",
    handle(org, (request) => change(request, {})),
  );
  router.post(
    "/api/v1/org",
    handle(org, (request) => change(request, viewSettings(request))),
  );
  router.get("/api/v1/org/contacts", handle(org, listContacts));
  router.get("/api/v1/org/contacts/:contactType", handle(org, getContact));
  router.put("/api/v1/org/contacts/:contactType", handle(org, replaceContact));
  router.get(
    "/api/v1/features",
    handle(org, () => ok([])),
  );
}

const writable = (
  "address1 address2 city companyName country endUserSupportHelpURL phoneNumber " +
  "postalCode state supportPhoneNumber website"
).split(" ");

function findOrg(request: RequestContext): StoredOrg {
  const stored = request.org.store.get("org", "org");
  if (stored === undefined) throw createNotFoundError("org", "Org");
  return stored;
}

function viewSettings(request: RequestContext): JsonObject {
  const usual = { companyName: "okta-unlock local org", website: request.org.url };
  return { ...usual, ...toObject(findOrg(request)["settings"]) };
}

/** A POST changes the given fields; a PUT also clears the others. */
function change(request: RequestContext, before: JsonObject) {
  const given = Object.entries(readObject(request)).filter(([name]) => writable.includes(name));
  throwIfAny(
    given.flatMap(([name, value]) =>
      check(
        value === null || (typeof value === "string" && countCharacters(value) <= 255),
        name,
        "The field must be a text of at most 255 characters",
      ),
    ),
  );
  const settings: JsonObject = {
    companyName: "",
    website: "",
    ...before,
    ...Object.fromEntries(given),
  };
  save(request, { settings });
  return ok(view(request));
}

function save(request: RequestContext, changes: JsonObject): void {
  const lastUpdated = request.org.clock.now().toISOString();
  request.write([put("org", "org", { ...findOrg(request), ...changes, lastUpdated })]);
}

function view(request: RequestContext): JsonObject {
  const { id, created, lastUpdated, subdomain } = findOrg(request);
  const org = `${request.origin}/api/v1/org`;
  const links = {
    preferences: { href: `${org}/preferences` },
    uploadLogo: linkTo(`${org}/logo`, "POST"),
    oktaCommunication: { href: `${org}/privacy/oktaCommunication` },
    oktaSupport: { href: `${org}/privacy/oktaSupport` },
    contacts: { href: `${org}/contacts` },
  };
  const fixed = { id, subdomain, status: "ACTIVE", created, lastUpdated, expiresAt: null };
  const empty = Object.fromEntries(writable.map((name) => [name, null]));
  return { ...empty, ...viewSettings(request), ...fixed, _links: links };
}

const contactTypes = ["BILLING", "TECHNICAL"];

function listContacts(request: RequestContext) {
  return ok(
    contactTypes.map((contactType) => {
      const name = contactType.toLowerCase();
      const links = { [name]: { href: `${request.origin}/api/v1/org/contacts/${name}` } };
      return { contactType, _links: links };
    }),
  );
}

function findContactType(request: RequestContext): string {
  const given = request.params["contactType"] ?? "";
  if (!contactTypes.includes(given.toUpperCase())) throw createNotFoundError(given, "OrgContactType");
  return given.toUpperCase();
}

/** The default is the administrator that the org was created with. */
function getContact(request: RequestContext) {
  const stored = findOrg(request);
  const named = toText(toObject(stored["contacts"])?.[findContactType(request)]);
  const first = request.org.store.first("users")?.id ?? "";
  return ok(viewContact(request, named || first));
}

function replaceContact(request: RequestContext) {
  const type = findContactType(request);
  const userId = toText(readObject(request)["userId"]);
  if (request.org.store.get("users", userId) === undefined) throw createNotFoundError(userId, "User");
  save(request, { contacts: { ...toObject(findOrg(request)["contacts"]), [type]: userId } });
  return ok(viewContact(request, userId));
}

function viewContact(request: RequestContext, userId: string): JsonObject {
  return { userId, _links: { user: { href: `${request.origin}/api/v1/users/${userId}` } } };
}

/** `/.well-known/okta-organization`: the open document that says this is an Okta org (Identity Engine: `idx`). */
export function addDiscoveryRoutes(router: Router, org: Org): void {
  router.get(
    "/.well-known/okta-organization",
    handle(org, ({ org: { store, url } }) =>
      ok({
        id: store.get("org", "org")?.id ?? "",
        pipeline: "idx",
        _links: { organization: { href: url } },
        settings: { analyticsCollectionEnabled: false, bugReportingEnabled: false, omEnabled: false },
      }),
    ),
  );
}
