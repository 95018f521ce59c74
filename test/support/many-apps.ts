import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { stamp } from "../../src/local-org/org.ts";
import { put } from "../../src/local-org/store/change.ts";
import { startPagesOrg } from "./pages-org.ts";
import type { World } from "./run-cli.ts";

/** A local org with very many apps, and how the CLI reaches it. */
export interface CrowdedOrg {
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
  /** How many pages of apps were asked for so far. */
  readonly pages: () => number;
  /** Every later page is answered with status 500. */
  breakAfter(pages: number): void;
}

/** Starts an org with `count` native apps; every tenth carries an expiry, and every hundredth is a web app. */
export async function startCrowdedOrg(world: World, count: number): Promise<CrowdedOrg> {
  const { org, url, caCertificate, seeded } = await startPagesOrg(onTestFinished);
  org.store.write(
    Array.from({ length: count }, (_, index) => {
      const app = appNumber(index, stamp(org.clock, "0oa"));
      return put("apps", app.id, app);
    }),
  );
  let pages = 0;
  const list = org.store.list.bind(org.store);
  Object.assign(org.store, {
    list: (collection: Parameters<typeof list>[0]) => {
      if (collection === "apps") pages += 1;
      return list(collection);
    },
  });
  const certificate = join(world.root, `ca-${org.port}.pem`);
  writeFileSync(certificate, caCertificate);
  const env = { OKTA_CLIENT_TOKEN: seeded.apiToken, NODE_EXTRA_CA_CERTS: certificate };
  const breakAfter = (skip: number): void => {
    org.faults.add({ kind: "status", status: 500, path: "/api/v1/apps", skip, times: Infinity });
  };
  return { url, env, pages: () => pages, breakAfter };
}

function appNumber(index: number, stamped: ReturnType<typeof stamp>) {
  return {
    ...stamped,
    name: "oidc_client",
    label: `App number ${index}`,
    status: "ACTIVE" as const,
    signOnMode: "OPENID_CONNECT",
    credentials: { oauthClient: { client_id: stamped.id, token_endpoint_auth_method: "none" } },
    settings: {
      notes: { admin: "x".repeat(1000) },
      oauthClient: {
        application_type: index % 100 === 99 ? "web" : "native",
        redirect_uris: [`com.example.app${index}:/callback`],
        response_types: ["code"],
        grant_types: ["authorization_code", "refresh_token"],
      },
    },
    profile: {
      okta_unlock: {
        project: `app-${index}`,
        ...(index % 10 === 0 && { expiresAt: new Date(Date.now() + 7_000_000).toISOString() }),
      },
    },
  };
}
