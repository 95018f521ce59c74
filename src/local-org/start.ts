import { OktaUnlockError } from "../errors.ts";
import { openDataFolder } from "./folder/data-folder.ts";
import { explainFileErrors } from "./folder/file-errors.ts";
import type { Layout } from "./folder/layout.ts";
import type { OwnerLock } from "./folder/owner-lock.ts";
import { isHeld, takeOwnerLock } from "./folder/owner-lock.ts";
import { readRunningFile, removeRunningFile, writeRunningFile } from "./folder/running-file.ts";
import type { Fault, FaultSource, Faults } from "./faults.ts";
import { newEventLog } from "./events/event-log.ts";
import { newFaults } from "./faults.ts";
import type { Listening } from "./listen.ts";
import type { AnsweredRequest, OrgClock } from "./org.ts";
import { listenOnPort } from "./port.ts";
import { loadOrSeed } from "./seed.ts";
import type { LoginAndPassword } from "./store/collections.ts";
import { Store } from "./store/store.ts";
import type { Certificates } from "./tls/certificates.ts";
import { loadCertificates } from "./tls/certificates.ts";

export interface LocalOrgOptions {
  /** Absolute path of the folder that holds everything the org keeps. Made when missing. */
  readonly dataDirectory: string;
  /**
   * The port. 0 is any free one at first use, and the remembered one after that. Without it: the remembered one, else 8643
   * or the next free one.
   */
  readonly port?: number;
  readonly clock?: OrgClock;
  /** How long to wait for another process that has the data folder, in milliseconds. Default 0. */
  readonly waitForOwnerMs?: number;
  /** Ends the waiting with its reason. It does not stop an org that runs: that is what `close` is for. */
  readonly signal?: AbortSignal;
  /** True when it runs for the time of one command only; others are told so. Default false. */
  readonly temporary?: boolean;
  /** Requests a minute for each bucket and token, enforced with 429. Without it nothing is refused. */
  readonly rateLimitPerMinute?: number;
  /** Faults to begin with. */
  readonly faults?: readonly Fault[];
  /** Called with each request when its answer is ready to go out. */
  readonly onRequest?: (request: AnsweredRequest) => void;
}

export interface LocalOrg {
  /** `https://localhost:PORT`. */
  readonly url: string;
  readonly port: number;
  /** PEM: what a client must trust. */
  readonly caCertificate: string;
  readonly caCertificatePath: string;
  readonly apiToken: string;
  readonly admin: LoginAndPassword;
  readonly user: LoginAndPassword;
  readonly dataDirectory: string;
  /** Failures on demand. */
  readonly faults: Faults;
  /** Stops answering, closes every connection and the data folder. Calling it again waits for the same. */
  close(): Promise<void>;
}

/**
 * Starts the local org on loopback, with HTTPS. Throws `local-org-conflict` (another process has the folder or the port),
 * `data-unreadable` and `directory-unusable`.
 */
export async function startLocalOrg(options: LocalOrgOptions): Promise<LocalOrg> {
  return explainFileErrors(options.dataDirectory, async () => {
    const layout = openDataFolder(options.dataDirectory);
    const lock = await takeOwnerLock(layout.owner, {
      waitMs: options.waitForOwnerMs ?? 0,
      signal: options.signal,
    });
    if (isHeld(lock)) throw ownedByAnother(layout, lock.pid);
    return startAsOwner(options, lock);
  });
}

async function startAsOwner(options: LocalOrgOptions, lock: OwnerLock): Promise<LocalOrg> {
  const undo: Undo = [() => lock.release()];
  try {
    // Again, because the owner that was waited for may have been a reset, which takes the marker away.
    const layout = openDataFolder(options.dataDirectory);
    return await startOwned(options, layout, undo);
  } catch (error) {
    await closeAll(undo);
    throw error;
  }
}

type Undo = (() => void | Promise<void>)[];

async function startOwned(options: LocalOrgOptions, layout: Layout, undo: Undo): Promise<LocalOrg> {
  const clock = options.clock ?? { now: () => new Date() };
  const store = new Store(layout.state);
  undo.push(() => store.close());
  const certificates = await loadCertificates(layout, new Date());
  const remembered = store.get("org", "org")?.port;
  const listening = await listenOnPort(certificates.server, { asked: options.port, remembered });
  undo.push(() => listening.close());
  const { seeded } = loadOrSeed(store, clock, listening.port);
  const faults = newFaults(options.faults ?? []);
  const url = `https://localhost:${listening.port}`;
  await serve(listening, { ...options, store, clock, url, faults });
  writeRunningFile(layout, { url, pid: process.pid, temporary: options.temporary ?? false });
  undo.push(() => removeRunningFile(layout));
  return describe(layout, certificates, {
    url,
    port: listening.port,
    ...seeded,
    faults,
    close: closeOnce(undo),
  });
}

async function serve(listening: Listening, parts: Parts): Promise<void> {
  const { orgApplication } = await import("./application.ts");
  const { store, clock, url, faults, onRequest, rateLimitPerMinute } = parts;
  const events = newEventLog(store, clock);
  const org = { store, clock, url, port: listening.port, faults, events, onRequest, rateLimitPerMinute };
  listening.serve(orgApplication(org));
}

interface Parts extends Pick<LocalOrgOptions, "onRequest" | "rateLimitPerMinute"> {
  readonly store: Store;
  readonly clock: OrgClock;
  readonly url: string;
  readonly faults: FaultSource;
}

type Described = Omit<LocalOrg, "caCertificate" | "caCertificatePath" | "dataDirectory">;

function describe(layout: Layout, certificates: Certificates, org: Described): LocalOrg {
  const { caCertificate } = certificates;
  return { ...org, caCertificate, caCertificatePath: layout.caCertificate, dataDirectory: layout.directory };
}

function closeOnce(undo: Undo): () => Promise<void> {
  let closing: Promise<void> | undefined;
  return () => (closing ??= closeAll(undo));
}

/** Undoes in reverse order; all of it, even when one step fails. The first failure is thrown at the end. */
async function closeAll(undo: Undo): Promise<void> {
  const failures: unknown[] = [];
  for (const step of undo.toReversed()) {
    try {
      await step();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

function ownedByAnother(layout: Layout, pid: number): OktaUnlockError {
  const running = readRunningFile(layout);
  const where = running?.pid === pid ? `, at ${running.url}` : "";
  return new OktaUnlockError("local-org-conflict", {
    message: `The local org in ${layout.directory} is already running: process ${pid} has it${where}.`,
    why: "Only one process at a time may change its data.",
    next: "Use that one, stop it, or start a second org in its own folder: okta-unlock local start --data-dir <folder>",
  });
}
