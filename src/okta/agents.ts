import { Agent as HttpAgent, type ClientRequest, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { isIP, type Socket } from "node:net";
import type { Context } from "../context.ts";
import { isLoopback } from "../values/web-address.ts";
import { chooseProxy, readProxySettings } from "./proxy.ts";
import { ProxyRefusal } from "./proxy-errors.ts";

/** Where the connections of requests come from. */
export interface Agents {
  /** The agent for a URL; `trust` is a certificate authority (PEM) that replaces the system's. */
  choose(url: URL, trust: string | undefined): HttpAgent;
  /** Closes every connection, idle or not. */
  destroy(): void;
}

/** A connection stays open for the next request this long, in milliseconds: routers drop idle ones without a word. */
const idleTime = 4000;

/** How long connecting may take, in milliseconds. */
const connectTime = 10_000;

/** One agent for each way out: direct, by a proxy, and one for each trusted certificate authority. */
export function createAgents(env: Context["env"]): Agents {
  const agents = new Map<string, HttpAgent>();
  const tunnels = new Set<ClientRequest>();
  return {
    choose(url, trust) {
      // No proxy can reach the loopback of this machine, so there a bad one does not matter.
      const proxies = trust !== undefined || isLoopback(url) ? undefined : readProxySettings(env);
      const proxy = proxies && chooseProxy(proxies, url);
      const key = [url.protocol, proxy?.href, trust].join(" ");
      const agent = agents.get(key) ?? createAgent(url.protocol, trust);
      if (proxy !== undefined && !agents.has(key)) sendThrough(agent, proxy, tunnels);
      agents.set(key, agent);
      return agent;
    },
    destroy() {
      for (const tunnel of tunnels) tunnel.destroy();
      for (const agent of agents.values()) agent.destroy();
    },
  };
}

/** Fails a request that gets no connection in time; a tunnel through a proxy has a limit of its own. */
export function limitConnecting(request: ClientRequest): void {
  request.once("socket", (socket) => {
    if (request.reusedSocket || !socket.connecting) return;
    const timeout = Object.assign(new Error("no connection in time"), { code: "ETIMEDOUT" });
    let isSettled = false;
    const timer = setTimeout(() => {
      // After what has come in meanwhile: the process itself may have stood still.
      setImmediate(() => isSettled || request.destroy(timeout));
    }, connectTime);
    for (const event of ["encrypted" in socket ? "secureConnect" : "connect", "close"]) {
      socket.once(event, () => {
        isSettled = true;
        clearTimeout(timer);
      });
    }
  });
}

function createAgent(protocol: string, trust: string | undefined): HttpAgent {
  const options = { keepAlive: true, timeout: idleTime };
  if (protocol !== "https:") return new HttpAgent(options);
  return new HttpsAgent({ ...options, ...(trust !== undefined && { ca: trust }) });
}

/**
 * Makes an agent open each of its connections as a tunnel: for plain http, too, so that a proxy reads neither. `node:http` reads
 * the proxy's answer, with its limits and errors; https-proxy-agent 9.1 reads it itself, without a limit
 * (TooTallNate/proxy-agents#491), and drops what comes with it.
 */
function sendThrough(agent: HttpAgent, proxy: URL, tunnels: Set<ClientRequest>): void {
  const isSecure = agent instanceof HttpsAgent;
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, done) => {
    const host = options.host ?? "";
    const target = `${isIP(host) === 6 ? `[${host}]` : host}:${options.port ?? ""}`;
    const tunnel = requestTunnel(proxy, target);
    tunnels.add(tunnel);
    tunnel.once("close", () => tunnels.delete(tunnel));
    tunnel.once("error", (error) => done?.(error, undefined as never));
    tunnel.once("connect", ({ statusCode = 0 }, socket: Socket, head) => {
      if (statusCode === 200) {
        // What the host sent at once is not TLS, which says so better than a broken connection.
        socket.unshift(head);
        done?.(null, isSecure ? (connect({ ...options, socket } as typeof options) as Socket) : socket);
      } else {
        socket.destroy();
        done?.(new ProxyRefusal(statusCode), undefined as never);
      }
    });
    tunnel.end();
    return undefined;
  };
}

/** @param target `host:port` */
function requestTunnel(proxy: URL, target: string): ClientRequest {
  const host = proxy.hostname.replaceAll(/[[\]]/gu, "");
  const send = proxy.protocol === "https:" ? httpsRequest : httpRequest;
  const request = send({
    host,
    port: proxy.port === "" ? undefined : proxy.port,
    servername: isIP(host) === 0 ? host : "",
    method: "CONNECT",
    path: target,
    headers: { host: target, ...buildAuthorization(proxy) },
    agent: false,
  });
  limitConnecting(request);
  return request;
}

function buildAuthorization({ username, password }: URL): Record<string, string> {
  if (username === "" || password === "") return {};
  const credentials = [username, password].map(decodeURIComponent).join(":");
  return { "proxy-authorization": `Basic ${Buffer.from(credentials).toString("base64")}` };
}
