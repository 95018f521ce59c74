import type { ChildProcess } from "node:child_process";
import { startTestOrg, type TestOrg } from "../unit/local-org/support.ts";
import { createWorld, type World } from "./run-cli.ts";

/** An org that a CI job reaches by its URL, and what its command line needs. */
export interface JobWorld {
  readonly world: World;
  readonly org: TestOrg;
  readonly env: Readonly<Record<string, string>>;
}

/** In an org of its own, or in one that several tests have. */
export async function createJobWorld(shared?: TestOrg): Promise<JobWorld> {
  const world = createWorld();
  const org = shared ?? (await startTestOrg());
  const env = {
    OKTA_CLIENT_ORGURL: org.url,
    OKTA_CLIENT_TOKEN: org.apiToken,
    NODE_EXTRA_CA_CERTS: org.caCertificatePath,
    CI: "true",
  };
  return { world, org, env };
}

interface AppOfOrg {
  readonly id: string;
  readonly label: string;
  readonly profile: { readonly okta_unlock: Readonly<Record<string, string>> };
}

/** The OIDC apps of an org. */
export async function appsOf(org: TestOrg): Promise<readonly AppOfOrg[]> {
  const { json } = await org.call("GET", "/api/v1/apps?limit=200&filter=name+eq+%22oidc_client%22");
  return json as AppOfOrg[];
}

/** What is left in an org: the labels of its apps and the names of its policies. */
export async function leftIn(org: TestOrg): Promise<readonly string[]> {
  const policies = await org.call("GET", "/api/v1/authorizationServers/default/policies");
  const named = policies.json as { readonly name: string }[];
  return [...(await appsOf(org)).map(({ label }) => label), ...named.map(({ name }) => name)];
}

/** Makes an app look as if its time had run out; also as if a former version had made it, whose mark has no time to live. */
export async function expire(org: TestOrg, id: string): Promise<void> {
  const { json } = await org.call("GET", `/api/v1/apps/${id}`);
  const app = json as AppOfOrg;
  const { ttl: _ttl, ...mark } = app.profile.okta_unlock;
  const marker = { ...mark, expiresAt: "2026-01-01T00:00:00.000Z" };
  await org.call("PUT", `/api/v1/apps/${id}`, { ...app, profile: { okta_unlock: marker } });
}

/** How a process ended. */
export interface End {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A started process whose output can be waited for. */
export interface Watched {
  readonly child: ChildProcess;
  /** Resolves when stdout holds `text`; rejects when the process ends without. */
  readonly saw: (text: string) => Promise<void>;
  readonly ended: Promise<End>;
}

export function watch(child: ChildProcess): Watched {
  let stdout = "";
  let stderr = "";
  const waiting = new Map<string, () => void>();
  child.stdout?.on("data", (data: Buffer) => {
    stdout += data.toString();
    for (const [text, resolve] of waiting) if (stdout.includes(text)) resolve();
  });
  child.stderr?.on("data", (data: Buffer) => {
    stderr += data.toString();
  });
  const ended = new Promise<End>((resolve) => {
    child.once("close", (exitCode, signal) => resolve({ exitCode, signal, stdout, stderr }));
  });
  return {
    child,
    ended,
    saw: (text) =>
      new Promise((resolve, reject) => {
        waiting.set(text, resolve);
        if (stdout.includes(text)) resolve();
        void ended.then((end) => reject(new Error(`ended without ${text}: ${JSON.stringify(end)}`)));
      }),
  };
}
