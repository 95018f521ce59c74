import { expect, test } from "vitest";
import { type CrowdedOrg, startCrowdedOrg } from "../support/many-apps.ts";
import { createWorld, type World } from "../support/run-cli.ts";

interface ListJson {
  readonly apps: readonly { readonly type: string; readonly expiresAt: string | null }[];
  readonly org: string;
  readonly count: number;
}

async function list(world: World, { url, env }: CrowdedOrg, ...args: readonly string[]): Promise<ListJson> {
  const run = await world.run(["apps", "list", "--org", url, "--json", ...args], { env });
  expect(run).toMatchObject({ exitCode: 0, stderr: "" });
  return JSON.parse(run.stdout) as ListJson;
}

test("list over several pages is one JSON object; native apps unless --all, those with an expiry by --ephemeral", async () => {
  const world = createWorld();
  const org = await startCrowdedOrg(world, 500);
  const native = await list(world, org);
  expect(native).toMatchObject({ schemaVersion: 1, org: org.url, count: 495 });
  expect(native.apps).toHaveLength(495);
  expect(new Set(native.apps.map(({ type }) => type))).toEqual(new Set(["native"]));
  expect((await list(world, org, "--all")).apps.length).toBeGreaterThan(500);
  const ephemeral = await list(world, org, "--ephemeral");
  expect(ephemeral.apps).toHaveLength(50);
  expect(ephemeral.apps.every(({ expiresAt }) => expiresAt !== null)).toBe(true);
});

test("people see when an app expires, in lines of 80 columns", async () => {
  const world = createWorld();
  const { url, env } = await startCrowdedOrg(world, 11);
  const { stdout } = await world.run(["apps", "list", "--org", url, "--all"], { env });
  const lines = stdout.trimEnd().split("\n");
  expect(lines[0]).toMatch(/^ID {20}STATUS {4}TYPE {5}EXPIRES {3}LABEL$/u);
  expect(lines.filter((line) => line.includes("in 2 h"))).toHaveLength(2);
  expect(lines.every((line) => line.length <= 80)).toBe(true);
});

test("an org without apps says how to make one, and which it has none of", async () => {
  const world = createWorld();
  const { url, env } = await startCrowdedOrg(world, 0);
  const none = await world.run(["apps", "list", "--org", url], { env });
  expect(none.stdout).toBe(`${url} has no native apps.\n`);
  expect(none.stderr).toContain("okta-unlock apps create native");
  const ephemeral = await world.run(["apps", "list", "--org", url, "--ephemeral"], { env });
  expect(ephemeral.stdout).toBe(`${url} has no ephemeral apps.\n`);
  const json = await world.run(["apps", "list", "--org", url, "--json"], { env });
  expect(JSON.parse(json.stdout)).toEqual({ schemaVersion: 1, apps: [], org: url, count: 0 });
});

test("a list that breaks off is no JSON object, so that nobody takes a part for the whole", async () => {
  const world = createWorld();
  const org = await startCrowdedOrg(world, 500);
  org.breakAfter(1);
  const run = await world.run(["apps", "list", "--org", org.url, "--json"], { env: org.env });
  expect(run.exitCode).toBe(4);
  expect(() => JSON.parse(run.stdout)).toThrow(SyntaxError);
  expect(JSON.parse(run.stderr)).toMatchObject({ error: { code: "okta-unavailable" } });
});
