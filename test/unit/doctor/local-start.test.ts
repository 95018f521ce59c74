import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Fetch } from "../../../src/context.ts";
import { takeLock } from "../../../src/files/lock.ts";
import { startLocalOrg } from "../../../src/local-org/index.ts";
import { buildLayout } from "../../../src/local-org/folder/data-folder.ts";
import { createFetch } from "../../../src/okta/transport.ts";
import { type CommandWorld, openCommandWorld } from "../commands/command-world.ts";
import type { DoctorFlags } from "../../../src/commands/doctor/subject.ts";
import { runDoctor } from "../../../src/commands/doctor/run.ts";

/** A local org that was there before, and does not run now. */
let world: CommandWorld;
let dataDirectory: string;
let flags: DoctorFlags;
let port: number;
const transport = createFetch({});
const fetch: Fetch = async (...request) => transport.fetch(...request);

beforeAll(async () => {
  world = await openCommandWorld();
  dataDirectory = mkdtempSync(join(tmpdir(), "okta-unlock-local-start-"));
  const org = await startLocalOrg({ dataDirectory, port: 0 });
  const { issuer, clientId } = await org.addNativeApp();
  ({ port } = org);
  flags = { issuer, clientId, redirectUri: "com.example.app:/callback" };
  await org.close();
}, 30_000);

afterAll(async () => {
  await transport.close();
  await world.close();
  rmSync(dataDirectory, { recursive: true, force: true });
});

async function examine(
  reach: Fetch = fetch,
  sleep: () => Promise<void> = async () => {},
  env: Readonly<Record<string, string>> = {},
) {
  const context = world.context({
    env,
    localOrgDirectory: dataDirectory,
    fetch: reach,
    clock: { now: () => new Date(), sleep },
  });
  const { ok, checks, cause } = (await runDoctor(context, undefined, flags)).result;
  return { ok, cause, verdict: (id: string) => checks.find((check) => check.id === id)?.verdict };
}

test("a local org that does not run is named as that, with the command that starts it", async () => {
  const { cause } = await examine();
  expect(cause).toMatchObject({ id: "org-reachable", fix: expect.stringContaining("local start") });
});

test("a local org that starts just when it is asked is trusted", async () => {
  let starting: ReturnType<typeof startLocalOrg> | undefined;
  const { ok } = await examine(async (...request) => {
    await (starting ??= startLocalOrg({ dataDirectory, port }));
    return fetch(...request);
  });
  await (await starting)?.close();
  expect(ok).toBe(true);
});

test("a local org that listens, but has not said so yet, is waited for", async () => {
  const lock = await takeLock(buildLayout(dataDirectory).owner, { waitMs: 0 });
  let starting: ReturnType<typeof startLocalOrg> | undefined;
  const { ok, verdict } = await examine(fetch, async () => {
    if (starting === undefined && "release" in lock) lock.release();
    await (starting ??= startLocalOrg({ dataDirectory, port }));
  });
  await (await starting)?.close();
  expect({ ok, app: verdict("app-exists") }).toEqual({ ok: true, app: "pass" });
});

test("a local org that runs for the time of another command is trusted, and looked at", async () => {
  const org = await startLocalOrg({ dataDirectory, port, temporary: true });
  const { ok, verdict } = await examine();
  await org.close();
  expect({ ok, app: verdict("app-exists") }).toEqual({ ok: true, app: "pass" });
});

test("another org at the address of one that does not run is taken for what it is", async () => {
  const folder = mkdtempSync(join(tmpdir(), "okta-unlock-other-org-"));
  const other = await startLocalOrg({ dataDirectory: folder, port });
  const { clientId } = await other.addNativeApp();
  const known = flags;
  flags = { ...flags, clientId };
  const trusting: Fetch = async (url, options) =>
    transport.fetch(url, { trust: other.caCertificate, ...options });
  const nobody = { NODE_EXTRA_CA_CERTS: other.caCertificatePath };
  const somebody = { OKTA_CLIENT_ORGURL: other.url, OKTA_CLIENT_TOKEN: other.apiToken };
  const outside = await examine(trusting, undefined, nobody);
  const inside = await examine(trusting, undefined, somebody);
  flags = known;
  await other.close();
  rmSync(folder, { recursive: true, force: true });
  expect([outside.ok, outside.verdict("app-exists")]).toEqual([true, "skipped"]);
  expect([inside.ok, inside.verdict("app-exists")]).toEqual([true, "pass"]);
});
