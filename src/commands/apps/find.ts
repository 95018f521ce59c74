import { OktaUnlockError } from "../../errors.ts";
import type { OktaApp, OktaOrg } from "../../okta/port.ts";

/**
 * Finds one app by id, client ID or label. Throws `okta-refused` when there is none, `app-conflict` when several fit.
 * @param verb what to do with it, for the command that is shown: `show`
 */
export async function findAppBy(org: OktaOrg, text: string, verb: "show" | "update"): Promise<OktaApp> {
  const byId = /^0oa\w+$/u.test(text) ? await org.getApp(text) : undefined;
  const found = byId === undefined ? await org.findApps(text) : [byId];
  const [only, ...others] = found.length > 0 ? found : await findByClientId(org, text);
  if (only === undefined) throw noSuchApp(org, text);
  if (others.length === 0) return only;
  throw new OktaUnlockError("app-conflict", {
    message: `${others.length + 1} apps are called ${JSON.stringify(text)}.`,
    details: [only, ...others].map(({ id, label, status }) => `${id}  ${label}  ${status.toLowerCase()}`),
    next: `Name one by its id: okta-unlock apps ${verb} ${only.id} --org ${org.flagValue}`,
  });
}

/** A client ID is the app's id unless it was chosen; then only the list knows. */
async function findByClientId(org: OktaOrg, clientId: string): Promise<OktaApp[]> {
  for await (const app of org.listApps("oidc")) {
    if (app.credentials?.oauthClient?.client_id === clientId) return [app];
  }
  return [];
}

function noSuchApp(org: OktaOrg, text: string): OktaUnlockError {
  return new OktaUnlockError("okta-refused", {
    message: `The org has no app ${JSON.stringify(text)}.`,
    why: "No OIDC app has that id, client ID or label, or the credential may not see it.",
    next: `See what there is: okta-unlock apps list --org ${org.flagValue}`,
  });
}
