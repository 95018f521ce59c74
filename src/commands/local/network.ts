import { OktaUnlockError } from "../../errors.ts";

export interface NetworkFlags {
  readonly host?: string;
  readonly exposeToNetwork?: true;
}

const loopback = ["localhost", "127.0.0.1", "::1"];

/**
 * The address to listen on besides loopback; undefined for loopback alone. Throws `invalid-value` when it was named without
 * the second flag, and `missing-input` when only that one was given.
 */
export function networkAddressOf({ host, exposeToNetwork }: NetworkFlags): string | undefined {
  const address = host !== undefined && loopback.includes(host) ? undefined : host;
  if (address !== undefined && exposeToNetwork !== true) throw notAskedTwice(address);
  if (host === undefined && exposeToNetwork === true) throw noAddress();
  return address;
}

function notAskedTwice(address: string): OktaUnlockError {
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
    next: `If you need it all the same, for a real iPhone: okta-unlock local start --host ${address} --expose-to-network`,
  });
}

function noAddress(): OktaUnlockError {
  return new OktaUnlockError("missing-input", {
    message: "--expose-to-network needs the address that others reach this machine by.",
    next: "Name it, for example: okta-unlock local start --host 192.168.1.20 --expose-to-network",
  });
}
