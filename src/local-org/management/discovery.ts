import type { Router } from "@koa/router";
import type { Org } from "../org.ts";
import { handle, ok } from "./exchange.ts";

/** `/.well-known/okta-organization`: the open document that says this is an Okta org (Identity Engine: `idx`). */
export function discoveryRoutes(router: Router, org: Org): void {
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
