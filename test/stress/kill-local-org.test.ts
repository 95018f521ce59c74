import { EventEmitter, once } from "node:events";
import { readdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { Agent } from "undici";
import { expect, onTestFinished, test } from "vitest";
import { readLocalOrgStatus, startLocalOrg } from "../../src/local-org/index.ts";
import { Store } from "../../src/local-org/store/store.ts";
import type { Child } from "../unit/local-org/child.ts";
import { bundleForChild, startChild } from "../unit/local-org/child.ts";
import { takePort } from "../support/own-port.ts";
import { amount } from "../support/stress.ts";
import { caller, nativeApp, temporaryFolder } from "../unit/local-org/support.ts";

interface Started {
  readonly url: string;
  readonly apiToken: string;
  readonly caCertificate: string;
}

const bundle = await bundleForChild("start-child.ts");
const storeBundle = await bundleForChild("store-child.ts");
const moments = amount({ whole: 20, small: 3 });

interface Done {
  /** Ids of apps that the server said were made, or deleted. */
  readonly made: Set<string>;
  readonly gone: Set<string>;
}

/** Keeps changing apps until the server dies; `onFirst` is called after the first change. */
async function hammer(started: Started, round: number, onFirst: () => void): Promise<Done> {
  const dispatcher = new Agent({ connect: { ca: started.caCertificate } });
  const call = caller(started, dispatcher);
  const made = new Set<string>();
  const gone = new Set<string>();
  try {
    for (let index = 0; ; index += 1) {
      const { json } = await call("POST", "/api/v1/apps?activate=false", nativeApp(`App ${round}-${index}`));
      made.add(json.id);
      onFirst();
      if (index % 3 !== 2) continue;
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

/** Kills the server up to 40 ms after its first change. */
async function hammerAndKill(child: Child, started: Started, round: number): Promise<Done> {
  const first = new EventEmitter();
  const hammering = hammer(started, round, () => first.emit("change"));
  await once(first, "change");
  await sleep(Math.random() * 40);
  await child.kill();
  return hammering;
}

test(`killed with -9 at ${moments} random moments, it keeps every change that it acknowledged`, async () => {
  const folder = await temporaryFolder();
  const args = [folder, JSON.stringify({ port: takePort() })];
  const made = new Set<string>();
  const gone = new Set<string>();
  let address: string | undefined;
  for (let round = 0; round < moments; round += 1) {
    const child = startChild(bundle, args);
    onTestFinished(() => child.kill());
    const started = (await child.next()) as Started;
    address ??= started.url;
    expect(started.url).toBe(address);
    const done = await hammerAndKill(child, started, round);
    for (const id of done.made) made.add(id);
    for (const id of done.gone) gone.add(id);
  }
  expect(await readLocalOrgStatus(folder)).toMatchObject({ exists: true, running: false, url: address });
  const org = await startLocalOrg({ dataDirectory: folder });
  onTestFinished(() => org.close());
  const dispatcher = new Agent({ connect: { ca: org.caCertificate } });
  const call = caller(org, dispatcher);
  const status = async (id: string) => (await call("GET", `/api/v1/apps/${id}`)).status;
  for (const id of made) expect([id, await status(id)]).toEqual([id, 200]);
  for (const id of gone) expect([id, await status(id)]).toEqual([id, 404]);
  expect(made.size).toBeGreaterThanOrEqual(moments);
  await dispatcher.destroy();
});

test("killed while it compacts, a store keeps every change that it acknowledged", async () => {
  const folder = await temporaryFolder();
  const acknowledged = new Set<string>();
  // One that it had only begun to write is put away when the store is opened.
  const hasSnapshot = () => readdirSync(folder).some((name) => /^snapshot-\d+\.jsonl$/u.test(name));
  // On a busy machine a round may be over before anything was compacted: those after the tenth take longer and longer.
  for (let round = 0; round < 10 || acknowledged.size <= 100 || !hasSnapshot(); round += 1) {
    const child = startChild(storeBundle, [folder, String(round)]);
    onTestFinished(() => child.kill());
    child.process.on("message", (id) => acknowledged.add(id as string));
    await once(child.process, "message");
    await sleep(Math.random() * 30 * Math.max(1, round / 10));
    await child.kill();
  }
  const store = new Store(folder);
  expect([...acknowledged].filter((id) => store.get("apps", id) === undefined)).toEqual([]);
  expect(acknowledged.size).toBeGreaterThan(100);
  expect(hasSnapshot()).toBe(true);
  await store.close();
});

test("killed at any moment of its very first start, the next start works", async () => {
  for (let round = 0; round < amount({ whole: 4, small: 1 }); round += 1) {
    const folder = await temporaryFolder();
    const child = startChild(bundle, [folder, JSON.stringify({ port: takePort() })]);
    const started = child.next().catch(() => undefined);
    await Promise.race([started, sleep(120 + Math.random() * 250)]);
    await child.kill();
    const org = await startLocalOrg({ dataDirectory: folder, port: 0 });
    expect(await readLocalOrgStatus(folder)).toMatchObject({ running: true, apps: 0 });
    await org.close();
  }
});
