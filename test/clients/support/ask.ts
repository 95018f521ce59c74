import { once } from "node:events";
import { afterAll } from "vitest";
import type { TestOrg } from "../../unit/local-org/support.ts";
import { temporaryFolder } from "../../unit/local-org/support.ts";
import { bundleForChild, startChild } from "../../unit/local-org/child.ts";

interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: object;
}

/** Asks a process. Rejects with what its client threw. */
export type Ask = <Result>(name: string, argument?: unknown) => Promise<Result>;

/** Runs a client in a process of its own that trusts the org as its users would make it: by NODE_EXTRA_CA_CERTS. */
export async function startClient(file: string, org: TestOrg, args: readonly string[]): Promise<Ask> {
  const bundle = await bundleForChild(`../../clients/${file}`, "out");
  const child = startChild(bundle, args, {
    NODE_EXTRA_CA_CERTS: org.caCertificatePath,
    HOME: await temporaryFolder(afterAll),
  });
  afterAll(() => child.kill());
  await child.next();
  let count = 0;
  return async <Result>(name: string, argument?: unknown): Promise<Result> => {
    count += 1;
    const id = count;
    child.process.send({ id, name, argument });
    for (;;) {
      const [answer] = (await once(child.process, "message")) as [Answer];
      if (answer.id !== id) continue;
      if (answer.error !== undefined) throw Object.assign(new Error("The client refused"), answer.error);
      return answer.result as Result;
    }
  };
}
