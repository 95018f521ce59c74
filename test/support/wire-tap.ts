import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";

/** A request and its answer, as a server of this process had them. */
export interface Exchange {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly sent: { readonly headers: IncomingHttpHeaders; readonly body: string };
  readonly answered: { readonly headers: OutgoingHttpHeaders; readonly body: string };
}

/** What the client gets instead of the server's own answer. */
export interface FalseAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Decides on an answer that is ready to go out; undefined leaves it as it is. */
export type Falsify = (exchange: Exchange) => FalseAnswer | undefined;

export interface WireTap {
  readonly exchanges: readonly Exchange[];
  /** Undefined takes it back. */
  falsify(falsify: Falsify | undefined): void;
  close(): void;
}

interface Started {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

const channel = "http.server.request.start";

/**
 * Listens to the server of this process on a port: to all that it is sent and answers, behind TLS, so that tests need
 * not guess which secrets there were. It can also swap an answer; the request was carried out then.
 */
export function tapServer(port: number): WireTap {
  const exchanges: Exchange[] = [];
  let falsify: Falsify | undefined;
  const onStart = (message: unknown): void => {
    const { request, response } = message as Started;
    if (request.socket.localPort !== port) return;
    const sent = collect(request);
    interceptEnd(response, (body) => {
      const { method = "", url = "", headers } = request;
      const answered = { headers: response.getHeaders(), body };
      const exchange = { method, url, sent: { headers, body: sent() }, answered };
      exchanges.push(exchange);
      return falsify?.(exchange);
    });
  };
  subscribe(channel, onStart);
  return {
    exchanges,
    falsify(next) {
      falsify = next;
    },
    close: () => void unsubscribe(channel, onStart),
  };
}

/** Node's parser pushes the body into the request: a listener for it would take it from the server. */
function collect(request: IncomingMessage): () => string {
  const chunks: Buffer[] = [];
  const push = request.push.bind(request);
  request.push = (chunk: Buffer | null, encoding) => {
    if (chunk !== null) chunks.push(chunk);
    return push(chunk, encoding);
  };
  return () => Buffer.concat(chunks).toString();
}

function interceptEnd(response: ServerResponse, onEnd: (body: string) => FalseAnswer | undefined): void {
  const end = response.end.bind(response);
  response.end = ((body?: string | Uint8Array, ...rest: []) => {
    const isText = typeof body === "string" || body instanceof Uint8Array;
    const instead = onEnd(isText ? Buffer.from(body).toString() : "");
    if (instead === undefined) return end(body, ...rest);
    for (const name of response.getHeaderNames()) response.removeHeader(name);
    response.writeHead(instead.status, { ...instead.headers });
    return end(instead.body);
  }) as ServerResponse["end"];
}
