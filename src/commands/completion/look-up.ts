import { readProfiles } from "../../auth/profiles/profile-file.ts";
import type { Context } from "../../context.ts";
import { withOrg } from "../../flows/with-org.ts";
import { availableTemplates } from "../../project/templates.ts";
import type { Suggestion, Wanted } from "./suggest.ts";

/** How long a person who pressed the Tab key waits for an org, and how many apps they look through. */
const patienceMilliseconds = 3000;
const mostApps = 100;

type Lookup = Extract<Wanted, { readonly kind: "lookup" }>;

/** The values that a source has now. Throws when an org does not answer in time. */
export async function lookUp(context: Context, { source, org }: Lookup): Promise<readonly Suggestion[]> {
  if (source === "apps") return listApps(context, org);
  if (source === "profiles") return listProfiles(context);
  return availableTemplates().map(({ platform, title }) => ({ value: platform, description: title }));
}

async function listProfiles(context: Context): Promise<readonly Suggestion[]> {
  const { profiles } = await readProfiles(context);
  return [
    ...profiles.map(({ name, orgUrl }) => ({ value: name, description: orgUrl })),
    { value: "local", description: "the local org" },
  ];
}

async function listApps(context: Context, org: string | undefined): Promise<readonly Suggestion[]> {
  const limit = AbortSignal.timeout(patienceMilliseconds);
  const signal = AbortSignal.any([context.signal, limit]);
  const silent = { ...context, signal, interaction: { ...context.interaction, canAsk: false } };
  return withOrg(silent, org, async (session) => {
    const apps: Suggestion[] = [];
    for await (const { id, label, settings } of session.org.listApps("oidc")) {
      if (settings?.oauthClient?.application_type !== "native") continue;
      apps.push({ value: id, description: label });
      // Read here, the limit lives on: the garbage collector takes one that only AbortSignal.any() knows.
      if (apps.length === mostApps || limit.aborted) break;
    }
    return apps;
  });
}
