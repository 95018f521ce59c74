import { type ClientRequest, type IncomingMessage, request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Context, Fetch, FetchOptions, FetchResponse } from "../context.ts";
import { BodyTooLarge, largestBody } from "./body-limit.ts";
import { type Agents, createAgents, limitConnecting } from "./agents.ts";

/** A `Fetch` and the way to close the connections that it keeps. */
export interface Transport {
  readonly fetch: Fetch;
  /** Closes every connection, idle or not. */
  close(): Promise<void>;
}

/**
 * The implementation behind `Context.fetch`, on `node:http` and `node:https`: both undici and the global fetch, which is
 * undici, too, take several times as long to load. Redirects are returned, never followed. Connections are reused.
 */
export function createFetch(env: Context["env"]): Transport {
  let agents: Agents | undefined;
  return {
    async fetch(url, options = {}) {
      options.signal?.throwIfAborted();
      agents ??= createAgents(env);
      return send(new URL(url), options, agents);
    },
    async close() {
      agents?.destroy();
    },
  };
}

function send(url: URL, options: FetchOptions, agents: Agents): Promise<FetchResponse> {
  const { method = "GET", headers, body, signal, trust } = options;
  return new Promise((resolve, reject) => {
    const request = (url.protocol === "https:" ? httpsRequest : httpRequest)(url, {
      agent: agents.choose(url, trust),
      method,
      headers: { "accept-encoding": "gzip, deflate, br", ...headers },
    });
    limitConnecting(request);
    rejectOnAbort(request, signal, reject);
    request.on("error", (error) => reject(createFailure("fetch failed", error, signal)));
    request.once("response", (message) => resolve(createResponse(message, signal)));
    // The last event, and the only one when the server switches protocols (101). After an answer it changes nothing.
    request.once("close", () => reject(createFailure("fetch failed", createLost(), signal)));
    request.end(body);
  });
}

/** Node's own `signal` option would wait for the proxy to open a tunnel first. */
function rejectOnAbort(
  request: ClientRequest,
  signal: AbortSignal | undefined,
  reject: (reason: unknown) => void,
): void {
  const abort = () => {
    reject(signal?.reason);
    request.destroy();
  };
  signal?.addEventListener("abort", abort);
  request.once("close", () => signal?.removeEventListener("abort", abort));
}

function createResponse(message: IncomingMessage, signal: AbortSignal | undefined): FetchResponse {
  return {
    status: message.statusCode ?? 0,
    headers: { get: (name) => message.headersDistinct[name.toLowerCase()]?.join(", ") ?? null },
    async text() {
      try {
        return new TextDecoder().decode(await readBody(message));
      } catch (error) {
        throw createFailure("terminated", error, signal);
      }
    },
  };
}

/** What fetch rejects with: the reason of an abort, or a TypeError whose cause tells more. */
function createFailure(message: string, cause: unknown, signal: AbortSignal | undefined): unknown {
  return signal?.aborted ? signal.reason : new TypeError(message, { cause });
}

/** The connection ended without an answer, and Node reported no error. */
function createLost(): Error {
  return Object.assign(new Error("the connection was closed without an answer"), { code: "ECONNRESET" });
}

/** Leaving the loop closes the connection: what a server goes on to send is not read. */
async function collect(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > largestBody) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

async function readBody(message: IncomingMessage): Promise<Buffer> {
  const body = await collect(message);
  const encoding = message.headers["content-encoding"];
  if (encoding === undefined || body.length === 0) return body;
  const { decompress } = await import("./decompress.ts");
  return decompress(body, encoding);
}
