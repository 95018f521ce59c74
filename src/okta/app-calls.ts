import type { Calls } from "./calls.ts";
import type { AppCalls } from "./port.ts";
import { type OktaApp, oktaApp, scopeGrant } from "./resources.ts";
import { ignoreRefusals, allowMissing, removeUnlessGone } from "./errors.ts";

/** https://developer.okta.com/docs/api/openapi/okta-management/management/tag/Application/ */
export function createAppCalls(calls: Calls): AppCalls {
  const parse = (purpose: string, json: unknown): OktaApp => calls.parse(purpose, oktaApp, json);
  return {
    findApps: (label) => findApps(calls, label),
    async *listApps(kind) {
      const filter = kind === "oidc" ? `&filter=${encodeURIComponent('name eq "oidc_client"')}` : "";
      for await (const app of calls.pages("list the apps", `/api/v1/apps?limit=200${filter}`)) {
        yield parse("list the apps", app);
      }
    },
    getApp: (appId) =>
      allowMissing(async () => {
        const purpose = `read the app ${appId}`;
        return parse(purpose, await calls.sdk(purpose, (sdk) => sdk.applications.getApplication(appId)));
      }),
    async createApp(body) {
      const purpose = "create the app";
      const json = await calls.sdk(purpose, (sdk) => sdk.applications.createApplication(body, true));
      return parse(purpose, json);
    },
    async replaceApp(appId, app) {
      const purpose = `change the app ${appId}`;
      const json = await calls.sdk(purpose, (sdk) => sdk.applications.replaceApplication(appId, app));
      return parse(purpose, json);
    },
    ...createLifecycleCalls(calls),
    ...createAccessCalls(calls),
  };
}

type AccessCalls = Pick<AppCalls, "listGrantedScopes" | "grantScope" | "assignUser" | "hasUsers">;

/** https://developer.okta.com/docs/api/openapi/okta-management/management/tag/ApplicationGrants/ */
function createAccessCalls(calls: Calls): AccessCalls {
  return {
    async listGrantedScopes(appId) {
      const purpose = `read the scopes of the app ${appId}`;
      const scopes: string[] = [];
      for await (const json of calls.pages(purpose, `/api/v1/apps/${encodeURIComponent(appId)}/grants`)) {
        const { scopeId, status } = calls.parse(purpose, scopeGrant, json);
        if (status !== "REVOKED") scopes.push(scopeId);
      }
      return scopes;
    },
    async grantScope(appId, scopeId) {
      await calls.sdk(`grant ${scopeId} to the app ${appId}`, ({ applications }) =>
        applications.grantConsentToScope(appId, { issuer: calls.orgUrl, scopeId }),
      );
    },
    async assignUser(appId, id) {
      await calls.sdk(`assign you to the app ${appId}`, ({ applications }) =>
        applications.assignUserToApplication(appId, { id, scope: "USER" }),
      );
    },
    async hasUsers(appId) {
      const path = `/api/v1/apps/${encodeURIComponent(appId)}/users?limit=1`;
      for await (const _user of calls.pages("read who the app is assigned to", path)) return true;
      return false;
    },
  };
}

function createLifecycleCalls(calls: Calls): Pick<AppCalls, "activateApp" | "deactivateApp" | "deleteApp"> {
  return {
    activateApp: (appId) =>
      ignoreRefusals(["E0000107"], () =>
        calls.sdk(`activate the app ${appId}`, ({ applications }) => applications.activateApplication(appId)),
      ),
    async deactivateApp(appId) {
      const deactivate = () =>
        calls.sdk(`deactivate the app ${appId}`, ({ applications }) =>
          applications.deactivateApplication(appId),
        );
      const outcome = await removeUnlessGone(() => ignoreRefusals(["E0000107"], deactivate));
      return outcome === "gone" ? outcome : "done";
    },
    deleteApp: (appId) =>
      removeUnlessGone(() =>
        calls.sdk(`delete the app ${appId}`, ({ applications }) => applications.deleteApplication(appId)),
      ),
  };
}

/** `q` finds labels that start with the text, so the exact ones are picked here. */
async function findApps(calls: Calls, label: string): Promise<readonly OktaApp[]> {
  const purpose = "look for the app by its name";
  const found: OktaApp[] = [];
  for await (const json of calls.pages(purpose, `/api/v1/apps?q=${encodeURIComponent(label)}&limit=200`)) {
    const app = calls.parse(purpose, oktaApp, json);
    if (app.name === "oidc_client" && app.label === label) found.push(app);
  }
  return found;
}
