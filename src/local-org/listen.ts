import type { RequestListener } from "node:http";
import { assertUnanswered } from "./assert-unanswered.ts";
import type { Server } from "node:https";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { KeyPair } from "./tls/authority.ts";

export interface Listening {
  readonly port: number;
  /** Begins to answer; requests that came before wait. */
  serve(listener: RequestListener): void;
  close(): Promise<void>;
}

/** An address besides loopback, with a certificate of its own. */
export interface NetworkSide {
  readonly address: string;
  readonly pair: KeyPair;
}

/**
 * Listens on 127.0.0.1, on ::1 where the machine has it, and on `network` when it is given. Rejects with EADDRINUSE when one
 * of them is taken.
 */
export async function listen(pair: KeyPair, port: number, network?: NetworkSide): Promise<Listening> {
  if (process.platform !== "linux") await assertUnanswered(port);
  const gate = new Gate();
  const first = await open(pair, gate, { host: "127.0.0.1", port });
  const servers = [first];
  const bound = (first.address() as AddressInfo).port;
  try {
    const second = await openIfThere(pair, gate, { host: "::1", port: bound });
    if (second !== undefined) servers.push(second);
    if (network !== undefined) {
      servers.push(await open(network.pair, gate, { host: network.address, port: bound }));
    }
  } catch (error) {
    await Promise.all(servers.map(closeServer));
    throw error;
  }
  return {
    port: bound,
    serve: (listener) => gate.open(listener),
    close: async () => {
      await Promise.all(servers.map(closeServer));
    },
  };
}

/** Undefined when the machine has no such address. */
async function openIfThere(pair: KeyPair, gate: Gate, address: Address): Promise<Server | undefined> {
  try {
    return await open(pair, gate, address);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRNOTAVAIL" || code === "EAFNOSUPPORT") return undefined;
    throw error;
  }
}

/** Holds back requests until there is somebody to answer them. */
class Gate {
  #listener: RequestListener | undefined;
  #waiting: Parameters<RequestListener>[] = [];

  readonly pass: RequestListener = (request, response) => {
    if (this.#listener === undefined) this.#waiting.push([request, response]);
    else this.#listener(request, response);
  };

  open(listener: RequestListener): void {
    this.#listener = listener;
    for (const [request, response] of this.#waiting.splice(0)) listener(request, response);
  }
}

/** Clients keep connections for reuse; one that we close first would cost them a failed request. */
const keepAliveMs = 65_000;

interface Address {
  readonly host: string;
  readonly port: number;
}

async function open(pair: KeyPair, gate: Gate, address: Address): Promise<Server> {
  // It asks no client for a certificate: without `ca` it would parse all roots of the web, for 20 ms.
  const tls = { cert: pair.certificate, key: pair.privateKey, ca: [], minVersion: "TLSv1.2" as const };
  const server = createServer({ ...tls, keepAliveTimeout: keepAliveMs }, gate.pass);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ ...address, exclusive: true }, () => {
      server.off("error", reject);
      // Later ones are about single connections (out of file descriptors): no reason to end.
      server.on("error", () => undefined);
      resolve();
    });
  });
  return server;
}

async function closeServer(server: Server): Promise<void> {
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
}
