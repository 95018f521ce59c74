import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LocalOrg, LocalOrgOptions } from "./local-org.ts";
import { startLocalOrg as start } from "./start.ts";

export type { AdjustableClock, OrgClock } from "./clock.ts";
export type {
  ArmedFault,
  DamageFault,
  DropFault,
  Fault,
  FaultBody,
  FaultHit,
  FaultKind,
  FaultMatch,
  FaultMoment,
  Faults,
  LatencyFault,
  OAuthErrorCode,
  OAuthErrorFault,
  RateLimitFault,
  RefusalCode,
  RefusalFault,
  StatusFault,
} from "./faults.ts";
export type { LimitPlan } from "./http/limits/published.ts";
export type { LocalOrg, LocalOrgOptions, LocalOrgUser } from "./local-org.ts";
export type { NativeApp, NewNativeApp } from "./native-app.ts";
export type { AnsweredRequest } from "./org.ts";

/**
 * Starts an Okta-compatible org on this machine, with HTTPS on loopback, for tests: `await using org = await
 * startLocalOrg()`. Without `dataDirectory` it is a new one, on a free port, that is gone when it is closed.
 *
 * Rejects with an error that has `code`, `message` and `next`: `local-org-conflict` (another process has the folder or the
 * port), `data-unreadable`, `directory-unusable`.
 */
export async function startLocalOrg(options: LocalOrgOptions = {}): Promise<LocalOrg> {
  const { dataDirectory } = options;
  return dataDirectory === undefined ? startTemporary(options) : start({ ...options, dataDirectory });
}

async function startTemporary(options: LocalOrgOptions): Promise<LocalOrg> {
  const dataDirectory = await mkdtemp(join(tmpdir(), "okta-unlock-local-org-"));
  removeAtExit(dataDirectory);
  const removeFolder = async () => {
    await rm(dataDirectory, { recursive: true, force: true, maxRetries: 3 });
    temporaryFolders.delete(dataDirectory);
  };
  try {
    return await start({ port: 0, ...options, dataDirectory, onClosed: removeFolder });
  } catch (error) {
    await removeFolder();
    throw error;
  }
}

const temporaryFolders = new Set<string>();

/** Tests end without `close` as well: by `process.exit`, or because they failed. One listener serves any number of orgs. */
function removeAtExit(folder: string): void {
  if (!process.listeners("exit").includes(removeTemporaryFolders)) process.on("exit", removeTemporaryFolders);
  temporaryFolders.add(folder);
}

function removeTemporaryFolders(): void {
  for (const folder of temporaryFolders) rmSync(folder, { recursive: true, force: true });
}
