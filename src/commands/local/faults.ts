import { hint } from "../../hints.ts";
import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { assertNoProblems, type FaultSpec, readFaultSpec } from "../../flows/fault-spec.ts";
import {
  type DataDirectoryFlag,
  type LocalStatus,
  type WhereContext,
  describeClock,
  runLocalStatus,
} from "../../flows/local-org.ts";
import type { View } from "../../terminal/session.ts";

export interface LocalFaults {
  readonly url: string;
  /** The faults in force, each as one line. */
  readonly faults: readonly string[];
  /** Milliseconds that its clock is ahead of real time. */
  readonly clockOffset: number;
}

type Source = WhereContext & Pick<Context, "fetch" | "signal">;

/** What can still hit in the org that runs. Throws `local-org-conflict` when none does. */
export async function listFaults(context: Source, flags: DataDirectoryFlag): Promise<LocalFaults> {
  return toFaults(await findRunningOrg(context, flags));
}

/** Adds faults, or sets the clock, in the org that runs: all of them or, when one can't be made, none. */
export async function addFaults(
  context: Source,
  specs: readonly string[],
  flags: DataDirectoryFlag,
): Promise<LocalFaults> {
  const { loadFaultLanguage } = await import("../../local-org/index.ts");
  const { findFaultProblems } = await loadFaultLanguage();
  const wanted = specs.map(readFaultSpec);
  const command = (example: string) =>
    hint("local faults add", { args: [example], "data-dir": flags.dataDir });
  for (const each of wanted) {
    if (each.kind === "fault") assertNoProblems(each, findFaultProblems(each.body), command);
  }
  const org = await findRunningOrg(context, flags);
  for (const each of wanted) await add(context, org, each);
  return listFaults(context, flags);
}

/** Takes all faults back, and sets the clock right. */
export async function clearFaults(context: Source, flags: DataDirectoryFlag): Promise<LocalFaults> {
  const org = await findRunningOrg(context, flags);
  await call(context, org, { method: "DELETE", path: "faults" });
  await call(context, org, { method: "DELETE", path: "clock" });
  return listFaults(context, flags);
}

type RunningOrg = LocalStatus & Required<Pick<LocalStatus, "url" | "apiToken" | "caCertificate">>;

async function findRunningOrg(context: Source, flags: DataDirectoryFlag): Promise<RunningOrg> {
  const status = await runLocalStatus(context, flags);
  const { running, url, apiToken, caCertificate } = status;
  if (!running || url === undefined || apiToken === undefined || caCertificate === undefined) {
    throw new OktaUnlockError("local-org-conflict", {
      message: "The local org is not running, so it has no faults.",
      next: `Start it, with --fault if you like: ${hint("local start", { "data-dir": flags.dataDir })}`,
    });
  }
  return { ...status, url, apiToken, caCertificate };
}

function toFaults({ url, faults = [], clockOffset = 0 }: RunningOrg): LocalFaults {
  return { url, faults, clockOffset };
}

async function add(context: Source, org: RunningOrg, spec: FaultSpec): Promise<void> {
  if (spec.kind === "fault") return call(context, org, { method: "POST", path: "faults", body: spec.body });
  const body = { offsetMilliseconds: spec.milliseconds };
  return call(context, org, { method: "PUT", path: "clock", body });
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
}

async function call({ fetch, signal }: Source, org: RunningOrg, { method, path, body }: Call): Promise<void> {
  const response = await fetch(`${org.url}/api/local/v1/${path}`, {
    method,
    headers: { authorization: `SSWS ${org.apiToken}`, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal,
    trust: org.caCertificate,
  });
  await response.text();
  if (response.status < 300) return;
  throw new OktaUnlockError("credential-rejected", {
    message: `The local org at ${org.url} answered ${response.status}.`,
    why: "Changing its faults needs its API token, which may have been revoked.",
    next: `Start it again: ${hint("local start", { "data-dir": org.dataDir })}`,
  });
}

export const faultsView: View<LocalFaults> = {
  stdout({ url, faults, clockOffset }, style) {
    const clock = clockOffset === 0 ? [] : [`the clock is ${describeClock(clockOffset)}`];
    const lines = [...faults, ...clock];
    if (lines.length === 0) return `No faults are active at ${url}.\n`;
    return `${style.strong(`Active faults at ${url}`)}\n\n${lines.map((line) => `  ${line}\n`).join("")}`;
  },
};
