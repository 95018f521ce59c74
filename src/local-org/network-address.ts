import { isIPv4 } from "node:net";
import { networkInterfaces } from "node:os";
import { LocalOrgError } from "./local-org-error.ts";

/**
 * Checks that this is an IPv4 address of this machine that others can reach. A name, or 0.0.0.0, would leave open which
 * one the certificate and the issuer name. Throws `invalid-value`.
 */
export function checkNetworkAddress(address: string | undefined): void {
  if (address === undefined) return;
  const own = networkAddresses();
  if (isIPv4(address) && own.includes(address)) return;
  throw new LocalOrgError("invalid-value", {
    message: `The local org can't listen on ${JSON.stringify(address)}: it is no IPv4 network address of this machine.`,
    ...(own.length > 0 && { details: own.map((each) => `this machine has ${each}`) }),
    next: `Name one of its own, for example: okta-unlock local start --host ${own[0] ?? "192.0.2.1"} --expose-to-network`,
  });
}

function networkAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.filter(({ family, internal }) => family === "IPv4" && !internal).map(({ address }) => address);
}
