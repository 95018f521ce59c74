import { connectOrg, type OrgConnection } from "../auth/connect-org.ts";
import type { Credential } from "../auth/credential.ts";
import type { Profile } from "../auth/profiles/profile.ts";
import type { LocalOrgNotice } from "../local-org/index.ts";
import type { Context } from "../context.ts";
import type { OktaOrg } from "../okta/port.ts";
import type { OrgUrl } from "../values/org-url.ts";
import { describeNotice, readLocalOrgPort } from "./local-org.ts";

/** An org that is open for work. */
export interface OrgSession {
  readonly org: OktaOrg;
  readonly connection: OrgConnection;
  readonly isLocal: boolean;
  /** What else is known of the local org; undefined for one at Okta. */
  readonly local?: LocalOrgNow;
  /** The file of the certificate authority that devices must trust; for the local org only. */
  readonly caCertificatePath?: string;
  /** Ends the local org when it was started for this run. */
  close(): Promise<void>;
}

/** What a person needs of the local org. */
export interface LocalOrgNow {
  /** Somebody who can sign in. */
  readonly user: { readonly login: string; readonly password: string };
  /** The page that shows each sign-in and token as it happens; only while the org runs. */
  readonly activityUrl: string;
  /** It runs in a process that outlasts this one. */
  readonly isLasting: boolean;
}

/** How long a run waits for another one that keeps the local org for its own time. */
const patienceMilliseconds = 20_000;
const lookMilliseconds = 500;

/** Opens the org: a real one by URL and token, the local one that runs, or one started for this run's own time. */
export async function openOrg(context: Context, destination: Destination): Promise<OrgSession> {
  assertCurrentFolder(context);
  if (destination.kind === "local") return openLocalOrg(context);
  const { orgUrl, credential, profile } = destination;
  const connection = { orgUrl, credential, ...(profile && { flagValue: profile.name }) };
  return { org: connectOrg(context, connection), connection, isLocal: false, close: async () => {} };
}

/** Throws when the current folder was removed: a command could fail halfway, after it has changed the org. */
export function assertCurrentFolder({ cwd }: Pick<Context, "cwd">): string {
  return cwd;
}

/**
 * The org that runs, or one for this run's own time. Whoever has the folder is looked at again and again: a shared org that
 * is only starting keeps it for as long as this process, which has joined, is there.
 */
async function openLocalOrg(context: Context): Promise<OrgSession> {
  const { isLocalOrgOwned, joinLocalOrg } = await import("../local-org/index.ts");
  const leave = await joinLocalOrg(context.localOrgDirectory);
  const until = context.clock.now().getTime() + patienceMilliseconds;
  try {
    for (;;) {
      const running = await findLastingOrg(context);
      if (running !== undefined) return openSession(context, running, leave);
      try {
        return await openTemporary(context, leave);
      } catch (error) {
        const isOver = context.clock.now().getTime() > until;
        if (isOver || !isConflict(error) || !(await isLocalOrgOwned(context.localOrgDirectory))) throw error;
      }
    }
  } catch (error) {
    leave();
    throw error;
  }
}

function isConflict(error: unknown): boolean {
  return (error as { readonly code?: unknown }).code === "local-org-conflict";
}

/** Where the local org runs, and what it takes to use it. */
export interface LocalOrgAddress extends Pick<LocalOrgNow, "user" | "isLasting"> {
  readonly url: string;
  readonly apiToken: string;
  readonly caCertificate: string;
  readonly caCertificatePath: string;
  /** What its start changed. */
  readonly notices: readonly LocalOrgNotice[];
}

/** The local org in a process that outlasts this one. Undefined when none runs, or only one for the time of another command. */
export async function findLastingOrg({
  localOrgDirectory,
}: Pick<Context, "localOrgDirectory">): Promise<LocalOrgAddress | undefined> {
  const { readLocalOrgStatus } = await import("../local-org/index.ts");
  const status = await readLocalOrgStatus(localOrgDirectory);
  const { running, temporary, url, apiToken, caCertificate, caCertificatePath, user } = status;
  if (!running || temporary === true || !url || !apiToken || !caCertificate || !caCertificatePath || !user) {
    return undefined;
  }
  const { notices = [] } = status;
  return { url, apiToken, caCertificate, caCertificatePath, user, notices, isLasting: true };
}

/** A session with the local org; `leave` is called at its end. */
export function openSession(
  context: Context,
  { url, apiToken, caCertificate, caCertificatePath, user, isLasting }: LocalOrgAddress,
  leave: () => void | Promise<void>,
): OrgSession {
  const opened = connect(context, url, apiToken, caCertificate);
  const local = { user, activityUrl: `${url}/activity`, isLasting };
  return { ...opened, local, caCertificatePath, close: async () => leave() };
}

async function openTemporary(context: Context, leave: () => void): Promise<OrgSession> {
  const { startLocalOrg } = await import("../local-org/index.ts");
  const port = readLocalOrgPort(context);
  const local = await startLocalOrg({
    ...(port !== undefined && { port }),
    dataDirectory: context.localOrgDirectory,
    temporary: true,
    waitForOwnerMs: lookMilliseconds,
    signal: context.signal,
  });
  for (const warning of local.notices.flatMap((notice) => describeNotice(notice, {})))
    context.log.warn(warning);
  return openSession(context, { ...local, isLasting: false }, async () => {
    leave();
    await local.close();
  });
}

function connect(context: Context, orgUrl: string, token: string, trust: string) {
  const connection: OrgConnection = { orgUrl, credential: { kind: "api-token", token }, trust };
  return { org: connectOrg(context, connection), connection, isLocal: true } as const;
}

/** The org that a command works on, and the credential for it. */
export type Destination = { readonly kind: "local" } | OktaDestination;

export interface OktaDestination {
  readonly kind: "okta";
  readonly orgUrl: OrgUrl;
  readonly credential: Credential;
  /** Whose sign-in it is; without one the credential came from the environment or the prompt. */
  readonly profile?: Profile;
}
