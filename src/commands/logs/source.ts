import { connectOrg } from "../../auth/connect-org.ts";
import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { findAppBy } from "../../flows/app-details.ts";
import { type Destination, findLastingOrg, openOrg } from "../../flows/org-session.ts";
import {
  createNoAppHere,
  createSeveralAppsHere,
  findProjectApps,
  findProjectHere,
  type ProjectApp,
} from "../../flows/project-app.ts";
import { findProjectOrg, type ProjectOrg } from "../../flows/project-org.ts";
import { chooseExistingOrg } from "../../flows/with-org.ts";
import { hint } from "../../hints.ts";
import type { OktaOrg } from "../../okta/port.ts";
import { OktaRefusal } from "../../okta/port.ts";
import { clientIdOf } from "../../provision/find-app.ts";
import { isAppId } from "../../values/client-id.ts";
import type { LogsFlags } from "./flags.ts";

/** The app whose events are wanted. */
export interface LoggedApp {
  /** Null when only its ID is known: it was deleted, or the credential may not see it. */
  readonly label: string | null;
  readonly clientId: string;
  /** What events name it by: the client ID, and the app's own when that is another one. */
  readonly ids: readonly string[];
  readonly redirectUri: string | undefined;
}

/** Which org is meant, before anything was asked of it. */
export interface LogPlace {
  readonly destination: Destination | ProjectOrg;
  /** The project that is here. Its app is the one that is meant, unless a flag says otherwise. */
  readonly project: ProjectApp | undefined;
}

/**
 * Finds the org: that of `--org`, else that of the project here, else the current one. With `--app` and `--all` no project that only
 * lies in the current folder decides. Throws `missing-input` when nothing names an app, and `not-signed-in`.
 */
export async function findPlace(context: Context, flags: LogsFlags): Promise<LogPlace> {
  const project = await findProject(context, flags);
  if (project === undefined || flags.org !== undefined)
    return { project, destination: await chooseExistingOrg(context, flags.org) };
  return { project, destination: await findProjectOrg(context, project.okta) };
}

async function findProject(context: Context, { app, all, org }: LogsFlags): Promise<ProjectApp | undefined> {
  if (app !== undefined || all) return org === undefined ? findProjectHere(context) : undefined;
  const [project, ...others] = await findProjectApps(context);
  if (project !== undefined && others.length === 0) return project;
  const next = `Name the app: ${hint("logs", { app: project?.okta.clientId ?? "<app>" })}`;
  if (project === undefined) throw createNoAppHere(context.cwd, next);
  throw createSeveralAppsHere(context.cwd, [project, ...others], next);
}

/** An org to read the System Log of. */
export interface LogSource {
  readonly org: OktaOrg;
  /** The page that shows the same as it happens; for the local org that runs. */
  readonly activityUrl: string | undefined;
  close(): Promise<void>;
}

/** Opens the org for one look; the local one is started for it when it does not run. */
export async function openSource(context: Context, { destination }: LogPlace): Promise<LogSource> {
  if (destination.kind === "connected")
    return { org: destination.org, activityUrl: undefined, close: async () => {} };
  const session = await openOrg(context, destination);
  const { org, local } = session;
  const activityUrl = local?.isLasting === true ? local.activityUrl : undefined;
  return { org, activityUrl, close: async () => session.close() };
}

/** The local org that runs now; undefined when none does, so that there is nothing to follow. */
export async function findRunningSource(context: Context): Promise<LogSource | undefined> {
  const running = await findLastingOrg(context);
  if (running === undefined) return undefined;
  const { url: orgUrl, apiToken: token, caCertificate: trust } = running;
  const org = connectOrg(context, {
    orgUrl,
    trust,
    flagValue: "local",
    credential: { kind: "api-token", token },
  });
  return { org, activityUrl: `${orgUrl}/activity`, close: async () => {} };
}

/**
 * The app whose events are wanted; undefined for those of the whole org. An ID is taken as it is: the events of an app that was
 * deleted are still there. Throws `not-found` for a label that no app has.
 */
export async function findLoggedApp(
  org: OktaOrg,
  { project }: LogPlace,
  { app, all }: LogsFlags,
): Promise<LoggedApp | undefined> {
  if (app !== undefined) return findNamedApp(org, app.trim());
  if (project === undefined || all === true) return undefined;
  const { okta, manifest } = project;
  const { clientId, appId = clientId } = okta;
  return {
    label: manifest.answers.name.display,
    clientId,
    ids: [...new Set<string>([clientId, appId])],
    redirectUri: manifest.answers.redirectUri,
  };
}

async function findNamedApp(org: OktaOrg, text: string): Promise<LoggedApp> {
  const isId = isAppId(text);
  try {
    const found = await findAppBy(org, text, "logs");
    return {
      label: found.label,
      clientId: clientIdOf(found),
      ids: [...new Set([clientIdOf(found), found.id])],
      redirectUri: found.settings?.oauthClient?.redirect_uris?.[0],
    };
  } catch (error) {
    if (!isId || !isUnseen(error)) throw error;
    return { label: null, clientId: text, ids: [text], redirectUri: undefined };
  }
}

/** It is not there, or not for this credential. */
function isUnseen(error: unknown): boolean {
  if (!(error instanceof OktaUnlockError)) return false;
  return error.code === "not-found" || (error instanceof OktaRefusal && error.code === "permission-denied");
}
