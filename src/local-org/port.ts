import { LocalOrgError } from "./local-org-error.ts";
import type { Listening, NetworkSide } from "./listen.ts";
import { listen } from "./listen.ts";
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
  const candidates = fixed === undefined ? freshPorts(choice.asked) : [fixed];
  let refusal: NodeJS.ErrnoException | undefined;
  for (const port of candidates) {
    try {
      return await listen(pair, port, network);
    } catch (error) {
      refusal = error as NodeJS.ErrnoException;
      if (refusal.code !== "EADDRINUSE" && refusal.code !== "EACCES") throw error;
    }
  }
  throw portTaken(fixed ?? firstPort, refusal);
}

/** 0 lets the system choose; it looks at 127.0.0.1 only, so the same port of ::1 may turn out to be taken. */
function freshPorts(asked: number | undefined): number[] {
  return Array.from({ length: portsToTry }, (_, index) => (asked === 0 ? 0 : firstPort + index));
}

function checkPort(port: number | undefined): void {
  if (port === undefined || (Number.isInteger(port) && port >= 0 && port <= 65_535)) return;
  throw new LocalOrgError("invalid-value", {
    message: `${port} is not a port: it must be a whole number from 1 to 65535.`,
    next: `Give a port that is free, such as: okta-unlock local start --port ${firstPort}`,
  });
}

function portTaken(port: number, refusal: NodeJS.ErrnoException | undefined): LocalOrgError {
  const isForbidden = refusal?.code === "EACCES";
  const other = port < 1024 || port === 65_535 ? firstPort : port + 1;
  return new LocalOrgError("local-org-conflict", {
    message: isForbidden
      ? `The local org can't listen on port ${port}: the system does not allow it.`
      : `The local org can't listen on port ${port}: another program has it.`,
    why: "The issuer of every project made with this org names its port, so it is not changed without being asked.",
    next: isForbidden
      ? `Move the org to another port: okta-unlock local start --port ${other}`
      : `Stop that program, or move the org to another port: okta-unlock local start --port ${other}`,
    cause: refusal,
  });
}
