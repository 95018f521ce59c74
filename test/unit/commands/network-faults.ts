import type { Fetch, FetchOptions, FetchResponse } from "../../../src/context.ts";
import { BodyTooLarge } from "../../../src/okta/body-limit.ts";
import type { SeenCall } from "./command-world.ts";

/** What something in the network does to one call. `send` is the call as the org would get it. */
type NetworkFault = (call: {
  readonly url: string;
  readonly send: () => Promise<FetchResponse>;
}) => Promise<FetchResponse>;

function answer(status: number, text: string, headers: Readonly<Record<string, string>> = {}): FetchResponse {
  const all = new Headers({ "content-type": "application/json", ...headers });
  return { status, headers: all, text: async () => text };
}

const page = "<!doctype html><title>Sign in to the network</title>";
const html = { "content-type": "text/html" };

const notFound = JSON.stringify({
  errorCode: "E0000007",
  errorSummary: "Not found: Resource not found: 0oa1 (AppInstance)",
  errorLink: "E0000007",
  errorId: "oae1",
  errorCauses: [],
});

/** As the transport ends a body that is longer than any of Okta's. */
function endless(): FetchResponse {
  const text = (): never => {
    throw new TypeError("terminated", { cause: new BodyTooLarge() });
  };
  return { ...answer(200, ""), text: async () => text() };
}

/** Each fault, and the calls that it can happen to. */
export const networkFaults: Readonly<
  Record<string, { readonly fault: NetworkFault; readonly hits?: (call: SeenCall) => boolean }>
> = {
  "a web page with status 200, not carried out": { fault: async () => answer(200, page, html) },
  "a web page with status 200, carried out": {
    async fault({ send }) {
      await (await send()).text();
      return answer(200, page, html);
    },
  },
  "a redirect": { fault: async () => answer(302, "", { location: "https://portal.example/login" }) },
  "a body without end, carried out": {
    async fault({ send }) {
      await (await send()).text();
      return endless();
    },
  },
  "JSON of another shape, carried out": {
    async fault({ send }) {
      await (await send()).text();
      return answer(200, '{"id":"../x"}');
    },
  },
  "404 for what was just made": {
    fault: async () => answer(404, notFound),
    hits: (call) => !call.startsWith("GET") && call.includes("/*"),
  },
  "a list whose page names itself": {
    fault: async ({ url }) => answer(200, "[]", { link: `<${url}>; rel="next"` }),
    hits: (call) => /^GET .*\/(?:apps|groups|policies|rules|authorizationServers)$/u.test(call),
  },
};

/** True for a call that looks like `pattern`: `POST /api/v1/apps/*`. */
export function isCall(pattern: SeenCall, url: string, { method = "GET" }: FetchOptions): boolean {
  return new RegExp(`^${pattern.replaceAll("*", "[^/]+")}$`, "u").test(`${method} ${new URL(url).pathname}`);
}

/** A network in which a fault happens to the call after `skip` others like it: once, or each time from then on. */
export function createFaultyNetwork(
  fetch: Fetch,
  {
    name,
    call,
    skip,
    lasts,
  }: { readonly name: string; readonly call: SeenCall; readonly skip: number; readonly lasts: boolean },
): Fetch {
  let seen = 0;
  return async (url, options = {}) => {
    const send = (): Promise<FetchResponse> => fetch(url, options);
    if (!isCall(call, url, options)) return send();
    seen += 1;
    const isHit = lasts ? seen > skip : seen === skip + 1;
    return isHit ? networkFaults[name]!.fault({ url, send }) : send();
  };
}
