import { readApiToken } from "../../auth/credential.ts";
import type { ApiTokenCredential, ServiceAppCredential } from "../../auth/credential.ts";
import { bootstrapScopes, parseScopes, usedScopes, userScopes } from "../../auth/sign-in/scopes.ts";
import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import type { ClientId } from "../../values/client-id.ts";
import type { OrgUrl } from "../../values/org-url.ts";
import type { Gathering } from "../fields.ts";
import type { LoginFlags } from "./flags.ts";
import type { LoginOrg } from "./org.ts";
import { createClientIdField, gatherServiceApp } from "./service-app.ts";
import { findAdminHost } from "../../values/web-address.ts";

/** A sign-in method, with the values that it needs. */
export type GatheredMethod =
  | {
      readonly kind: "credential";
      readonly credential: ApiTokenCredential | ServiceAppCredential;
      readonly isTokenTyped?: boolean;
    }
  /** By a native app, on any device. */
  | { readonly kind: "device"; readonly clientId: ClientId; readonly scopes: readonly string[] }
  /** By an API token that makes that app first. */
  | {
      readonly kind: "bootstrap";
      readonly token: string;
      readonly scopes: readonly string[];
      readonly isTokenTyped: boolean;
    };

type MethodName = "api-token" | "device" | "bootstrap" | "service-app";

interface MethodSources {
  readonly org: LoginOrg | undefined;
  readonly flags: LoginFlags;
}

/** Finds the method by flags, environment or question, then gathers what it needs. */
export async function gatherMethod(
  context: Context,
  gathering: Gathering,
  sources: MethodSources,
): Promise<GatheredMethod | undefined> {
  const name = chooseByFlags(context, sources) ?? (await askForMethod(context, sources));
  if (name === undefined) {
    return gathering.missing(
      "a credential: --with-token (an API token on stdin) or OKTA_CLIENT_TOKEN; --client-id with --private-key (a service app); or --client-id alone (a sign-in on any device)",
    );
  }
  if (sources.flags.revokeToken === true && name !== "bootstrap") return refuseRevoke(gathering);
  return gatherBy[name](context, gathering, sources);
}

/** Taken as if it were not there, it would leave a token alive that somebody thinks is gone. */
function refuseRevoke(gathering: Gathering): undefined {
  return gathering.refused(
    "--revoke-token: use it only with --bootstrap, after which the API token is no longer needed",
  );
}

function chooseByFlags({ env }: Context, { org, flags }: MethodSources): MethodName | undefined {
  if (flags.bootstrap === true) return "bootstrap";
  if (flags.withToken === true) return "api-token";
  if (flags.privateKey !== undefined || flags.keyId !== undefined) return "service-app";
  const isKeyMode = env["OKTA_CLIENT_AUTHORIZATIONMODE"]?.toLowerCase() === "privatekey";
  if (flags.clientId !== undefined) return isKeyMode ? "service-app" : "device";
  return org?.credential?.kind;
}

async function askForMethod(
  { interaction, prompts }: Context,
  { org }: MethodSources,
): Promise<MethodName | undefined> {
  if (org === undefined || !interaction.canAsk) return undefined;
  return prompts.select<MethodName>({
    message: "How do you want to sign in?",
    choices: [
      {
        value: "api-token",
        name: "With an API token",
        description: "Takes a minute in the Admin Console. It has your own rights.",
      },
      {
        value: "bootstrap",
        name: "With an API token once, then in the browser",
        description: "Creates an app for that in the org. Then you can revoke the token.",
      },
      {
        value: "device",
        name: "In the browser, or on another device",
        description: "Needs the client ID of a native app for signing in.",
      },
      {
        value: "service-app",
        name: "As a service app",
        description: "Needs its client ID and private key. Meant for CI.",
      },
    ],
  });
}

type GatherMethod = (
  context: Context,
  gathering: Gathering,
  sources: MethodSources,
) => Promise<GatheredMethod | undefined>;

const byToken: GatherMethod = async (context, gathering, sources) => {
  const token = await gatherKnownToken(context, gathering, sources);
  const isTokenTyped = isTyped(context, sources);
  return token === undefined
    ? undefined
    : { kind: "credential", credential: { kind: "api-token", token }, isTokenTyped };
};

const byServiceApp: GatherMethod = async (context, gathering, { org, flags }) => {
  const known = org?.credential;
  const isGiven = flags.clientId !== undefined || flags.privateKey !== undefined;
  if (!isGiven && known?.kind === "service-app") return { kind: "credential", credential: known };
  const credential = await gatherServiceApp(context, gathering, flags, usedScopes);
  return credential && { kind: "credential", credential };
};

const byDevice: GatherMethod = async (_context, gathering, { flags }) => {
  const clientId = await gathering.resolve(createClientIdField("native app"), flags.clientId);
  return clientId && { kind: "device", clientId, scopes: chooseScopes(flags, userScopes) };
};

const byBootstrap: GatherMethod = async (context, gathering, sources) => {
  const token = await gatherKnownToken(context, gathering, sources);
  const isTokenTyped = isTyped(context, sources);
  const scopes = chooseScopes(sources.flags, bootstrapScopes);
  return token === undefined ? undefined : { kind: "bootstrap", token, scopes, isTokenTyped };
};

const gatherBy: Readonly<Record<MethodName, GatherMethod>> = {
  "api-token": byToken,
  "service-app": byServiceApp,
  device: byDevice,
  bootstrap: byBootstrap,
};

async function gatherKnownToken(
  context: Context,
  gathering: Gathering,
  { org, flags }: MethodSources,
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

/** True when the token was asked for: then a person can be asked again. */
function isTyped({ interaction }: Context, { org, flags }: MethodSources): boolean {
  return interaction.canAsk && flags.withToken !== true && org?.credential?.kind !== "api-token";
}

function chooseScopes({ scopes }: LoginFlags, usual: readonly string[]): readonly string[] {
  return scopes === undefined ? usual : parseScopes(scopes);
}

/** Where a token may come from. */
export interface TokenSources {
  readonly orgUrl: OrgUrl | undefined;
  /** `--with-token`. */
  readonly fromStdin: boolean;
  /** OKTA_CLIENT_TOKEN when it is for this org, or the token of `~/.okta/okta.yaml` after a yes. */
  readonly known: string | undefined;
}

/** The API token: stdin, the environment, the hidden prompt. Throws `invalid-value` for a text that can't be one. */
async function gatherToken(
  context: Context,
  gathering: Gathering,
  { orgUrl, fromStdin, known }: TokenSources,
): Promise<string | undefined> {
  if (fromStdin) return readToken(context, gathering);
  if (known !== undefined) {
    const isOfEnvironment = context.env["OKTA_CLIENT_TOKEN"]?.includes(known) === true;
    if (isOfEnvironment) context.log.info("Using the token in OKTA_CLIENT_TOKEN.");
    return known;
  }
  if (orgUrl !== undefined && context.interaction.canAsk) return askForToken(context, orgUrl);
  return gathering.missing("API token: --with-token (from stdin), or OKTA_CLIENT_TOKEN; never a flag");
}

async function readToken(context: Context, gathering: Gathering): Promise<string | undefined> {
  const text = (await context.readInput()).trim();
  if (text === "") return gathering.missing("API token: stdin is empty");
  return readApiToken(context, "stdin", text);
}

/** Asks for an API token, hidden, until the answer can be one. */
export async function askForToken(context: Context, orgUrl: OrgUrl): Promise<string> {
  const { prompts, log } = context;
  log.info("  Create an API token: Security > API > Tokens > Create token");
  log.info(`  ${locateTokensPage(orgUrl)}`);
  const answer = await prompts.password({
    message: "API token (hidden):",
    validate: (text) => (text.trim() === "" ? "Paste the token." : explainToken(context, text)),
  });
  return readApiToken(context, "The answer", answer);
}

/** True, or why a text can't be a token. */
function explainToken(context: Context, text: string): true | string {
  try {
    readApiToken(context, "The answer", text);
    return true;
  } catch (error) {
    if (error instanceof OktaUnlockError) return error.why ?? error.message;
    throw error;
  }
}

/** In the Admin Console, which has a host of its own unless the org has a custom domain. */
function locateTokensPage(orgUrl: OrgUrl): string {
  const host = findAdminHost(new URL(orgUrl).host);
  const adminUrl = host === undefined ? orgUrl : `https://${host}`;
  return `${adminUrl}/admin/access/api/tokens`;
}
