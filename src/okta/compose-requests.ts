import { createCalls } from "./calls.ts";
import { connectCalls } from "./client.ts";
import type { OktaOrg } from "./port.ts";

/** A request as it goes over the wire, without its headers. */
export interface RequestPreview {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly body?: object;
}

const nowhere = "https://org.invalid";

/**
 * What calls would send. They are composed by the same code as for a real org; only the sending is left out, so that what is
 * shown can't differ from what is sent. Each call has to make a single request.
 */
export async function composeRequests(
  calls: readonly ((org: OktaOrg) => Promise<unknown>)[],
): Promise<readonly RequestPreview[]> {
  const org = createRecorder();
  const requests: RequestPreview[] = [];
  for (const call of calls) requests.push(await compose(org, call));
  return requests;
}

async function compose(org: OktaOrg, call: (org: OktaOrg) => Promise<unknown>): Promise<RequestPreview> {
  try {
    await call(org);
  } catch (error) {
    if (error instanceof Composed) return error.request;
    throw error;
  }
  throw new TypeError("A call that sends nothing can't be composed.");
}

/** Ends a call at the moment it would be sent. */
class Composed extends Error {
  readonly request: RequestPreview;

  constructor(request: RequestPreview) {
    super("composed, not sent");
    this.request = request;
  }
}

function createRecorder(): OktaOrg {
  const calls = createCalls(
    { orgUrl: nowhere, credential: { kind: "api-token" } },
    async ({ method, url, body }) => {
      throw new Composed({
        method,
        path: showPlaceholders(url.slice(nowhere.length)),
        ...(body !== undefined && { body: JSON.parse(body) as object }),
      });
    },
  );
  const org = { orgUrl: nowhere, flagValue: nowhere, now: () => new Date(), ...connectCalls(calls) };
  return { ...org, withSignal: () => createRecorder() };
}

/** `{appId}` in a path is encoded as every other text is. */
function showPlaceholders(path: string): string {
  return path.replaceAll(/%7B(\w+)%7D/gu, "{$1}");
}
