import { once } from "node:events";
import type { Context } from "../../context.ts";
import type * as Door from "../../local-org/index.ts";
import type { LimitPlan, LocalOrg } from "../../local-org/index.ts";
import { assertNoProblems, readFaultSpec } from "./faults/spec.ts";
import { networkAddressOf, type NetworkFlags } from "./network.ts";
import { type DataDirectoryFlag, directoryOf } from "./where.ts";

/** The flags of `local start`, as commander gives them; the port is parsed. */
export interface StartFlags extends DataDirectoryFlag, NetworkFlags {
  readonly port: number | undefined;
  readonly fault?: readonly string[];
  readonly rateLimit?: number;
  readonly limits?: LimitPlan;
  readonly registration?: boolean;
  /** Ends when no process uses the org any more. */
  readonly whileUsed?: boolean;
}

export interface LocalStart {
  readonly url: string;
  readonly issuer: string;
  readonly activityUrl: string;
  readonly caCertificatePath: string;
  readonly dataDirectory: string;
  /** The faults in force, each as one line. */
  readonly faults: readonly string[];
  /** Milliseconds that its clock is ahead of real time. */
  readonly clockOffset: number;
  /** Where others on the network reach it; null when they can't. */
  readonly networkAddress: string | null;
}

/** Runs the local org until the signal aborts; `onReady` is called once it listens. Ending it is no error. */
export async function runLocalStart(
  context: Context,
  flags: StartFlags,
  onReady: (started: LocalStart) => void,
): Promise<void> {
  const networkAddress = networkAddressOf(flags);
  const localOrg = await import("../../local-org/index.ts");
  const { faults, clockOffset } = troubleOf(flags, localOrg);
  const org = await localOrg.startLocalOrg({
    dataDirectory: directoryOf(context, flags),
    ...(flags.port !== undefined && { port: flags.port }),
    ...(flags.rateLimit !== undefined && { rateLimitPerMinute: flags.rateLimit }),
    ...(flags.limits !== undefined && { limits: flags.limits }),
    ...(networkAddress !== undefined && { networkAddress }),
    registration: flags.registration === true,
    faults,
    clockOffset,
  });
  try {
    onReady(startedOrg(org, localOrg, networkAddress));
    if (networkAddress !== undefined) context.log.warn(exposure(networkAddress));
    await untilStopped(context, flags, org.dataDirectory);
  } finally {
    await org.close();
  }
  context.log.info("\nThe local org has stopped; what is in it is kept.");
}

type LocalOrgDoor = typeof Door;

/** What `--fault` asks for. The last skew counts. */
function troubleOf({ fault = [] }: StartFlags, { parseFault, findFaultProblems }: LocalOrgDoor) {
  const faults = [];
  let clockOffset = 0;
  for (const spec of fault.map(readFaultSpec)) {
    if (spec.kind === "skew") {
      clockOffset = spec.milliseconds;
      continue;
    }
    assertNoProblems(spec.spec, spec.body, findFaultProblems(spec.body));
    faults.push(parseFault(spec.body));
  }
  return { faults, clockOffset };
}

function startedOrg(
  org: LocalOrg,
  { describeFault }: LocalOrgDoor,
  networkAddress: string | undefined,
): LocalStart {
  return {
    url: org.url,
    issuer: org.issuer,
    activityUrl: `${org.url}/activity`,
    caCertificatePath: org.caCertificatePath,
    dataDirectory: org.dataDirectory,
    faults: org.faults.list().map((armed) => describeFault(armed)),
    clockOffset: org.clock.offset,
    networkAddress: networkAddress ?? null,
  };
}

function exposure(address: string): string {
  return (
    `Whoever reaches ${address} can reach this org: use it in a network you trust, and only as long as you need it. ` +
    `Its issuer names ${address} now, so projects made for localhost don't fit until it is started without --host.`
  );
}

async function untilStopped(
  { signal }: Context,
  { whileUsed }: StartFlags,
  directory: string,
): Promise<void> {
  if (whileUsed !== true) return untilAborted(signal);
  const { untilUnused } = await import("../../local-org/index.ts");
  return untilUnused(directory, signal);
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
}
