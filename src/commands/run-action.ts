import type { Context, Style } from "../context.ts";
import { OktaUnlockError } from "../errors.ts";
import { formatEnvLines } from "../flows/format-app.ts";
import { assertFree, type EnvFile, writeEnvFile } from "../flows/env-file.ts";
import { openOrg, type OrgSession } from "../flows/org-session.ts";
import { describeWarnings } from "../flows/plan-view.ts";
import { hint } from "../hints.ts";
import { applyProvision, type ProvisionResult } from "../provision/apply.ts";
import { buildDesiredState, type ProvisionSettings } from "../provision/desired.ts";
import { type Journal, type PassingWords, withPassing } from "../provision/journal.ts";
import { type LeasedApp, readLeasedApp } from "../provision/lease.ts";
import { planProvision } from "../provision/plan.ts";
import { formatMinute } from "../terminal/format-minute.ts";
import { wrap } from "../terminal/wrap.ts";
import { isCredentialVariable } from "../values/credential-variable.ts";
import { gatherRunAnswers, type RunFlags } from "./run-answers.ts";
import { openSharedLocalOrg } from "./run-local-org.ts";

/**
 * Makes an ephemeral app, runs a command with its values in the environment, and removes the app however that ends. Gives
 * the command's exit code. What could not be removed is a warning: the command's outcome counts, and prune removes the rest.
 */
export async function runRun(context: Context, command: readonly string[], flags: RunFlags): Promise<number> {
  const [program = "", ...args] = command;
  if (program === "") throw createNoProgramError();
  const { settings, destination, writeEnv } = await gatherRunAnswers(context, flags);
  const envFile = writeEnv === undefined ? undefined : { ...passingFile, path: writeEnv };
  if (envFile) await assertFree(envFile);
  const session =
    destination.kind === "local" ? await openSharedLocalOrg(context) : await openOrg(context, destination);
  try {
    return await withPassing(context, describeRemoval(context), async (journal) => {
      const app = await makeApp(context, session, settings, journal);
      const variables = buildVariables(app, settings, session);
      if (envFile)
        await writeEnvFile(envFile, envFile.mark + formatEnvLines(Object.entries(variables)), journal);
      announceApp(context, app);
      const env = buildEnvironment(context.env, {
        variables,
        passCredentials: flags.passCredentials === true,
      });
      return context.runForeground(program, args, { cwd: context.cwd, env });
    });
  } finally {
    await session.close();
  }
}

const passingFile: Omit<EnvFile, "path"> = {
  mark: "# Made by okta-unlock run, and removed when it ends.\n",
  example: hint("run", { "write-env": ".env.okta", args: ["--", "<command>"] }),
};

/** With --json, too: nobody would know of the app otherwise. */
function describeRemoval({ log }: Pick<Context, "log">): PassingWords {
  return {
    title: "Delete the app",
    onLeft: (warnings) => log.notice(warnings, describeLeft, { warnings }),
  };
}

/** What `run -- "$COMMAND"` gives when that variable is not set. */
function createNoProgramError(): OktaUnlockError {
  return new OktaUnlockError("invalid-value", {
    message: "The program after -- is an empty string.",
    why: "A shell variable that is not set expands to one.",
    next: `Name a program: ${hint("run", { args: ["--", "npm", "test"] })}`,
  });
}

/** One line for all its steps: who runs a command wants to read that command's output. */
async function makeApp(
  context: Context,
  { org }: OrgSession,
  settings: ProvisionSettings,
  journal: Journal,
): Promise<ProvisionResult> {
  const { clock, signal } = context;
  const log = { ...context.log, step: <T>(_title: string, work: Work<T>) => work(() => {}) };
  const app = await context.log.step(`Create an ephemeral app in ${org.orgUrl}`, async () => {
    const plan = await planProvision(org, buildDesiredState(settings));
    return applyProvision({ log, clock, signal }, org, plan, journal);
  });
  for (const warning of app.warnings) context.log.warn(warning);
  return app;
}

function announceApp({ log }: Context, { newApp, clientId }: ProvisionResult): void {
  const leased = newApp && readLeasedApp(newApp);
  if (leased) log.show({ ...leased, clientId }, describeApp);
}

type Work<T> = (update: (text: string) => void) => Promise<T>;

function buildVariables(
  { orgUrl, issuer, clientId }: ProvisionResult,
  { redirectUris, postLogoutRedirectUris }: ProvisionSettings,
  { caCertificatePath }: OrgSession,
): AppVariables {
  return {
    OKTA_ORG_URL: orgUrl,
    OKTA_ISSUER: issuer,
    OKTA_CLIENT_ID: clientId,
    OKTA_REDIRECT_URI: redirectUris[0] ?? "",
    OKTA_POST_LOGOUT_REDIRECT_URI: postLogoutRedirectUris[0] ?? "",
    ...(caCertificatePath !== undefined && { OKTA_CA_CERTIFICATE: caCertificatePath }),
  };
}

/** What of the app is still there after the command. */
function describeLeft(warnings: readonly string[], style: Style, width: number): string {
  return describeWarnings(warnings, style, width).trimEnd();
}

/** Said before the command takes over: which app it gets. */
function describeApp(
  { clientId, label, expiresAt }: Pick<LeasedApp, "label" | "expiresAt"> & { readonly clientId: string },
  style: Style,
  width: number,
): string {
  const until = formatMinute(expiresAt.toISOString());
  return `  ${style.faint(wrap(`${label}, client ID ${clientId}, expires ${until}`, { width, indent: 2 }))}`;
}

type Environment = Context["env"];

/** What the command of `run` learns of its app. */
export interface AppVariables {
  readonly OKTA_ORG_URL: string;
  readonly OKTA_ISSUER: string;
  readonly OKTA_CLIENT_ID: string;
  readonly OKTA_REDIRECT_URI: string;
  readonly OKTA_POST_LOGOUT_REDIRECT_URI: string;
  /** The file of the local org's certificate authority; only with the local org. */
  readonly OKTA_CA_CERTIFICATE?: string;
}

export interface EnvironmentChoice {
  readonly variables: AppVariables;
  readonly passCredentials: boolean;
}

/**
 * The environment of the command: ours, with the app's variables, without the credential that made the app. With the local
 * org Node trusts it, unless NODE_EXTRA_CA_CERTS says what else to trust.
 */
export function buildEnvironment(
  env: Environment,
  { variables, passCredentials }: EnvironmentChoice,
): Environment {
  const authority = variables.OKTA_CA_CERTIFICATE;
  const isTrustOpen = (env["NODE_EXTRA_CA_CERTS"] ?? "") === "";
  const set = {
    ...variables,
    ...(authority !== undefined && isTrustOpen && { NODE_EXTRA_CA_CERTS: authority }),
  };
  // Of two that differ in case alone Windows would take one or the other.
  const kept = Object.entries(env).filter(
    ([name]) => !(name.toUpperCase() in set) && (passCredentials || !isCredentialVariable(name)),
  );
  return { ...Object.fromEntries(kept), ...set };
}
