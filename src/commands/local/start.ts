import { hint } from "../../hints.ts";
import { once } from "node:events";
import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { assertNoProblems, readFaultSpec } from "../../flows/fault-spec.ts";
import {
  type DataDirectoryFlag,
  resolveDirectory,
  readLocalOrgPort,
  listTroubles,
} from "../../flows/local-org.ts";
import type * as Door from "../../local-org/index.ts";
import type { View } from "../../terminal/session.ts";
import { formatTable } from "../../terminal/table.ts";
import type { LimitPlan, LocalOrg } from "../../local-org/index.ts";

/** The flags of `local start` as typed. */
export interface StartFlags extends DataDirectoryFlag, NetworkFlags {
  readonly port?: string;
  readonly fault?: readonly string[];
  readonly rateLimit?: string;
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
  const rateLimit = flags.rateLimit === undefined ? undefined : readRateLimit(flags.rateLimit);
  const port = readLocalOrgPort(context, flags.port);
  const networkAddress = readNetworkAddress(flags);
  const localOrg = await import("../../local-org/index.ts");
  const { faults, clockOffset } = readFaults(flags, localOrg);
  const org = await localOrg.startLocalOrg({
    dataDirectory: resolveDirectory(context, flags),
    ...(port !== undefined && { port }),
    ...(rateLimit !== undefined && { rateLimitPerMinute: rateLimit }),
    ...(flags.limits !== undefined && { limits: flags.limits }),
    ...(networkAddress !== undefined && { networkAddress }),
    registration: flags.registration === true,
    faults,
    clockOffset,
  });
  try {
    onReady(toLocalStart(org, localOrg, networkAddress));
    if (networkAddress !== undefined) context.log.warn(describeExposure(networkAddress));
    await waitUntilStopped(context, flags, org.dataDirectory);
  } finally {
    await org.close();
  }
  context.log.info("\nThe local org has stopped. Its data is kept.");
}

type LocalOrgDoor = typeof Door;

/** What `--fault` asks for. The last skew counts. */
function readFaults({ fault = [] }: StartFlags, { parseFault, findFaultProblems }: LocalOrgDoor) {
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

function toLocalStart(
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

function describeExposure(address: string): string {
  return (
    `Whoever reaches ${address} can reach this org: use it in a network you trust, and only as long as you need it. ` +
    `Its issuer names ${address} now, so projects made for localhost don't fit until it is started without --host.`
  );
}

async function waitUntilStopped(
  { signal }: Context,
  { whileUsed }: StartFlags,
  directory: string,
): Promise<void> {
  if (whileUsed !== true) return waitUntilAborted(signal);
  const { untilUnused } = await import("../../local-org/index.ts");
  return untilUnused(directory, signal);
}

async function waitUntilAborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
}

interface NetworkFlags {
  readonly host?: string;
  readonly exposeToNetwork?: true;
}

const loopback = ["localhost", "127.0.0.1", "::1"];

/**
 * The address to listen on besides loopback; undefined for loopback alone. Throws `invalid-value` when it was named without
 * the second flag, and `missing-input` when only that one was given.
 */
export function readNetworkAddress({ host, exposeToNetwork }: NetworkFlags): string | undefined {
  const address = host !== undefined && loopback.includes(host) ? undefined : host;
  if (address !== undefined && exposeToNetwork !== true) throw createExposureError(address);
  if (host === undefined && exposeToNetwork === true) throw createNoAddressError();
  return address;
}

function createExposureError(address: string): OktaUnlockError {
  return new OktaUnlockError("invalid-value", {
    message: `The local org is not put on the network at ${address} by --host alone.`,
    why:
      "Whoever reaches that address could sign in to it and try its API. A simulator shares this machine's localhost, " +
      "and adb reverse gives it to Android: neither needs the network, and their issuer stays localhost.",
    details: [
      "what listens there: the sign-in pages, OIDC and the whole management API",
      "its certificate: from an authority made for that address, which devices have to trust, too",
      "its issuer: that address, so that projects made for localhost don't fit meanwhile",
    ],
    next: `If you need it all the same, for a real iPhone: ${hint("local start", { host: address, "expose-to-network": true })}`,
  });
}

function createNoAddressError(): OktaUnlockError {
  return new OktaUnlockError("missing-input", {
    message: "--expose-to-network needs the address that others reach this machine by.",
    next: `Name it, for example: ${hint("local start", { host: "192.168.1.20", "expose-to-network": true })}`,
  });
}

/** `--rate-limit`: a positive whole number. */
function readRateLimit(text: string): number {
  if (/^[1-9]\d{0,6}$/u.test(text)) return Number(text);
  throw new OktaUnlockError("invalid-value", {
    message: `The rate limit ${JSON.stringify(text)} can't be used.`,
    why: "It is a number of requests a minute, from 1.",
    next: `Give a number, for example: ${hint("local start", { "rate-limit": "100" })}`,
  });
}

export const startView: View<LocalStart> = {
  stdout: (org, style) =>
    `${style.strong(`The local org runs at ${org.url}`)}\n\n${formatTable(
      [
        ["Issuer", org.issuer],
        ["Activity", org.activityUrl],
        ["Certificate authority", org.caCertificatePath],
        ["Data", org.dataDirectory],
        ...listTroubles(org),
      ],
      style,
    )}`,
  stderr: () =>
    [
      `\nUsers and API token: ${hint("local status")}`,
      `Trust its certificate: ${hint("local trust")}`,
      "Press Ctrl-C to stop it. A development tool, never for real users.\n",
    ].join("\n"),
};
