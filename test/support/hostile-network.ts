import { writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, connect, createServer as createSocketServer, type Socket } from "node:net";
import { join } from "node:path";
import type { Certificates } from "../unit/okta/certificates.ts";
import { type Afterwards, temporaryFolder } from "../unit/local-org/support.ts";

interface Listening {
  listen(port: number, host: string, ready: () => void): unknown;
  address(): AddressInfo | string | null;
  close(): unknown;
  closeAllConnections?(): void;
}

/** Starts a server on a free loopback port, and gives the port. */
async function startOn(server: Listening, afterwards: Afterwards): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  afterwards(async () => {
    server.closeAllConnections?.();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** A web server with this certificate. */
export function startTlsServer(
  { certificate, key }: Certificates,
  answer: RequestListener,
  afterwards: Afterwards,
): Promise<number> {
  return startOn(createHttpsServer({ cert: certificate, key }, answer), afterwards);
}

/** A server of another protocol. */
export function startTalker(afterwards: Afterwards): Promise<number> {
  const server = createSocketServer((socket) =>
    socket.on("error", () => {}).end("220 mail.example ESMTP\r\n"),
  );
  return startOn(server, afterwards);
}

/** A port on which nothing listens. */
export async function freePort(): Promise<number> {
  let close = async (): Promise<void> => {};
  const port = await startOn(createServer(), (cleanUp) => {
    close = cleanUp;
  });
  await close();
  return port;
}

/** An HTTP proxy that answers CONNECT with a status; 200 makes a tunnel to a port of this machine, whatever the host. */
export function startProxy(
  reply: { readonly status: number } | { readonly tunnelTo: number },
  afterwards: Afterwards,
): Promise<number> {
  const proxy = createServer();
  const sockets = new Set<Socket>();
  proxy.on("connect", (_request, socket: Socket) => {
    socket.on("error", () => {});
    if ("status" in reply) return socket.end(`HTTP/1.1 ${reply.status} No\r\ncontent-length: 0\r\n\r\n`);
    const target = connect(reply.tunnelTo, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      target.pipe(socket).pipe(target);
    });
    target.on("error", () => socket.destroy());
    for (const each of [socket, target]) sockets.add(each);
    return undefined;
  });
  afterwards(async () => {
    for (const socket of sockets) socket.destroy();
  });
  return startOn(proxy, afterwards);
}

/** The file of an authority, for NODE_EXTRA_CA_CERTS. */
export async function authorityFile({ authority }: Certificates, afterwards: Afterwards): Promise<string> {
  const path = join(await temporaryFolder(afterwards), "authority.pem");
  writeFileSync(path, authority);
  return path;
}

/** As much of an org as signing in with an API token takes, for hosts that the local org can't have. */
export const friendlyOrg: RequestListener = (request, response) => {
  const url = request.url ?? "";
  const user = { id: "00uFriendly000000001", profile: { login: "me@example.com", email: "me@example.com" } };
  const json = url.startsWith("/.well-known/")
    ? {
        id: "00oFriendly000000001",
        pipeline: "idx",
        _links: { organization: { href: `https://${request.headers.host}` } },
      }
    : url === "/api/v1/users/me"
      ? user
      : [];
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(json));
};
