import { isHeld, type Lock, takeLock } from "../files/lock.ts";
import { checkStateExists } from "./check-state.ts";
import { createAdjustableClock } from "./clock.ts";
import { createFaults } from "./faults/faults.ts";
import { makeTemporaryFolder, openDataFolder } from "./folder/data-folder.ts";
import type { Layout } from "./folder/data-folder.ts";
import { readRunningFile, removeRunningFile, writeRunningFile } from "./folder/running-file.ts";
import { checkNetworkAddress, listenOnPort } from "./listen-address.ts";
import type { Listening } from "./listen.ts";
import { explainFileErrors, LocalOrgError } from "./local-org-error.ts";
import type { LocalOrg, LocalOrgOptions } from "./local-org.ts";
import { createEventLog } from "./model/event-log.ts";
import { loadOrSeed } from "./model/seed.ts";
import { addNativeApp } from "./native-app.ts";
import type { LocalOrgNotice } from "./notice.ts";
import type { Org } from "./org.ts";
import { composeOrigin } from "./origin.ts";
import type { SeededCredentials } from "./store/collections.ts";
import { Store } from "./store/store.ts";
import { loadCertificates, loadNetworkCertificates } from "./tls/certificates.ts";

/** The options of a start in a folder that is known. */
interface StartOptions extends LocalOrgOptions {
  readonly dataDirectory: string;
  /** Called once the folder is free again. */
  readonly onClosed?: () => Promise<void>;
}

/** Starts the local org; `startLocalOrg` says more. */
export async function startOrg(options: LocalOrgOptions): Promise<LocalOrg> {
  const { dataDirectory } = options;
  return dataDirectory === undefined ? startTemporary(options) : startInFolder({ ...options, dataDirectory });
}

async function startTemporary(options: LocalOrgOptions): Promise<LocalOrg> {
  const folder = await makeTemporaryFolder();
  try {
    return await startInFolder({
      port: 0,
      ...options,
      dataDirectory: folder.path,
      onClosed: () => folder.remove(),
    });
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

async function startInFolder(options: StartOptions): Promise<LocalOrg> {
  checkNetworkAddress(options.networkAddress);
  return explainFileErrors(options.dataDirectory, async () => {
    const layout = openDataFolder(options.dataDirectory);
    const lock = await takeLock(layout.owner, {
      waitMs: options.waitForOwnerMs ?? 0,
      signal: options.signal,
    });
    if (isHeld(lock)) throw createConflictError(layout, lock.pid);
    return startAsOwner(options, lock);
  });
}

async function startAsOwner(options: StartOptions, lock: Lock): Promise<LocalOrg> {
  const undo: Undo = [() => lock.release()];
  if (options.onClosed !== undefined) undo.unshift(options.onClosed);
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

async function startOwned(options: StartOptions, layout: Layout, undo: Undo): Promise<LocalOrg> {
  const clock = createAdjustableClock(options.clock);
  if (options.clockOffset !== undefined) clock.advance(options.clockOffset);
  checkStateExists(layout);
  const store = new Store(layout.state);
  undo.push(() => store.close());
  const remembered = store.get("org", "org")?.port;
  const served = await listenWithCertificates(options, layout, remembered);
  undo.push(() => served.listening.close());
  const { port } = served.listening;
  const notices = [...served.notices, ...noticePort(store, remembered, port)];
  const { seeded } = loadOrSeed(store, clock, port);
  const { networkAddress, onRequest, rateLimitPerMinute, registration = false } = options;
  const url = composeOrigin(networkAddress ?? "localhost", port);
  const faults = createFaults(options.faults ?? []);
  const events = createEventLog(store, clock);
  const limits = buildLimits(options);
  const org = {
    store,
    clock,
    url,
    port,
    networkAddress,
    faults,
    events,
    onRequest,
    rateLimitPerMinute,
    limits,
    registration,
  };
  const { createOrgApplication } = await import("./application.ts");
  served.listening.serve(createOrgApplication(org));
  writeRunningFile(layout, { url, pid: process.pid, temporary: options.temporary ?? false, notices });
  undo.push(() => removeRunningFile(layout));
  return describe(org, { ...served, notices, layout, seeded, close: closeOnce(undo) });
}

/** Without apps there are no projects whose issuer names the port. */
function noticePort(store: Store, from: number | undefined, to: number): LocalOrgNotice[] {
  const hasApps = store.list("apps").some(({ name }) => name === "oidc_client");
  return from === undefined || from === to || !hasApps ? [] : [{ kind: "port-changed", from, to }];
}

function buildLimits({ limits, limitMinute }: StartOptions): Org["limits"] {
  return limits && { plan: limits, ...(limitMinute !== undefined && { minute: limitMinute }) };
}

interface Served {
  readonly listening: Listening;
  /** PEM: what clients of `url` must trust. */
  readonly caCertificate: string;
  readonly caCertificatePath: string;
  readonly notices: readonly LocalOrgNotice[];
}

async function listenWithCertificates(
  options: StartOptions,
  layout: Layout,
  remembered: number | undefined,
): Promise<Served> {
  const now = new Date();
  const { caCertificate, server, notices } = await loadCertificates(layout, now);
  const choice = { asked: options.port, remembered };
  const address = options.networkAddress;
  if (address === undefined) {
    const listening = await listenOnPort(server, choice);
    return { listening, caCertificate, caCertificatePath: layout.caCertificate, notices };
  }
  const network = await loadNetworkCertificates(layout, address, now);
  const listening = await listenOnPort(server, choice, { address, pair: network.server });
  return {
    listening,
    caCertificate: network.caCertificate,
    caCertificatePath: layout.networkCa(address),
    notices: [...notices, ...network.notices],
  };
}

interface Described extends Served {
  readonly layout: Layout;
  readonly seeded: SeededCredentials;
  readonly close: () => Promise<void>;
}

function describe(org: Org, { layout, seeded, close, ...served }: Described): LocalOrg {
  return {
    url: org.url,
    issuer: `${org.url}/oauth2/default`,
    port: org.port,
    caCertificate: served.caCertificate,
    caCertificatePath: served.caCertificatePath,
    notices: served.notices,
    ...seeded,
    dataDirectory: layout.directory,
    faults: org.faults,
    clock: org.clock,
    addNativeApp: (app = {}) => addNativeApp(org, app),
    close,
    [Symbol.asyncDispose]: close,
  };
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

function createConflictError(layout: Layout, pid: number): LocalOrgError {
  const running = readRunningFile(layout);
  const where = running?.pid === pid ? `, at ${running.url}` : "";
  return new LocalOrgError("local-org-conflict", {
    message: `The local org in ${layout.directory} is already running in process ${pid}${where}.`,
    why: "Only one process at a time may change its data.",
    next: "Use that one, stop it, or start a second org in its own folder: okta-unlock local start --data-dir <folder>",
  });
}
