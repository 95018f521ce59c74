import { hint } from "../../hints.ts";
import { once } from "node:events";
import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { assertNoProblems, readFaultSpec } from "../../flows/fault-spec.ts";
import {
  type DataDirectoryFlag,
  describeNotice,
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
  /** As it was given. */
  readonly dataDir?: string | undefined;
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
  const language = await localOrg.loadFaultLanguage();
  const { faults, clockOffset } = readFaults(flags, language);
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
    onReady({ ...toLocalStart(org, language, networkAddress), dataDir: flags.dataDir });
    for (const warning of org.notices.flatMap((notice) => describeNotice(notice, flags)))
      context.log.warn(warning);
    if (networkAddress !== undefined) context.log.warn(describeExposure(networkAddress));
    await waitUntilStopped(context, flags, org.dataDirectory);
  } finally {
    await org.close();
  }
  context.log.info("");
  context.log.info("The local org has stopped. Its data is kept.");
}

type FaultLanguage = Awaited<ReturnType<typeof Door.loadFaultLanguage>>;

/** What `--fault` asks for. The last skew counts. */
function readFaults(flags: StartFlags, { parseFault, findFaultProblems }: FaultLanguage) {
  const { fault = [], port, dataDir } = flags;
  const command = (example: string) => hint("local start", { fault: example, port, "data-dir": dataDir });
  const faults = [];
  let clockOffset = 0;
  for (const spec of fault.map(readFaultSpec)) {
    if (spec.kind === "skew") {
      clockOffset = spec.milliseconds;
      continue;
    }
    assertNoProblems(spec, findFaultProblems(spec.body), command);
    faults.push(parseFault(spec.body));
  }
  return { faults, clockOffset };
}

function toLocalStart(
  org: LocalOrg,
  { describeFault }: FaultLanguage,
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
    `Anyone who can reach ${address} can use this org. Expose it only on a network you trust, and only as long as you need it. ` +
    `Its issuer is now at ${address}, so projects created for localhost do not work until it is started without --host.`
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
    message: `--host alone does not expose the local org to the network at ${address}.`,
    why:
      "Anyone who can reach that address could sign in to the org and use its API. A simulator shares this machine's localhost, " +
      "and adb reverse forwards it to Android: neither needs the network, and the issuer stays localhost.",
    details: [
      "what others can reach: the sign-in pages, OIDC and the whole management API",
      "its certificate: from an authority made for that address, which devices must also trust",
      "its issuer: that address, so projects created for localhost do not work in the meantime",
    ],
    next: `If you need it anyway, for a real iPhone: ${hint("local start", { host: address, "expose-to-network": true })}`,
  });
}

function createNoAddressError(): OktaUnlockError {
  return new OktaUnlockError("missing-input", {
    message: "--expose-to-network needs --host with the address of this machine on the network.",
    next: `Name it, for example: ${hint("local start", { host: "192.168.1.20", "expose-to-network": true })}`,
  });
}

/** `--rate-limit`: a positive whole number. */
function readRateLimit(text: string): number {
  if (/^[1-9]\d{0,6}$/u.test(text)) return Number(text);
  throw new OktaUnlockError("invalid-value", {
    message: `The rate limit ${JSON.stringify(text)} is not valid.`,
    why: "It must be a number of requests per minute, 1 or more.",
    next: `Give a number, for example: ${hint("local start", { "rate-limit": "100" })}`,
  });
}

export const startView: View<LocalStart> = {
  json: ({ dataDir: _flag, ...started }) => started,
  stdout: (org, style, width) =>
    `${style.strong(`The local org is running at ${org.url}`)}\n\n${formatTable(
      [
        ["Issuer", org.issuer],
        ["Activity", org.activityUrl],
        ["Certificate authority", org.caCertificatePath],
        ["Data", org.dataDirectory],
        ...listTroubles(org),
      ],
      style,
      width,
    )}`,
  stderr: ({ dataDir }) =>
    [
      `\nUsers and API token: ${hint("local status", { "data-dir": dataDir })}`,
      `Trust its certificate: ${hint("local trust", { "data-dir": dataDir })}`,
      "Press Ctrl-C to stop it. It is a development tool, never for real users.\n",
    ].join("\n"),
};
