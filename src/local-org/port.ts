import { OktaUnlockError } from "../errors.ts";
import type { Listening } from "./listen.ts";
import { listen } from "./listen.ts";
import type { KeyPair } from "./tls/certificates.ts";

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
export async function listenOnPort(pair: KeyPair, choice: PortChoice): Promise<Listening> {
  const fixed = choice.asked === undefined || choice.asked === 0 ? choice.remembered : choice.asked;
  if (fixed !== undefined) return listenOrConflict(pair, fixed);
  if (choice.asked === 0) return listen(pair, 0);
  for (let port = firstPort; port < firstPort + portsToTry; port += 1) {
    const listening = await listenUnlessTaken(pair, port);
    if (listening !== undefined) return listening;
  }
  throw portTaken(firstPort);
}

async function listenOrConflict(pair: KeyPair, port: number): Promise<Listening> {
  const listening = await listenUnlessTaken(pair, port);
  if (listening === undefined) throw portTaken(port);
  return listening;
}

/** Undefined when another program has the port, or the system keeps it (EACCES: below 1024, or reserved on Windows). */
async function listenUnlessTaken(pair: KeyPair, port: number): Promise<Listening | undefined> {
  try {
    return await listen(pair, port);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE" || code === "EACCES") return undefined;
    throw error;
  }
}

function portTaken(port: number): OktaUnlockError {
  return new OktaUnlockError("local-org-conflict", {
    message: `The local org can't listen on port ${port}: another program has it.`,
    why: "The issuer of every project made with this org names that port, so it is not changed without being asked.",
    next: `Stop that program, or move the org to another port: okta-unlock local start --port ${port + 1}`,
  });
}
