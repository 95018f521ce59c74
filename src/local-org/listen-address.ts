import { isIPv4 } from "node:net";
import { networkInterfaces } from "node:os";
import type { Listening, NetworkSide } from "./listen.ts";
import { listen } from "./listen.ts";
import { LocalOrgError } from "./local-org-error.ts";
import type { KeyPair } from "./tls/authority.ts";

/** The first port tried at first use, and how many after it. */
const firstPort = 8643;
const portsToTry = 50;

export interface PortChoice {
  /** What was asked for; 0 is any free one. */
  readonly asked: number | undefined;
  /** What the data folder was served on before. */
  readonly remembered: number | undefined;
}

/**
 * Listens on the port asked for, else on the remembered one, else on 8643 or the next free one. Issuers carry the port, so
 * a remembered one that is taken is a `local-org-conflict`, not a reason to move.
 */
export async function listenOnPort(
  pair: KeyPair,
  choice: PortChoice,
  network?: NetworkSide,
): Promise<Listening> {
  checkPort(choice.asked);
  const fixed = choice.asked === undefined || choice.asked === 0 ? choice.remembered : choice.asked;
  const candidates = fixed === undefined ? listFreshPorts(choice.asked) : [fixed];
  let refusal: NodeJS.ErrnoException | undefined;
  for (const port of candidates) {
    try {
      return await listen(pair, port, network);
    } catch (error) {
      refusal = error as NodeJS.ErrnoException;
      if (refusal.code !== "EADDRINUSE" && refusal.code !== "EACCES") throw error;
    }
  }
  throw createPortError(fixed ?? firstPort, refusal);
}

/** 0 lets the system choose; it looks at 127.0.0.1 only, so the same port of ::1 may turn out to be taken. */
function listFreshPorts(asked: number | undefined): number[] {
  return Array.from({ length: portsToTry }, (_, index) => (asked === 0 ? 0 : firstPort + index));
}

function checkPort(port: number | undefined): void {
  if (port === undefined || (Number.isInteger(port) && port >= 0 && port <= 65_535)) return;
  throw new LocalOrgError("invalid-value", {
    message: `${port} is not a port: it must be a whole number from 1 to 65535.`,
    next: `Give a port that is free, such as: okta-unlock local start --port ${firstPort}`,
  });
}

function createPortError(port: number, refusal: NodeJS.ErrnoException | undefined): LocalOrgError {
  const isForbidden = refusal?.code === "EACCES";
  const other = port < 1024 || port === 65_535 ? firstPort : port + 1;
  if (isForbidden && port < 1024) return createPrivilegeError(port, refusal);
  return new LocalOrgError("local-org-conflict", {
    message: isForbidden
      ? `The local org can't listen on port ${port}: the system does not allow it.`
      : `The local org can't listen on port ${port}: another program is using it.`,
    why: "The port is part of the issuer in every project made with this org, so it never changes by itself.",
    next: isForbidden
      ? `Move the org to another port: okta-unlock local start --port ${other}`
      : `Stop that program, or move the org to another port: okta-unlock local start --port ${other}`,
    cause: refusal,
  });
}

function createPrivilegeError(port: number, cause: NodeJS.ErrnoException | undefined): LocalOrgError {
  return new LocalOrgError("local-org-conflict", {
    message: `The local org can't listen on port ${port}: the system does not allow it (EACCES).`,
    why: "On this system only administrators may use ports below 1024.",
    next: `Use another port: okta-unlock local start --port ${firstPort}`,
    details: [
      `On Linux, this lets every program use ports from ${port} on, until the next restart: sudo sysctl net.ipv4.ip_unprivileged_port_start=${port}`,
    ],
    cause,
  });
}

/**
 * Checks that this is an IPv4 address of this machine that others can reach. A name, or 0.0.0.0, would leave open which
 * one the certificate and the issuer name. Throws `invalid-value`.
 */
export function checkNetworkAddress(address: string | undefined): void {
  if (address === undefined) return;
  const own = listNetworkAddresses();
  if (isIPv4(address) && own.includes(address)) return;
  throw new LocalOrgError("invalid-value", {
    message: `The local org can't listen on ${JSON.stringify(address)}: this machine has no such IPv4 network address.`,
    ...(own.length > 0 && { details: own.map((each) => `this machine has ${each}`) }),
    next: `Use one of its addresses, for example: okta-unlock local start --host ${own[0] ?? "192.0.2.1"} --expose-to-network`,
  });
}

function listNetworkAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.filter(({ family, internal }) => family === "IPv4" && !internal).map(({ address }) => address);
}
