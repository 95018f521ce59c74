import * as v from "valibot";
import type { ResponseHeaders } from "../context.ts";
import { type Answer, endlessList, parseAnswer, unexpectedShape } from "./answer.ts";
import type { NeededRight, RequestInfo } from "./errors.ts";
import type { Exchange } from "./exchange.ts";
import type { ComposedRequest, Sdk } from "./sdk.ts";
import { readUrl } from "../values/read-url.ts";

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
  /**
   * One page of a list, for whoever decides alone when to read the next. `from` is what the SDK composes, or the address that
   * the page before gave.
   */
  page(
    purpose: string,
    from: string | ((sdk: Sdk) => Promise<ComposedRequest>),
    needs: NeededRight,
  ): Promise<ListPage>;
  /** Checks an answer against what Okta documents. */
  parse<T extends Schema>(purpose: string, schema: T, json: unknown): v.InferOutput<T>;
}

export interface ListPage {
  readonly items: readonly unknown[];
  readonly next: string | undefined;
  readonly headers: ResponseHeaders;
}

export type Schema = v.GenericSchema<unknown, unknown>;

/** @param org its `orgUrl` is an origin, without a trailing slash */
export function createCalls(
  org: Omit<RequestInfo, "purpose">,
  exchange: Exchange,
  createSdk: (orgUrl: string) => Promise<Sdk> = loadSdk,
): Calls {
  const { orgUrl } = org;
  const describe = (purpose: string): RequestInfo => ({ purpose, ...org });
  const get = async (purpose: string, url: string, authorized: boolean) =>
    exchange({ method: "GET", url, purpose, authorized });
  let sdk: Promise<Sdk> | undefined;
  const compose = async (make: (sdk: Sdk) => Promise<ComposedRequest>) =>
    readParts(await make(await (sdk ??= createSdk(orgUrl))));
  return {
    orgUrl,
    async sdk(purpose, make) {
      const request = await compose(make);
      return parseAnswer(describe(purpose), await exchange({ ...request, purpose, authorized: true }));
    },
    async open(purpose, path) {
      return parseAnswer(describe(purpose), await get(purpose, orgUrl + path, false));
    },
    async *pages(purpose, path) {
      const guard = createListGuard(describe(purpose));
      for (let url: string | undefined = orgUrl + path; url !== undefined;) {
        guard.enterPage(new URL(url).href);
        const answer = await get(purpose, url, true);
        guard.addText(answer.text);
        yield* parseList(describe(purpose), answer);
        url = findNextPage(answer.headers, url);
      }
    },
    async page(purpose, from, needs) {
      const request = { ...describe(purpose), needs };
      const parts = typeof from === "string" ? { method: "GET", url: from } : await compose(from);
      const answer = await exchange({ ...parts, purpose, authorized: true });
      return {
        items: parseList(request, answer),
        next: findNextPage(answer.headers, parts.url),
        headers: answer.headers,
      };
    },
    parse(purpose, schema, json) {
      const parsed = v.safeParse(schema, json);
      if (parsed.success) return parsed.output;
      throw unexpectedShape(describe(purpose), parsed.issues.map(describeIssue));
    },
  };
}

function parseList(request: RequestInfo, answer: Answer): readonly unknown[] {
  const list = v.safeParse(v.array(v.unknown()), parseAnswer(request, answer));
  if (list.success) return list.output;
  throw unexpectedShape(request, ["a list was expected"]);
}

/** Pages of one list: enough for 200,000 apps. */
const mostPages = 1000;
/** Characters of all pages of one list: what is collected stays in memory. */
const mostCharacters = 128 * 1024 * 1024;

/** Throws `okta-unavailable` for a page that comes again, and for a list that is longer than any of Okta's. */
function createListGuard(request: RequestInfo) {
  const seen = new Set<string>();
  let characters = 0;
  return {
    enterPage(url: string): void {
      if (seen.has(url)) throw endlessList(request, "A page names one that came before as the next one.");
      if (seen.size === mostPages) throw endlessList(request, `It has more than ${mostPages} pages.`);
      seen.add(url);
    },
    addText({ length }: string): void {
      characters += length;
      if (characters > mostCharacters) throw endlessList(request, "It is longer than any list of Okta's.");
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

function readParts(request: ComposedRequest): { method: string; url: string; body?: string } {
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

/**
 * The address of the next page from the `Link` header (RFC 8288), resolved against the page it came with. Undefined
 * on the last page. Whether it may be visited is for the exchange to judge.
 */
export function findNextPage(headers: ResponseHeaders, pageUrl: string): string | undefined {
  const links = (headers.get("link") ?? "").matchAll(
    /<([^>]*)>((?:\s*;\s*[^;,"\s=]+(?:=(?:"[^"]*"|[^;,"\s]*))?)*)/g,
  );
  for (const [, target = "", parameters = ""] of links) {
    if (!/;\s*rel="?next"?(?:\s|;|$)/i.test(parameters)) continue;
    return readUrl(target, pageUrl)?.href;
  }
  return undefined;
}
