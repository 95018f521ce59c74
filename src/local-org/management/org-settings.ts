import type { Router } from "@koa/router";
import { omit } from "../json.ts";
import type { Org } from "../org.ts";
import type { Exchange } from "./exchange.ts";
import { handle, ok } from "./exchange.ts";

/** `/api/v1/org`: name and address of the org (Okta: Org Setting API). */
export function orgSettingRoutes(router: Router, org: Org): void {
  router.get("/api/v1/org", handle(org, getOrg));
}

function getOrg(exchange: Exchange) {
  const stored = exchange.org.store.get("org", "org") ?? {};
  return ok({
    ...omit(stored, ["seeded", "port"]),
    companyName: "okta-unlock local org",
    status: "ACTIVE",
    website: exchange.org.url,
    expiresAt: null,
    _links: { contacts: { href: `${exchange.origin}/api/v1/org/contacts` } },
  });
}
