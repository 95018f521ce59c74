import { request } from "node:https";
import type { IncomingMessage } from "node:http";

/** What an org that runs says of itself. */
interface OrgNow {
  readonly faults?: readonly string[];
  readonly clockOffset?: number;
}

/**
 * Whoever does not listen refuses at once, and an org answers in milliseconds; but on a machine on which ten jobs start at
 * the same time these can be seconds, and who takes a busy org for none wants to start another one in its folder.
 */
const patienceMs = 10_000;

/**
 * Asks the org at `url` what its faults and its clock are; no fault hits this request. Undefined when nobody answers there
 * as an org with this certificate authority; without faults and clock when the API token was revoked.
 */
export async function askOrg(
  url: string,
  caCertificate: string,
  apiToken: string,
): Promise<OrgNow | undefined> {
  return new Promise((resolve) => {
    const headers = { authorization: `SSWS ${apiToken}` };
    const options = { ca: caCertificate, headers, signal: AbortSignal.timeout(patienceMs), agent: false };
    const call = request(`${url}/api/local/v1`, options, (response) => {
      readAnswer(response).then(resolve, () => resolve(undefined));
    });
    call.on("error", () => resolve(undefined));
    call.end();
  });
}

async function readAnswer(response: IncomingMessage): Promise<OrgNow | undefined> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  if (response.headers["x-okta-request-id"] === undefined) return undefined;
  if (response.statusCode !== 200) return {};
  const { faults, clock } = JSON.parse(Buffer.concat(chunks).toString("utf8")) as {
    readonly faults: readonly { readonly summary: string }[];
    readonly clock: { readonly offsetMilliseconds: number };
  };
  return { faults: faults.map(({ summary }) => summary), clockOffset: clock.offsetMilliseconds };
}
