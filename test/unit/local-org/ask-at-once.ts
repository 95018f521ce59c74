import type { LocalOrgOptions } from "../../../src/local-org/index.ts";
import { type Answer, startTestOrg, type TestOrg } from "./support.ts";

interface Crowd {
  readonly limits: LocalOrgOptions["limits"];
  readonly count: number;
  readonly ask: (org: TestOrg) => Promise<Answer>;
  /** How many of the requests are to be refused. */
  readonly tooMany: number;
}

/**
 * Asks an org of its own `count` times at the same time, and tells whom it refused. A slow answer keeps them all under way at
 * once; where none was slow enough for the machine, a slower one is tried.
 */
export async function askAtOnce({ limits, count, ask, tooMany }: Crowd) {
  for (const milliseconds of [1000, 8000, 30_000]) {
    const org = await startTestOrg({ ...(limits && { limits }) });
    await repeat(count, () => org.call("GET", "/.well-known/openid-configuration"));
    org.faults.add({ kind: "latency", milliseconds });
    const answers = await repeat(count, () => ask(org));
    const refused = answers.filter(({ status }) => status === 429);
    if (refused.length >= tooMany) return { org, refused };
  }
  throw new Error(`Fewer than ${tooMany} of ${count} requests were refused.`);
}

/** At the same time, on as many connections. */
async function repeat(count: number, ask: () => Promise<Answer>): Promise<readonly Answer[]> {
  return Promise.all(Array.from({ length: count }, ask));
}
