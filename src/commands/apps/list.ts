import type { Context } from "../../context.ts";
import type { OktaApp } from "../../org/port.ts";
import { withOrg } from "../with-org.ts";

export interface ListedApp {
  readonly id: string;
  readonly clientId: string | null;
  readonly label: string;
  readonly status: string;
  readonly type: string | null;
  readonly created: string | null;
}

export interface AppList {
  readonly org: string;
  readonly apps: readonly ListedApp[];
}

/** Lists the native OIDC apps of an org, or all its apps. */
export async function runAppsList(
  context: Context,
  wanted: { readonly org: string | undefined; readonly all: boolean },
): Promise<AppList> {
  return withOrg(context, wanted.org, "okta-unlock apps list --org local", async ({ org }) => {
    const apps: ListedApp[] = [];
    for await (const app of org.listApps(wanted.all ? "any" : "oidc")) {
      const listed = describeApp(app);
      if (wanted.all || listed.type === "native") apps.push(listed);
    }
    return { org: org.orgUrl, apps };
  });
}

function describeApp(app: OktaApp): ListedApp {
  return {
    id: app.id,
    clientId: app.credentials?.oauthClient?.client_id ?? null,
    label: app.label,
    status: app.status,
    type: app.settings?.oauthClient?.application_type ?? null,
    created: app.created ?? null,
  };
}
