import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Agent } from "undici";
import { expect, onTestFinished, test } from "vitest";
import { startLocalOrg } from "../../../src/local-org/start.ts";
import { readLocalOrgStatus } from "../../../src/local-org/status.ts";
import { bundleForChild, startChild } from "./child.ts";
import { caller, nativeApp, temporaryFolder } from "./support.ts";

interface Started {
  readonly url: string;
  readonly apiToken: string;
  readonly caCertificate: string;
}

const bundle = await bundleForChild("start-child.ts");
const moments = 20;

/** Keeps changing apps until the server dies. Returns what it was told was done. */
async function hammer(started: Started, round: number): Promise<{ made: Set<string>; gone: Set<string> }> {
  const dispatcher = new Agent({ connect: { ca: started.caCertificate } });
  const call = caller(started, dispatcher);
  const made = new Set<string>();
  const gone = new Set<string>();
  try {
    for (let index = 0; ; index += 1) {
      const { json } = await call("POST", "/api/v1/apps?activate=false", nativeApp(`App ${round}-${index}`));
      made.add(json.id);
      if (index % 3 !== 0) continue;
      // Until the answer comes, the deletion may or may not have happened.
      made.delete(json.id);
      if ((await call("DELETE", `/api/v1/apps/${json.id}`)).status === 204) gone.add(json.id);
    }
  } catch {
    // The server is dead, as planned.
  } finally {
    await dispatcher.destroy();
  }
  return { made, gone };
}

test(
  `killed with -9 at ${moments} random moments, it keeps every change that it acknowledged`,
  { timeout: 60_000 },
  async () => {
    const folder = await temporaryFolder();
    const made = new Set<string>();
    const gone = new Set<string>();
    let address: string | undefined;
    for (let round = 0; round < moments; round += 1) {
      const child = startChild(bundle, [folder]);
      onTestFinished(() => child.kill());
      const started = (await child.next()) as Started;
      address ??= started.url;
      expect(started.url).toBe(address);
      const hammering = hammer(started, round);
      await sleep(Math.random() * 60);
      await child.kill();
      const done = await hammering;
      for (const id of done.made) made.add(id);
      for (const id of done.gone) gone.add(id);
    }
    expect(await readLocalOrgStatus(folder)).toMatchObject({ exists: true, running: false, url: address });
    const org = await startLocalOrg({ dataDirectory: folder });
    onTestFinished(() => org.close());
    const state = readFileSync(join(folder, "state", "journal-1.jsonl"), "utf8");
    expect(state.length).toBeGreaterThan(0);
    const dispatcher = new Agent({ connect: { ca: org.caCertificate } });
    const call = caller(org, dispatcher);
    for (const id of made) expect((await call("GET", `/api/v1/apps/${id}`)).status, `made: ${id}`).toBe(200);
    for (const id of gone)
      expect((await call("GET", `/api/v1/apps/${id}`)).status, `deleted: ${id}`).toBe(404);
    expect(made.size).toBeGreaterThan(moments);
    await dispatcher.destroy();
  },
);

test("killed at any moment of its very first start, the next start works", { timeout: 60_000 }, async () => {
  for (let round = 0; round < 10; round += 1) {
    const folder = await temporaryFolder();
    const child = startChild(bundle, [folder]);
    const started = child.next().catch(() => undefined);
    await Promise.race([started, sleep(120 + Math.random() * 250)]);
    await child.kill();
    const org = await startLocalOrg({ dataDirectory: folder, port: 0 });
    expect(await readLocalOrgStatus(folder)).toMatchObject({ running: true, apps: 0 });
    await org.close();
  }
});
