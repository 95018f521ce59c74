import type * as Undici from "undici";
import type { Agent, Dispatcher } from "undici";
import type { Context, Fetch, FetchOptions } from "../context.ts";
import { isLoopback } from "../values/web-address.ts";
import { readProxySettings } from "./proxy.ts";

/** A `Fetch` and the way to let its kept connections go. */
export interface Transport {
  readonly fetch: Fetch;
  /** Drops every connection, idle or not. */
  close(): Promise<void>;
}

/**
 * The implementation behind `Context.fetch`. It is undici's own fetch, not the global one, because only that takes
 * a dispatcher of the same undici on every Node. Redirects are returned, never followed. Connections are reused.
 */
export function createFetch(env: Context["env"]): Transport {
  let loading: Promise<{ undici: typeof Undici; dispatchers: Dispatchers }> | undefined;
  const load = async () => {
    const undici = await import("undici");
    return { undici, dispatchers: createDispatchers(undici, env) };
  };
  return {
    async fetch(url, options = {}) {
      const { undici, dispatchers } = await (loading ??= load());
      // Its Response is the global one in all but the class: that is the undici which Node bundles.
      return undici.fetch(url, {
        ...requestInit(options),
        redirect: "manual",
        dispatcher: dispatchers.choose(new URL(url), options.trust),
      });
    },
    async close() {
      // What failed to load has no connections.
      const loaded = await loading?.catch(() => undefined);
      await loaded?.dispatchers.close();
    },
  };
}

function requestInit({ method, headers, body, signal }: FetchOptions) {
  return {
    ...(method !== undefined && { method }),
    ...(headers !== undefined && { headers }),
    ...(body !== undefined && { body }),
    ...(signal !== undefined && { signal }),
  };
}

interface Dispatchers {
  choose(url: URL, trust: string | undefined): Dispatcher;
  close(): Promise<void>;
}

/** One dispatcher for each way out: direct, by proxy, and one for each trusted certificate authority. */
function createDispatchers({ Agent, EnvHttpProxyAgent }: typeof Undici, env: Context["env"]): Dispatchers {
  const direct = new Agent();
  const trusting = new Map<string, Agent>();
  const proxy = readProxySettings(env);
  const proxied = proxy === undefined ? direct : new EnvHttpProxyAgent({ ...proxy });
  const trustingAgent = (ca: string): Agent => {
    const agent = trusting.get(ca) ?? new Agent({ connect: { ca } });
    trusting.set(ca, agent);
    return agent;
  };
  return {
    choose(url, trust) {
      if (trust !== undefined) return trustingAgent(trust);
      // No proxy can reach the loopback of this machine.
      return isLoopback(url) ? direct : proxied;
    },
    async close() {
      const all = new Set<Dispatcher>([direct, proxied, ...trusting.values()]);
      await Promise.all([...all].map((dispatcher) => dispatcher.destroy()));
    },
  };
}
