import type { RequestListener } from "node:http";
import type { Server } from "node:https";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { KeyPair } from "./tls/certificates.ts";

export interface Listening {
  readonly port: number;
  /** Begins to answer; requests that came before wait. */
  serve(listener: RequestListener): void;
  close(): Promise<void>;
}

/** Listens on 127.0.0.1, and on ::1 where the machine has it. Rejects with EADDRINUSE when either is taken. */
export async function listen(pair: KeyPair, port: number): Promise<Listening> {
  const first = await open(pair, "127.0.0.1", port);
  const bound = (first.address() as AddressInfo).port;
  const second = await open(pair, "::1", bound).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code === "EADDRNOTAVAIL" || error.code === "EAFNOSUPPORT") return undefined;
    await closeServer(first);
    throw error;
  });
  const servers = second === undefined ? [first] : [first, second];
  return {
    port: bound,
    serve: (listener) => servers.forEach((server) => server.on("request", listener)),
    close: async () => {
      await Promise.all(servers.map(closeServer));
    },
  };
}

async function open(pair: KeyPair, host: string, port: number): Promise<Server> {
  const server = createServer({ cert: pair.certificate, key: pair.privateKey, minVersion: "TLSv1.2" });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port, exclusive: true }, () => {
      server.off("error", reject);
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
