import type { Context } from "../../context.ts";
import { findAppBy, type ShownApp, showApp } from "../../flows/app-details.ts";
import { withOrg } from "../../flows/with-org.ts";

/** Finds one app by id, client ID or label. Throws `okta-refused` when there is none, `app-conflict` when several fit. */
export async function runAppsShow(
  context: Context,
  wanted: { readonly app: string; readonly org: string | undefined },
): Promise<ShownApp> {
  return withOrg(context, wanted.org, "okta-unlock apps show 0oa1b2c3d4 --org local", async ({ org }) =>
    showApp(org, await findAppBy(org, wanted.app, "show")),
  );
}
