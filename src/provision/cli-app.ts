import type { JsonObject, OktaApp } from "../okta/port.ts";
import type { Run } from "./effect.ts";
import { clientIdOf } from "./find-app.ts";
import { readMarker } from "./marker.ts";
import { perform } from "./perform.ts";
import { hole } from "./request.ts";
import { retryMissing } from "./retry-missing.ts";

/** What the app is called in the org. */
const cliAppLabel = "okta-unlock CLI";

const project = "okta-unlock-cli";
const deviceGrant = "urn:ietf:params:oauth:grant-type:device_code";

/** The app by which users of this program sign in on another device. */
export interface CliApp {
  readonly appId: string;
  readonly clientId: string;
  /** False when the org had it already. */
  readonly isNew: boolean;
}

/** What the app is made for. */
export interface CliAppSettings {
  /** The user who is going to sign in by it. */
  readonly userId: string;
  /** The `okta.*` scopes that it may ask for. */
  readonly scopes: readonly string[];
}

/**
 * Finds or creates the native app for signing in on another device, lets it ask for the scopes, and assigns the user. Granting
 * a scope takes a super administrator: Okta refuses it with E0000006 otherwise. An app that this run created goes into the journal.
 */
export async function provisionCliApp(
  { org, journal, context }: Pick<Run, "org" | "journal" | "context">,
  settings: CliAppSettings,
): Promise<CliApp> {
  const found = (await org.findApps(cliAppLabel)).find((app) => readMarker(app)?.project === project);
  const stamp = { run: crypto.randomUUID(), expiresAt: undefined };
  const app = found ?? (await createCliApp({ org, journal, context, stamp }));
  const ask = async <T>(call: () => Promise<T>): Promise<T> =>
    found === undefined ? retryMissing(context, call) : call();
  await ask(() => org.activateApp(app.id));
  const granted = await ask(() => org.listGrantedScopes(app.id));
  for (const scope of settings.scopes) {
    if (!granted.includes(scope)) await ask(() => org.grantScope(app.id, scope));
  }
  await ask(() => org.assignUser(app.id, settings.userId));
  return { appId: app.id, clientId: clientIdOf(app), isNew: found === undefined };
}

async function createCliApp(run: Run): Promise<OktaApp> {
  const { newApp } = await perform(run, { request: { call: "createApp", args: [buildCliApp()] } }, {});
  if (newApp === undefined) throw new TypeError("Creating an app tells the app.");
  return newApp;
}

/** A public client. Okta wants the code grant of every native app, and a redirect URI with it: nothing listens there. */
function buildCliApp(): JsonObject {
  return {
    name: "oidc_client",
    label: cliAppLabel,
    signOnMode: "OPENID_CONNECT",
    credentials: { oauthClient: { token_endpoint_auth_method: "none", pkce_required: true } },
    settings: {
      oauthClient: {
        application_type: "native",
        redirect_uris: ["okta-unlock-cli:/callback"],
        response_types: ["code"],
        grant_types: ["authorization_code", "refresh_token", deviceGrant],
        refresh_token: { rotation_type: "ROTATE", leeway: 30 },
        consent_method: "TRUSTED",
        dpop_bound_access_tokens: false,
      },
    },
    profile: { okta_unlock: { project, run: hole("run") } },
    visibility: { autoSubmitToolbar: false, hide: { iOS: true, web: true } },
  };
}
