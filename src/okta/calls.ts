import * as v from "valibot";
import { jsonOf, unexpectedShape } from "./answer.ts";
import type { Asked } from "./errors.ts";
import type { Exchange } from "./exchange.ts";
import { nextPage } from "./paging.ts";
import type { JsonObject } from "./port.ts";
import { loadSdk, type Sdk, type Send } from "./sdk.ts";

/** The kinds of calls that the port is made of. `purpose` completes "Okta refused to …". */
export interface Calls {
  /** An origin, without a trailing slash. */
  readonly orgUrl: string;
  /** A call composed by Okta's SDK. Gives the answer's raw JSON: the SDK's models drop what they don't know. */
  sdk(purpose: string, call: (sdk: Sdk) => Promise<unknown>): Promise<unknown>;
  /** PUT of raw JSON, for the same reason. */
  put(purpose: string, path: string, body: JsonObject): Promise<unknown>;
  /** GET without the credential, for the open endpoints. */
  open(purpose: string, path: string): Promise<unknown>;
  /** GET of a list, one page in memory at a time. */
  pages(purpose: string, path: string): AsyncIterable<unknown>;
  /** Checks an answer against what Okta documents. */
  parse<T extends Schema>(purpose: string, schema: T, json: unknown): v.InferOutput<T>;
}

export type Schema = v.GenericSchema<unknown, unknown>;

/** @param org its `orgUrl` is an origin, without a trailing slash */
export function createCalls(org: Omit<Asked, "purpose">, exchange: Exchange): Calls {
  const { orgUrl } = org;
  const asked = (purpose: string): Asked => ({ purpose, ...org });
  const get = async (purpose: string, url: string, authorized: boolean) =>
    exchange({ method: "GET", url, purpose, authorized });
  return {
    orgUrl,
    sdk: createSdkCall(org, exchange),
    async put(purpose, path, body) {
      const request = { method: "PUT", url: orgUrl + path, purpose, authorized: true };
      return jsonOf(asked(purpose), await exchange({ ...request, body: JSON.stringify(body) }));
    },
    async open(purpose, path) {
      return jsonOf(asked(purpose), await get(purpose, orgUrl + path, false));
    },
    async *pages(purpose, path) {
      for (let url: string | undefined = orgUrl + path; url !== undefined;) {
        const answer = await get(purpose, url, true);
        const page = v.safeParse(v.array(v.unknown()), jsonOf(asked(purpose), answer));
        if (!page.success) throw unexpectedShape(asked(purpose), ["a list was expected"]);
        yield* page.output;
        url = nextPage(answer.headers, url);
      }
    },
    parse(purpose, schema, json) {
      const parsed = v.safeParse(schema, json);
      if (parsed.success) return parsed.output;
      throw unexpectedShape(asked(purpose), parsed.issues.map(describeIssue));
    },
  };
}

/** All items of a list that is known to be short. */
export async function listAll<T extends Schema>(
  calls: Calls,
  purpose: string,
  path: string,
  schema: T,
): Promise<v.InferOutput<T>[]> {
  const found: v.InferOutput<T>[] = [];
  for await (const json of calls.pages(purpose, path)) found.push(calls.parse(purpose, schema, json));
  return found;
}

/** The SDK is loaded by the first call, once. */
function createSdkCall(org: Omit<Asked, "purpose">, exchange: Exchange): Calls["sdk"] {
  let loading: ReturnType<typeof loadSdk> | undefined;
  return async (purpose, call) => {
    const sdkOver = await (loading ??= loadSdk(org.orgUrl));
    let result: { readonly json: unknown } | undefined;
    const send: Send = async (request) => {
      const { method, url, body } = partsOf(request);
      const answer = await exchange({ method, url, purpose, authorized: true, ...(body && { body }) });
      result = { json: jsonOf({ purpose, ...org }, answer) };
      return answer;
    };
    try {
      await call(sdkOver(send));
    } catch (error) {
      // A good answer stands, whatever the SDK's models make of it: the request was carried out.
      if (result === undefined) throw error;
    }
    return result?.json;
  };
}

function partsOf(request: Parameters<Send>[0]): { method: string; url: string; body: string } {
  const body = request.getBody();
  return {
    method: request.getHttpMethod(),
    url: request.getUrl(),
    body: typeof body === "string" ? body : "",
  };
}

function describeIssue(issue: v.BaseIssue<unknown>): string {
  return `${v.getDotPath(issue) ?? "answer"}: ${issue.message}`;
}
