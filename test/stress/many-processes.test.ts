import { readFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { type LocalOrg, startLocalOrg } from "../../src/local-org/index.ts";
import { Agent, fetch } from "undici";
import { type CliRun, createWorld, type World } from "../support/run-cli.ts";
import { amount, isWhole } from "../support/stress.ts";

/**
 * Okta's limits for its customers, but in a minute of six seconds, and 40 apps: half of 100 requests a minute to the apps
 * are for one token, and an app takes three. Fewer apps meet the limits of a free org. `npm run bench:apps -- many` makes
 * 100 in whole minutes.
 */
const limits = { limits: isWhole ? "workforce" : "integrator", limitMinute: 6000 } as const;
const processes = amount({ whole: 10, small: 4 });
const appsEach = amount({ whole: 4, small: 2 });
const apps = processes * appsEach;

interface Counts {
  /** By `POST /api/v1/apps`; ids are replaced by `*`. */
  readonly answered: Map<string, number>;
  /** Those that were refused because of a limit, or because another process changed policies. */
  refused: number;
}

async function startLimitedOrg(world: World): Promise<{ readonly org: LocalOrg; readonly counts: Counts }> {
  const counts: Counts = { answered: new Map(), refused: 0 };
  const org = await startLocalOrg({
    dataDirectory: world.path("org"),
    port: 0,
    ...limits,
    onRequest({ method, url, status }) {
      const { pathname } = new URL(url, "https://localhost");
      if (!pathname.startsWith("/api/v1/")) return;
      const call = `${method} ${pathname.replaceAll(/\/(?:0oa|00g|00p|0pr|aus)\w+/gu, "/*")}`;
      if (status === 429 || status === 423) counts.refused += 1;
      else counts.answered.set(call, (counts.answered.get(call) ?? 0) + 1);
    },
  });
  onTestFinished(() => org.close());
  return { org, counts };
}

/** What is in the org, by its own API, when the minute of the limits is over. */
async function listAll(org: LocalOrg, path: string): Promise<readonly { readonly id: string }[]> {
  org.clock.advance(60_000);
  const dispatcher = new Agent({ connect: { ca: readFileSync(org.caCertificatePath, "utf8") } });
  const headers = { authorization: `SSWS ${org.apiToken}` };
  const answer = await fetch(`${org.url}/api/v1/${path}`, { headers, dispatcher });
  const list = (await answer.json()) as readonly { readonly id: string }[];
  await dispatcher.close();
  return list;
}

/** One app after the other, each for as long as a command runs. */
async function runInTurn(run: Cli): Promise<readonly CliRun[]> {
  const runs = [];
  for (let count = 0; count < appsEach; count += 1)
    runs.push(await run(["run", "--", process.execPath, "-e", "0"]));
  return runs;
}

/** Apps one by one, then all of them deleted at once. */
async function createThenDelete(run: Cli): Promise<readonly CliRun[]> {
  const runs = [];
  const create = ["apps", "create", "native", "--name", "Many", "--ephemeral", "--json"];
  for (let count = 0; count < appsEach; count += 1) runs.push(await run(create));
  const ids = runs
    .filter(({ exitCode }) => exitCode === 0)
    .map(({ stdout }) => (JSON.parse(stdout) as { id: string }).id);
  return [...runs, await run(["apps", "delete", ...ids, "--yes"])];
}

type Cli = (args: readonly string[]) => Promise<CliRun>;

test(
  `${apps} apps made and removed by ${processes} processes under Okta's limits: all succeed, none is left`,
  { timeout: 600_000 },
  async () => {
    const world = createWorld();
    const { org, counts } = await startLimitedOrg(world);
    const [appsBefore, serverPolicies] = [
      await listAll(org, "apps?limit=200"),
      "authorizationServers/default/policies",
    ];
    counts.answered.clear();
    const env = { OKTA_UNLOCK_ORG: "local", OKTA_UNLOCK_DATA_DIR: org.dataDirectory };
    const run: Cli = (args) => world.runProcess(args, { env });
    const work = Array.from({ length: processes }, (_, index) =>
      index % 2 === 0 ? runInTurn(run) : createThenDelete(run),
    );
    const runs = (await Promise.all(work)).flat();
    expect(runs.filter(({ exitCode }) => exitCode !== 0)).toEqual([]);
    expect(await listAll(org, "apps?limit=200")).toEqual(appsBefore);
    expect(await listAll(org, serverPolicies)).toEqual([]);
    expect(counts.answered.get("POST /api/v1/apps")).toBe(apps);
    expect(counts.refused).toBeGreaterThan(0);
    report(counts);
  },
);

function report({ answered, refused }: Counts): void {
  const all = [...answered.values()].reduce((sum, count) => sum + count, 0);
  const lines = [...answered].map(([call, count]) => `  ${(count / apps).toFixed(2).padStart(6)}  ${call}`);
  process.stdout.write(
    `${(all / apps).toFixed(2)} requests an app, and ${(refused / apps).toFixed(2)} that were refused and sent again:\n${lines.join("\n")}\n`,
  );
}
