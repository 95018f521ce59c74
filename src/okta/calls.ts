import * as v from "valibot";
import { jsonOf, unexpectedShape } from "./answer.ts";
import type { Asked } from "./errors.ts";
import type { Exchange } from "./exchange.ts";
import { nextPage } from "./paging.ts";
import type { ComposedRequest, Sdk } from "./sdk.ts";

/** The kinds of calls that the port is made of. `purpose` completes "Okta refused to …". */
export interface Calls {
  /** An origin, without a trailing slash. */
  readonly orgUrl: string;
  /** A call composed by Okta's SDK. Gives the answer's JSON. */
  sdk(purpose: string, compose: (sdk: Sdk) => Promise<ComposedRequest>): Promise<unknown>;
  /** GET without the credential, for the open endpoints. */
  open(purpose: string, path: string): Promise<unknown>;
  /** GET of a list, one page in memory at a time. */
  pages(purpose: string, path: string): AsyncIterable<unknown>;
  /** Checks an answer against what Okta documents. */
  parse<T extends Schema>(purpose: string, schema: T, json: unknown): v.InferOutput<T>;
}

export type Schema = v.GenericSchema<unknown, unknown>;

/** @param org its `orgUrl` is an origin, without a trailing slash */
export function createCalls(
  org: Omit<Asked, "purpose">,
  exchange: Exchange,
  createSdk: (orgUrl: string) => Promise<Sdk> = loadSdk,
): Calls {
  const { orgUrl } = org;
  const asked = (purpose: string): Asked => ({ purpose, ...org });
  const get = async (purpose: string, url: string, authorized: boolean) =>
    exchange({ method: "GET", url, purpose, authorized });
  let sdk: Promise<Sdk> | undefined;
  return {
    orgUrl,
    async sdk(purpose, compose) {
      const request = await compose(await (sdk ??= createSdk(orgUrl)));
      return jsonOf(asked(purpose), await exchange({ ...partsOf(request), purpose, authorized: true }));
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

/** The SDK is loaded by the first call that it composes. */
async function loadSdk(orgUrl: string): Promise<Sdk> {
  const { createSdk } = await import("./sdk.ts");
  return createSdk(orgUrl);
}

function partsOf(request: ComposedRequest): { method: string; url: string; body?: string } {
  const body = request.getBody();
  return {
    method: request.getHttpMethod(),
    url: request.getUrl(),
    ...(typeof body === "string" && { body }),
  };
}

function describeIssue(issue: v.BaseIssue<unknown>): string {
  return `${v.getDotPath(issue) ?? "answer"}: ${issue.message}`;
}
