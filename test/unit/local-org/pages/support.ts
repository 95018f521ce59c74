import { connect } from "node:tls";
import { Agent } from "undici";
import type { PagesOrg } from "../../../support/pages-org.ts";
import { startPagesOrg } from "../../../support/pages-org.ts";
import type { Afterwards, Answer, TestOrg } from "../support.ts";
import { caller } from "../support.ts";

export interface TestPages extends PagesOrg {
  readonly call: TestOrg["call"];
  /** Loads `page` as a browser does, then posts a form of it to `action` (itself when missing). */
  post(page: string, fields: Readonly<Record<string, string>>, sending?: Sending): Promise<Answer>;
}

interface Sending {
  readonly action?: string;
  /** Replace what a browser would send; undefined leaves it out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly token?: string;
}

/** The org's pages over the socket, with a client that keeps the cookie and the token of a form. */
export async function startPages(
  afterwards: Afterwards,
  options?: Parameters<typeof startPagesOrg>[1],
): Promise<TestPages> {
  const started = await startPagesOrg(afterwards, options);
  const dispatcher = new Agent({ connect: { ca: started.caCertificate } });
  afterwards(() => dispatcher.destroy());
  const withToken = caller({ url: started.url, apiToken: "" }, dispatcher);
  const call: TestOrg["call"] = (method, path, body, given) =>
    withToken(method, path, body, { token: undefined, ...given });
  return { ...started, call, post: poster(started, call) };
}

function poster(started: PagesOrg, call: TestOrg["call"]): TestPages["post"] {
  return async (page, fields, sending = {}) => {
    const loaded = await call("GET", page);
    const token = /name="form_token" value="([^"]+)"/u.exec(loaded.text)?.[1] ?? "";
    const headers = {
      "content-type": "application/x-www-form-urlencoded",
      origin: started.url,
      "sec-fetch-site": "same-origin",
      cookie: cookieOf(loaded),
      ...sending.headers,
    };
    const sent = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const body = new URLSearchParams({ form_token: sending.token ?? token, ...fields }).toString();
    return call("POST", sending.action ?? page, body, { headers: Object.fromEntries(sent) });
  };
}

export function cookieOf(answer: Answer): string {
  return (answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
}

export interface Listener {
  /** Everything that arrived so far, headers included. */
  readonly text: () => string;
  readonly closed: Promise<void>;
  /** Stops reading, but keeps the connection. */
  readonly stopReading: () => void;
  readonly readOn: () => void;
  readonly end: () => void;
}

/** Listens as a browser's EventSource does, on a connection of its own. */
export function listenTo(
  { org, caCertificate }: Pick<PagesOrg, "org" | "caCertificate">,
  path = "/activity/events",
  headers: Readonly<Record<string, string>> = {},
): Listener {
  let text = "";
  const socket = connect({ host: "127.0.0.1", port: org.port, ca: caCertificate, servername: "localhost" });
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost:${org.port}\r\n${lines.join("")}\r\n`);
  socket.on("data", (chunk) => (text += chunk.toString()));
  const closed = new Promise<void>((resolve) => {
    socket.on("close", () => resolve()).on("error", () => resolve());
  });
  return {
    text: () => text,
    closed,
    stopReading: () => void socket.pause(),
    readOn: () => void socket.resume(),
    end: () => void socket.destroy(),
  };
}
