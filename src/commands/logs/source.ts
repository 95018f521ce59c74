import { connectOrg } from "../../auth/connect-org.ts";
import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { findAppBy } from "../../flows/app-details.ts";
import { findWay } from "../../flows/issuer-org.ts";
import { assertLocalOrg } from "../../flows/local-org.ts";
import { type Destination, findLastingOrg, openOrg } from "../../flows/org-session.ts";
import {
  createNoAppHere,
  createSeveralAppsHere,
  findProjectApps,
  type ProjectApp,
} from "../../flows/project-app.ts";
import { chooseExistingOrg } from "../../flows/with-org.ts";
import { hint } from "../../hints.ts";
import type { OktaOrg } from "../../okta/port.ts";
import { OktaRefusal } from "../../okta/port.ts";
import { clientIdOf } from "../../provision/find-app.ts";
import { isAppId } from "../../values/client-id.ts";
import { isLoopback } from "../../values/web-address.ts";
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
  readonly destination: Destination | { readonly kind: "connected"; readonly org: OktaOrg };
  /** The project that names the app. */
  readonly project: ProjectApp | undefined;
}

/**
 * Finds the org: that of `--org`, else that of the project, else the current one. The issuer of a project decides alone, and a
 * credential goes only to the org that it belongs to. Throws `missing-input` when nothing names an app, and `not-signed-in`.
 */
export async function findPlace(context: Context, flags: LogsFlags): Promise<LogPlace> {
  const project = flags.app === undefined ? await findProject(context, flags) : undefined;
  if (project === undefined || flags.org !== undefined)
    return { project, destination: await chooseExistingOrg(context, flags.org) };
  const { issuer, localOrg } = project.okta;
  if (localOrg || (await isLocalIssuer(context, new URL(issuer)))) {
    await assertLocalOrg(context);
    return { project, destination: { kind: "local" } };
  }
  const { access } = await findWay(context, issuer, undefined);
  if (access.kind === "signed-in") return { project, destination: { kind: "connected", org: access.org } };
  throw new OktaUnlockError("not-signed-in", { message: access.why, next: access.next });
}

async function findProject(context: Context, { all }: LogsFlags): Promise<ProjectApp | undefined> {
  const [project, ...others] = await findProjectApps(context);
  if (others.length === 0 && (project !== undefined || all)) return project;
  if (all) return undefined;
  const next = `Name the app: ${hint("logs", { app: project?.okta.clientId ?? "<app>" })}`;
  if (project === undefined) throw createNoAppHere(context.cwd, next);
  throw createSeveralAppsHere(context.cwd, [project, ...others], next);
}

async function isLocalIssuer(context: Context, issuer: URL): Promise<boolean> {
  if (!isLoopback(issuer)) return false;
  const { readLocalOrgStatus } = await import("../../local-org/index.ts");
  const { url } = await readLocalOrgStatus(context.localOrgDirectory);
  return url !== undefined && new URL(url).port === issuer.port;
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
