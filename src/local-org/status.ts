import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import { join } from "node:path";
import { isProcessAlive } from "../files/process-identity.ts";
import { listFolder, readTextFile } from "../files/read-file.ts";
import { checkStateExists } from "./check-state.ts";
import { findDataFolder } from "./folder/data-folder.ts";
import type { Layout } from "./folder/data-folder.ts";
import { readRunningFile, type RunningFile } from "./folder/running-file.ts";
import { explainFileErrors, LocalOrgError, quote } from "./local-org-error.ts";
import { composeOrigin } from "./origin.ts";
import type { LocalOrgNotice } from "./notice.ts";
import { getTable } from "./store/change.ts";
import type { LoginAndPassword, StoredApp, StoredOrg } from "./store/collections.ts";
import { loadState } from "./store/load-state.ts";
import { readUrl } from "./read-url.ts";

/** What is known of the local org in a data folder. */
export interface LocalOrgStatus {
  /** False when no org was ever started there. */
  readonly exists: boolean;
  /** True when its process lives and answers as an Okta org over HTTPS. */
  readonly running: boolean;
  /** Where it runs, or where it will run when it is started again. */
  readonly url?: string;
  readonly pid?: number;
  /** True when it runs for the time of one command only. */
  readonly temporary?: boolean;
  readonly caCertificatePath?: string;
  /** PEM. */
  readonly caCertificate?: string;
  readonly apiToken?: string;
  readonly admin?: LoginAndPassword;
  readonly user?: LoginAndPassword;
  /** How many OIDC apps it has, Okta's own not counted. */
  readonly apps?: number;
  /** The page that shows each sign-in and token as it happens; only while it runs. */
  readonly activityUrl?: string;
  /** The faults in force, each as one line; only while it runs. */
  readonly faults?: readonly string[];
  /** Milliseconds that its clock is ahead of real time; only while it runs. */
  readonly clockOffset?: number;
  /** What its start changed of what people rely on; only while it runs. */
  readonly notices?: readonly LocalOrgNotice[];
  /** Certificates of authorities that were replaced, which people may still trust: absolute paths. Left out when there are none. */
  readonly replacedCertificatePaths?: readonly string[];
}

/**
 * Looks at the org in a data folder without touching it, running or not. Throws `data-unreadable` when its state can't be
 * read.
 */
export async function readLocalOrgStatus(dataDirectory: string): Promise<LocalOrgStatus> {
  return explainFileErrors(dataDirectory, () => readStatus(dataDirectory));
}

/** True when an org was ever started in a data folder. Throws `data-unreadable` for one that is damaged. */
export async function hasLocalOrg(dataDirectory: string): Promise<boolean> {
  return explainFileErrors(dataDirectory, async () => findDataFolder(dataDirectory) !== undefined);
}

async function readStatus(dataDirectory: string): Promise<LocalOrgStatus> {
  const layout = findDataFolder(dataDirectory);
  if (layout !== undefined) checkStateExists(layout);
  const stored = layout && readStored(layout);
  if (layout === undefined || stored === undefined) return { exists: false, running: false };
  const { apiToken, admin, user } = stored.org.seeded;
  const running = await readRunning(layout, apiToken);
  const caCertificatePath = running?.caCertificatePath ?? layout.caCertificate;
  const caCertificate = readTextFile(caCertificatePath);
  const replaced = (listFolder(layout.replaced) ?? []).map((name) => join(layout.replaced, name));
  return {
    exists: true,
    running: running !== undefined,
    url: composeOrigin("localhost", stored.org.port),
    ...running,
    ...(caCertificate !== undefined && { caCertificatePath, caCertificate }),
    ...(replaced.length > 0 && { replacedCertificatePaths: replaced }),
    apiToken,
    admin,
    user,
    apps: stored.apps,
  };
}

/** Undefined when a first start was cut short before the org was made. */
function readStored(layout: Layout): { readonly org: StoredOrg; readonly apps: number } | undefined {
  const tables = loadWhileWritten(layout.state);
  const org = tables === undefined ? undefined : getTable(tables, "org").get("org");
  if (tables === undefined || org === undefined) return undefined;
  const apps = [...getTable(tables, "apps").values()].filter(
    (app) => (app as StoredApp).name === "oidc_client",
  );
  return { org: org as StoredOrg, apps: apps.length };
}

/** The owner may fold its journals into a snapshot while they are read: a file that is gone then means reading anew. */
function loadWhileWritten(directory: string) {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    try {
      return loadState(directory).tables;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
  return undefined;
}

/** What is only known of an org that runs. */
type Running = Pick<
  LocalOrgStatus,
  "url" | "pid" | "temporary" | "activityUrl" | "faults" | "clockOffset" | "notices"
> & {
  readonly caCertificatePath: string;
};

async function readRunning(layout: Layout, apiToken: string): Promise<Running | undefined> {
  const running = readRunningFile(layout);
  if (running === undefined || !isProcessAlive(running.pid)) return undefined;
  const caCertificatePath = findCaCertificate(layout, running.url);
  const caCertificate = caCertificatePath && readTextFile(caCertificatePath);
  if (!caCertificatePath || caCertificate === undefined) return undefined;
  const now = await askOrg(running.url, caCertificate, apiToken);
  if (now === "not valid now") throw createDateError(layout, running);
  const { notices, ...where } = running;
  const known = { ...where, ...now, caCertificatePath, activityUrl: `${running.url}/activity` };
  return now && { ...known, ...(notices.length > 0 && { notices }) };
}

/** Undefined when the address was not written by an org of this folder. */
function findCaCertificate(layout: Layout, url: string): string | undefined {
  const address = readUrl(url);
  if (address?.protocol !== "https:") return undefined;
  const { hostname } = address;
  return hostname === "localhost" ? layout.caCertificate : layout.networkCa(hostname);
}

/** True when an org of this folder answers at the address that it left, whatever it says of the API token. Rejects when its authority can't be read. */
export async function isAnswering(layout: Layout, { url }: RunningFile): Promise<boolean> {
  const caCertificatePath = findCaCertificate(layout, url);
  const caCertificate = caCertificatePath && readTextFile(caCertificatePath);
  return Boolean(caCertificate) && (await askOrg(url, caCertificate ?? "", "")) !== undefined;
}

/** A start makes certificates that are valid; an org that runs keeps those that it has. */
function createDateError({ directory }: Layout, { url, pid }: RunningFile): LocalOrgError {
  return new LocalOrgError("local-org-conflict", {
    message: `The local org at ${url} can't be used: its certificate is not valid at this time.`,
    why: "This machine's clock has been changed since the org was started.",
    next: `Set the clock right, or stop the org (process ${pid}) and start it again: okta-unlock local start --data-dir ${quote(directory)}`,
  });
}

/** What an org that runs says of itself. */
interface OrgNow {
  readonly faults?: readonly string[];
  readonly clockOffset?: number;
}

/**
 * Whoever does not listen refuses at once, and an org answers in milliseconds; but on a machine on which ten jobs start at
 * the same time these can be seconds, and who takes a busy org for none wants to start another one in its folder.
 */
const patienceMs = 10_000;

/**
 * Asks the org at `url` what its faults and its clock are; no fault hits this request. Undefined when nobody answers there
 * as an org with this certificate authority; without faults and clock when the API token was revoked.
 */
async function askOrg(
  url: string,
  caCertificate: string,
  apiToken: string,
): Promise<OrgNow | "not valid now" | undefined> {
  return new Promise((resolve) => {
    const headers = { authorization: `SSWS ${apiToken}` };
    const options = { ca: caCertificate, headers, signal: AbortSignal.timeout(patienceMs), agent: false };
    const call = request(`${url}/api/local/v1`, options, (response) => {
      readAnswer(response).then(resolve, () => resolve(undefined));
    });
    call.on("error", ({ code = "" }: NodeJS.ErrnoException) => {
      resolve(outOfDate.includes(code) ? "not valid now" : undefined);
    });
    call.end();
  });
}

/** What Node says when only the time of a certificate is wrong. */
const outOfDate = ["CERT_NOT_YET_VALID", "CERT_HAS_EXPIRED"];

async function readAnswer(response: IncomingMessage): Promise<OrgNow | undefined> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  if (response.headers["x-okta-request-id"] === undefined) return undefined;
  if (response.statusCode !== 200) return {};
  const { faults, clock } = JSON.parse(Buffer.concat(chunks).toString("utf8")) as {
    readonly faults: readonly { readonly summary: string }[];
    readonly clock: { readonly offsetMilliseconds: number };
  };
  return { faults: faults.map(({ summary }) => summary), clockOffset: clock.offsetMilliseconds };
}
