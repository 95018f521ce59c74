import type { OktaApp, OktaOrg } from "../org/port.ts";
import { clientIdOf } from "./app-conflict.ts";
import { markerOf } from "./marker.ts";
import type { Journal } from "./undo.ts";

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
  /** Marks what this run makes, so that it is found again when an answer was lost. */
  readonly run: string;
}

/**
 * Finds or makes the native app for signing in on another device, lets it ask for the scopes, and assigns the user. Granting
 * a scope takes a super administrator: Okta refuses it with E0000006 otherwise. An app that this run made goes into the journal.
 */
export async function provisionCliApp(
  org: OktaOrg,
  settings: CliAppSettings,
  journal: Journal,
): Promise<CliApp> {
  const found = (await org.findApps(cliAppLabel)).find((app) => markerOf(app)?.project === project);
  const app = found ?? (await createApp(org, settings, journal));
  await org.activateApp(app.id);
  const granted = await org.listGrantedScopes(app.id);
  for (const scope of settings.scopes) if (!granted.includes(scope)) await org.grantScope(app.id, scope);
  await org.assignUser(app.id, settings.userId);
  return { appId: app.id, clientId: clientIdOf(app), isNew: found === undefined };
}

async function createApp(org: OktaOrg, { run }: CliAppSettings, journal: Journal): Promise<OktaApp> {
  let made: OktaApp | undefined;
  const noted = journal.note({
    describe: `maybe an app named "${cliAppLabel}"`,
    manualCommand: `okta-unlock apps list --org ${org.flagValue}`,
    undo: async (signal) => removeAppOfRun(org.withSignal(signal), made, run),
  });
  made = await org.createApp(cliAppBody(run));
  noted.revise({
    describe: `the app ${made.id}`,
    manualCommand: `okta-unlock apps delete ${made.id} --org ${org.flagValue}`,
  });
  return made;
}

async function removeAppOfRun(org: OktaOrg, made: OktaApp | undefined, run: string): Promise<void> {
  const apps = made ? [made] : (await org.findApps(cliAppLabel)).filter((app) => markerOf(app)?.run === run);
  for (const { id } of apps) {
    await org.deactivateApp(id);
    await org.deleteApp(id);
  }
}

/** A public client. Okta wants the code grant of every native app, and a redirect URI with it: nothing listens there. */
function cliAppBody(run: string) {
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
    profile: { okta_unlock: { project, run } },
    visibility: { autoSubmitToolbar: false, hide: { iOS: true, web: true } },
  };
}
