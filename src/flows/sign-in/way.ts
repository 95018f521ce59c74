import type { ApiTokenCredential, ServiceAppCredential } from "../../auth/credential.ts";
import { parseScopes, usedScopes, userScopes } from "../../auth/sign-in/scopes.ts";
import type { Context } from "../../context.ts";
import type { ClientId } from "../../values/client-id.ts";
import type { Gathering } from "../fields.ts";
import type { LoginFlags } from "./flags.ts";
import type { LoginOrg } from "./org.ts";
import { clientIdField, gatherServiceApp } from "./service-app.ts";
import { gatherToken } from "./token.ts";

/** A way to sign in, with all that it takes. */
export type Way =
  | { readonly kind: "credential"; readonly credential: ApiTokenCredential | ServiceAppCredential }
  /** By a native app, on any device. */
  | { readonly kind: "device"; readonly clientId: ClientId; readonly scopes: readonly string[] }
  /** By an API token that makes that app first. */
  | { readonly kind: "bootstrap"; readonly token: string; readonly scopes: readonly string[] };

type WayName = "api-token" | "device" | "bootstrap" | "service-app";

interface WaySources {
  readonly org: LoginOrg | undefined;
  readonly flags: LoginFlags;
}

/** Which way: the flags, the environment, the question; then what it takes. */
export async function gatherWay(
  context: Context,
  gathering: Gathering,
  sources: WaySources,
): Promise<Way | undefined> {
  const name = wayByFlags(context, sources) ?? (await askForWay(context, sources));
  if (name === undefined) {
    return gathering.missing(
      "a credential: --with-token (an API token on stdin) or OKTA_CLIENT_TOKEN; --client-id with --private-key (a service app); or --client-id alone (you, on any device)",
    );
  }
  if (sources.flags.revokeToken === true && name !== "bootstrap") return revokesNothing(gathering);
  return gatherBy[name](context, gathering, sources);
}

/** Taken as if it were not there, it would leave a token alive that somebody thinks is gone. */
function revokesNothing(gathering: Gathering): undefined {
  return gathering.refused(
    "--revoke-token: it goes with --bootstrap, by which the API token is not needed afterwards",
  );
}

function wayByFlags({ env }: Context, { org, flags }: WaySources): WayName | undefined {
  if (flags.bootstrap === true) return "bootstrap";
  if (flags.withToken === true) return "api-token";
  if (flags.privateKey !== undefined || flags.keyId !== undefined) return "service-app";
  const isKeyMode = env["OKTA_CLIENT_AUTHORIZATIONMODE"]?.toLowerCase() === "privatekey";
  if (flags.clientId !== undefined) return isKeyMode ? "service-app" : "device";
  return org?.credential?.kind;
}

async function askForWay(
  { interaction, prompts }: Context,
  { org }: WaySources,
): Promise<WayName | undefined> {
  if (org === undefined || !interaction.canAsk) return undefined;
  return prompts.select<WayName>({
    message: "How do you want to sign in?",
    choices: [
      {
        value: "api-token",
        name: "With an API token",
        description: "Made in the Admin Console in a minute; it has your own rights.",
      },
      {
        value: "bootstrap",
        name: "With an API token once, then in the browser",
        description: "Makes the app for it in the org; the token can go then.",
      },
      {
        value: "device",
        name: "In the browser, or on another device",
        description: "Takes the client ID of a native app made for it.",
      },
      {
        value: "service-app",
        name: "As a service app",
        description: "Takes its client ID and private key; made for CI.",
      },
    ],
  });
}

type GatherWay = (context: Context, gathering: Gathering, sources: WaySources) => Promise<Way | undefined>;

const byToken: GatherWay = async (context, gathering, sources) => {
  const token = await tokenFor(context, gathering, sources);
  return token === undefined ? undefined : { kind: "credential", credential: { kind: "api-token", token } };
};

const byServiceApp: GatherWay = async (context, gathering, { org, flags }) => {
  const known = org?.credential;
  const isGiven = flags.clientId !== undefined || flags.privateKey !== undefined;
  if (!isGiven && known?.kind === "service-app") return { kind: "credential", credential: known };
  const credential = await gatherServiceApp(context, gathering, flags, usedScopes);
  return credential && { kind: "credential", credential };
};

const byDevice: GatherWay = async (_context, gathering, { flags }) => {
  const clientId = await gathering.resolve(clientIdField("native app"), flags.clientId);
  return clientId && { kind: "device", clientId, scopes: scopesOf(flags) };
};

const byBootstrap: GatherWay = async (context, gathering, sources) => {
  const token = await tokenFor(context, gathering, sources);
  return token === undefined ? undefined : { kind: "bootstrap", token, scopes: scopesOf(sources.flags) };
};

const gatherBy: Readonly<Record<WayName, GatherWay>> = {
  "api-token": byToken,
  "service-app": byServiceApp,
  device: byDevice,
  bootstrap: byBootstrap,
};

async function tokenFor(
  context: Context,
  gathering: Gathering,
  { org, flags }: WaySources,
): Promise<string | undefined> {
  const known = org?.credential;
  return gathering.attempt("API token", () =>
    gatherToken(context, gathering, {
      orgUrl: org?.orgUrl,
      fromStdin: flags.withToken === true,
      known: known?.kind === "api-token" ? known.token : undefined,
    }),
  );
}

function scopesOf({ scopes }: LoginFlags): readonly string[] {
  return scopes === undefined ? userScopes : parseScopes(scopes);
}
