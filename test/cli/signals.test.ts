import { existsSync, readdirSync } from "node:fs";
import { constants } from "node:os";
import { expect, onTestFinished, test } from "vitest";
import { type Fault, type LocalOrg, startLocalOrg } from "../../src/local-org/index.ts";
import { createWorld, type World } from "../support/run-cli.ts";

interface Setting {
  readonly world: World;
  readonly org: LocalOrg;
  readonly env: Readonly<Record<string, string>>;
  /** Resolves when the org has answered a POST to `path`; the one after it is slow. */
  readonly asked: (path: RegExp) => Promise<void>;
}

const tooLong = { kind: "latency", milliseconds: 120_000 } as const;
const create = ["create", "demo", "--platform", "ios", "--yes"] as const;

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
  ["SIGQUIT", 131],
  ["SIGUSR2", 128 + constants.signals.SIGUSR2],
] as const)("%s while the org is being changed removes what was made, exit %i", async (signal, exitCode) => {
  const { world, org, env, asked } = await slowOrg();
  const reached = asked(/\/policies$/u);
  const child = world.start([...create, "--org", org.url], { env });
  await reached;
  child.kill(signal);
  expect(await exitOf(child)).toBe(exitCode);
  expect(await labels(world, org, env)).toEqual([]);
  expect(readdirSync(world.cwd)).toEqual([]);
});

test("one Ctrl-C that arrives twice, as under npx, still undoes", async () => {
  const { world, org, env, asked } = await slowOrg([
    { method: "POST", path: "/api/v1/apps/*/lifecycle/deactivate", kind: "latency", milliseconds: 1000 },
  ]);
  const reached = asked(/\/policies$/u);
  const child = world.start([...create, "--org", org.url], { env });
  await reached;
  child.kill("SIGINT");
  child.kill("SIGINT");
  setTimeout(() => child.kill("SIGINT"), 50);
  expect(await exitOf(child)).toBe(130);
  expect(await labels(world, org, env)).toEqual([]);
});

test("a reader of stderr that leaves does not stop the run half way", async () => {
  const world = createWorld();
  const child = world.start([...create, "--org", "local"]);
  child.stderr?.once("data", () => child.stderr?.destroy());
  expect(await exitOf(child)).toBe(0);
  expect(existsSync(world.path("demo", "okta-unlock.json"))).toBe(true);
});

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)("a second %s quits at once and names what is left, exit %i", async (signal, exitCode) => {
  const { world, org, env, asked } = await slowOrg([
    { method: "POST", path: "/api/v1/apps/*/lifecycle/deactivate", ...tooLong },
  ]);
  const reached = asked(/\/policies$/u);
  const child = world.start([...create, "--org", org.url], { env });
  let stderr = "";
  child.stderr?.on("data", (data: Buffer) => {
    stderr += data.toString();
  });
  await reached;
  expect(await exitAfterRepeated(child, signal)).toBe(exitCode);
  expect(stderr).toContain("Left behind");
  expect(stderr).toMatch(/okta-unlock apps delete 0oa\w+/u);
});

/** An org whose last provisioning call takes longer than any test, so that a signal meets it; and so does taking back, if wanted. */
async function slowOrg(undoing: readonly Fault[] = []): Promise<Setting> {
  const world = createWorld();
  const waiting: { readonly path: RegExp; readonly resolve: () => void }[] = [];
  const org = await startLocalOrg({
    dataDirectory: `${world.root}/org`,
    port: 0,
    faults: [
      { method: "POST", path: "/api/v1/authorizationServers/*/policies/*/rules", ...tooLong },
      ...undoing,
    ],
    onRequest: ({ method, url }) => {
      for (const { path: wanted, resolve } of waiting) if (method === "POST" && wanted.test(url)) resolve();
    },
  });
  onTestFinished(() => org.close());
  const env = { OKTA_CLIENT_TOKEN: org.apiToken, NODE_EXTRA_CA_CERTS: org.caCertificatePath };
  const asked = (path: RegExp): Promise<void> => new Promise((resolve) => waiting.push({ path, resolve }));
  return { world, org, env, asked };
}

async function labels(world: World, org: LocalOrg, env: Setting["env"]): Promise<string[]> {
  const run = await world.run(["apps", "list", "--org", org.url, "--json"], { env });
  const { apps } = JSON.parse(run.stdout) as { readonly apps: readonly { readonly label: string }[] };
  return apps.map(({ label }) => label);
}

/** As from a person who presses Ctrl-C until it is over: the program takes two within half a second for one. */
async function exitAfterRepeated(
  child: ReturnType<World["start"]>,
  signal: NodeJS.Signals,
): Promise<number | null> {
  const ended = exitOf(child);
  child.kill(signal);
  const again = setInterval(() => child.kill(signal), 700);
  return ended.finally(() => clearInterval(again));
}

function exitOf(child: ReturnType<World["start"]>): Promise<number | null> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) resolve(child.exitCode);
    child.once("exit", (code) => resolve(code));
  });
}
