import { readFileSync } from "node:fs";
import { request } from "node:https";
import { isDataFolder } from "./folder/data-folder.ts";
import { explainFileErrors } from "./folder/file-errors.ts";
import type { Layout } from "./folder/layout.ts";
import { layoutOf } from "./folder/layout.ts";
import { isProcessAlive } from "./folder/process-identity.ts";
import { readRunningFile } from "./folder/running-file.ts";
import { tableOf } from "./store/change.ts";
import type { LoginAndPassword, StoredApp, StoredOrg } from "./store/collections.ts";
import { loadState } from "./store/load-state.ts";

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
}

/**
 * Looks at the org in a data folder without touching it, running or not. Throws `data-unreadable` when its state can't be
 * read.
 */
export async function readLocalOrgStatus(dataDirectory: string): Promise<LocalOrgStatus> {
  return explainFileErrors(dataDirectory, () => look(layoutOf(dataDirectory)));
}

async function look(layout: Layout): Promise<LocalOrgStatus> {
  const stored = isDataFolder(layout.directory) ? readStored(layout) : undefined;
  if (stored === undefined) return { exists: false, running: false };
  const caCertificate = readFileSync(layout.caCertificate, "utf8");
  const running = await readRunning(layout, caCertificate);
  return {
    exists: true,
    running: running !== undefined,
    url: `https://localhost:${stored.org.port}`,
    ...running,
    caCertificatePath: layout.caCertificate,
    caCertificate,
    apiToken: stored.org.seeded.apiToken,
    admin: stored.org.seeded.admin,
    user: stored.org.seeded.user,
    apps: stored.apps,
  };
}

/** Undefined when a first start was cut short before the org was made. */
function readStored(layout: Layout): { readonly org: StoredOrg; readonly apps: number } | undefined {
  const tables = loadWhileWritten(layout.state);
  const org = tables === undefined ? undefined : tableOf(tables, "org").get("org");
  if (tables === undefined || org === undefined) return undefined;
  const apps = [...tableOf(tables, "apps").values()].filter(
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

async function readRunning(layout: Layout, caCertificate: string) {
  const running = readRunningFile(layout);
  if (running === undefined || !isProcessAlive(running.pid)) return undefined;
  return (await answersAsOkta(running.url, caCertificate)) ? running : undefined;
}

/** It is on this machine: it answers in milliseconds unless it is not what it says. */
const patienceMs = 1500;

async function answersAsOkta(url: string, caCertificate: string): Promise<boolean> {
  return new Promise((resolve) => {
    const options = { ca: caCertificate, signal: AbortSignal.timeout(patienceMs), agent: false };
    const call = request(`${url}/.well-known/okta-organization`, options, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    call.on("error", () => resolve(false));
    call.end();
  });
}
