import type { IncomingHttpHeaders } from "node:http";
import { Agent, request } from "node:https";
import type { TestOrg } from "../support.ts";

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

interface RawRequest {
  readonly method?: string;
  /** Any header, `host` included. */
  readonly headers?: Readonly<Record<string, string>>;
  /** A list is sent piece by piece, with no length announced. */
  readonly body?: string | readonly string[];
}

/** Connections are kept: most of what a request takes is the handshake. */
const agents = new WeakMap<object, Agent>();

function agentOf(org: Pick<TestOrg, "port" | "caCertificate">): Agent {
  const agent = agents.get(org) ?? new Agent({ keepAlive: true, ca: org.caCertificate });
  agents.set(org, agent);
  return agent;
}

/** A request as an attacker would write it: no fetch in between that sets or refuses headers, and no address is tidied up. */
export async function raw(
  org: Pick<TestOrg, "port" | "caCertificate">,
  path: string,
  sent: RawRequest = {},
): Promise<RawAnswer> {
  try {
    return await send(org, path, sent);
  } catch (error) {
    // The org had just closed the connection that was kept: https://nodejs.org/api/http.html#requestreusedsocket
    if (error instanceof LostConnection) return send(org, path, sent);
    throw error;
  }
}

class LostConnection extends Error {}

async function send(
  org: Pick<TestOrg, "port" | "caCertificate">,
  path: string,
  { method, headers = {}, body }: RawRequest,
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const call = request(
      {
        host: "localhost",
        port: org.port,
        servername: "localhost",
        agent: agentOf(org),
        path,
        method: method ?? (body === undefined ? "GET" : "POST"),
        headers: {
          ...(body !== undefined && { "content-type": "application/x-www-form-urlencoded" }),
          ...(typeof body === "string" && { "content-length": String(Buffer.byteLength(body)) }),
          ...headers,
        },
        timeout: 30_000,
      },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
      },
    );
    call.on("timeout", () => call.destroy(new Error("No answer came in 30 seconds.")));
    call.on("error", (error: NodeJS.ErrnoException) => {
      const isLost = call.reusedSocket && error.code === "ECONNRESET";
      reject(isLost ? new LostConnection("It was closed.", { cause: error }) : error);
    });
    for (const piece of typeof body === "string" ? [body] : (body ?? [])) call.write(piece);
    call.end();
  });
}
