import type { Router } from "@koa/router";
import { notFound } from "../http/api-error.ts";
import type { JsonObject } from "../json.ts";
import { asObject, textOf } from "../json.ts";
import type { Org } from "../org.ts";
import { put } from "../store/change.ts";
import type { StoredOrg } from "../store/collections.ts";
import type { Exchange } from "./exchange.ts";
import { handle, ok, objectBody } from "./exchange.ts";
import { lengthOf, check, throwIfAny } from "./problems.ts";

/** `/api/v1/org`: name, address and contacts of the org, and its features (Okta: Org Setting API, Features API). */
export function orgSettingRoutes(router: Router, org: Org): void {
  router.get(
    "/api/v1/org",
    handle(org, (exchange) => ok(view(exchange))),
  );
  router.put(
    "/api/v1/org",
    handle(org, (exchange) => change(exchange, {})),
  );
  router.post(
    "/api/v1/org",
    handle(org, (exchange) => change(exchange, settingsOf(exchange))),
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

function orgOf(exchange: Exchange): StoredOrg {
  const stored = exchange.org.store.get("org", "org");
  if (stored === undefined) throw notFound("org", "Org");
  return stored;
}

function settingsOf(exchange: Exchange): JsonObject {
  const usual = { companyName: "okta-unlock local org", website: exchange.org.url };
  return { ...usual, ...asObject(orgOf(exchange)["settings"]) };
}

/** A POST changes what it names; a PUT also empties the rest. */
function change(exchange: Exchange, before: JsonObject) {
  const given = Object.entries(objectBody(exchange)).filter(([name]) => writable.includes(name));
  throwIfAny(
    given.flatMap(([name, value]) =>
      check(
        value === null || (typeof value === "string" && lengthOf(value) <= 255),
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
  save(exchange, { settings });
  return ok(view(exchange));
}

function save(exchange: Exchange, changes: JsonObject): void {
  const lastUpdated = exchange.org.clock.now().toISOString();
  exchange.write([put("org", "org", { ...orgOf(exchange), ...changes, lastUpdated })]);
}

function view(exchange: Exchange): JsonObject {
  const { id, created, lastUpdated, subdomain } = orgOf(exchange);
  const links = { contacts: { href: `${exchange.origin}/api/v1/org/contacts` } };
  const fixed = { id, subdomain, status: "ACTIVE", created, lastUpdated, expiresAt: null };
  const empty = Object.fromEntries(writable.map((name) => [name, null]));
  return { ...empty, ...settingsOf(exchange), ...fixed, _links: links };
}

const contactTypes = ["BILLING", "TECHNICAL"];

function listContacts(exchange: Exchange) {
  return ok(
    contactTypes.map((contactType) => {
      const name = contactType.toLowerCase();
      const links = { [name]: { href: `${exchange.origin}/api/v1/org/contacts/${name}` } };
      return { contactType, _links: links };
    }),
  );
}

function contactTypeOf(exchange: Exchange): string {
  const given = exchange.params["contactType"] ?? "";
  if (!contactTypes.includes(given.toUpperCase())) throw notFound(given, "OrgContactType");
  return given.toUpperCase();
}

/** Until somebody is named, it is the administrator that the org was made with. */
function getContact(exchange: Exchange) {
  const stored = orgOf(exchange);
  const named = textOf(asObject(stored["contacts"])?.[contactTypeOf(exchange)]);
  const first = exchange.org.store.first("users")?.id ?? "";
  return ok(contactView(exchange, named || first));
}

function replaceContact(exchange: Exchange) {
  const type = contactTypeOf(exchange);
  const userId = textOf(objectBody(exchange)["userId"]);
  if (exchange.org.store.get("users", userId) === undefined) throw notFound(userId, "User");
  save(exchange, { contacts: { ...asObject(orgOf(exchange)["contacts"]), [type]: userId } });
  return ok(contactView(exchange, userId));
}

function contactView(exchange: Exchange, userId: string): JsonObject {
  return { userId, _links: { user: { href: `${exchange.origin}/api/v1/users/${userId}` } } };
}
