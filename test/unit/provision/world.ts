import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import type { Context, Fetch } from "../../../src/context.ts";
import type { Faults } from "../../../src/local-org/faults/faults.ts";
import { type LocalOrg, startLocalOrg } from "../../../src/local-org/index.ts";
import { connectOrg } from "../../../src/auth/connect-org.ts";
import type { OktaOrg } from "../../../src/okta/port.ts";
import { buildDesiredState, type ProvisionSettings } from "../../../src/provision/desired.ts";
import { createOrgContext, type TestContext } from "../okta/org-context.ts";

export interface Call {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Among all calls of this world, beginning with 1. */
  readonly number: number;
}

/** What happens to a call: it never arrives, its answer is lost, or Okta answers with an error instead. */
export type Fault = "drop" | "lose" | { readonly status: number; readonly body: unknown } | undefined;

export interface World {
  readonly context: TestContext & Pick<Context, "leftovers">;
  readonly org: OktaOrg;
  readonly calls: Call[];
  readonly leftovers: string[];
  /** A request of the management API past our own client; gives the JSON of the answer. */
  call<T>(method: string, path: string, body?: object): Promise<T>;
  /** Everything in the org that provisioning could touch, read over a connection of its own. */
  snapshot(): Promise<unknown>;
}

/** One real local org for the tests of a file, in a folder of its own on a free port. */
export function useLocalOrg(): { open(options?: WorldOptions): World; faults(): Faults } {
  let localOrg: LocalOrg;
  let directory: string;
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "okta-unlock-provision-"));
    localOrg = await startLocalOrg({ dataDirectory: directory, port: 0 });
  });
  afterAll(async () => {
    await localOrg.close();
    rmSync(directory, { recursive: true });
  });
  return { open: (options = {}) => openWorld(localOrg, options), faults: () => localOrg.faults };
}

export interface WorldOptions {
  readonly fault?: (call: Call) => Fault;
  readonly signal?: AbortSignal;
  /** Milliseconds that a request may take. */
  readonly timeout?: number;
}

function openWorld(localOrg: LocalOrg, { fault = () => undefined, signal, timeout }: WorldOptions): World {
  const base = createOrgContext(signal === undefined ? {} : { signal });
  const calls: Call[] = [];
  const leftovers: string[] = [];
  const connection = {
    orgUrl: localOrg.url,
    credential: { kind: "api-token", token: localOrg.apiToken },
    trust: localOrg.caCertificate,
  } as const;
  const context = {
    ...base,
    fetch: faultyFetch(base.fetch, calls, fault),
    leftovers: {
      add(line: string) {
        leftovers.push(line);
        return () => leftovers.splice(leftovers.indexOf(line), 1);
      },
    },
  };
  const observer = connectOrg(createOrgContext(), connection);
  return {
    context,
    org: connectOrg(context, { ...connection, ...(timeout !== undefined && { timeout }) }),
    calls,
    leftovers,
    async call<T>(method: string, path: string, body?: object) {
      const answer = await base.fetch(localOrg.url + path, {
        method,
        headers: { authorization: `SSWS ${localOrg.apiToken}`, "content-type": "application/json" },
        trust: localOrg.caCertificate,
        ...(body && { body: JSON.stringify(body) }),
      });
      return JSON.parse(await answer.text()) as T;
    },
    snapshot: () => snapshotOf(observer),
  };
}

function faultyFetch(fetch: Fetch, calls: Call[], fault: (call: Call) => Fault): Fetch {
  return async (url, options = {}) => {
    const call = { method: options.method ?? "GET", path: new URL(url).pathname, number: calls.length + 1 };
    calls.push(call);
    const outcome = fault(call);
    if (outcome === "drop") throw connectionReset();
    if (typeof outcome === "object") return Response.json(outcome.body, { status: outcome.status });
    const response = await fetch(url, options);
    if (outcome !== "lose") return response;
    await response.text();
    throw connectionReset();
  };
}

function connectionReset(): TypeError {
  return new TypeError("fetch failed", {
    cause: Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" }),
  });
}

async function snapshotOf(org: OktaOrg): Promise<unknown> {
  const apps = [];
  const everyone = await org.findEveryoneGroup();
  for await (const { lastUpdated: _lastUpdated, ...app } of org.listApps("any")) {
    apps.push({ ...app, isAssigned: everyone && (await org.isGroupAssigned(app.id, everyone.id)) });
  }
  const policies = await org.listPolicies("default");
  const rules = await Promise.all(policies.map(({ id }) => org.listRules("default", id)));
  return { apps, policies: policies.map(({ lastUpdated: _lastUpdated, ...policy }) => policy), rules };
}

let projects = 0;

/** A project nobody else uses. */
export function freshProject(changes: Partial<ProvisionSettings> = {}) {
  projects += 1;
  const scheme = `com.example.app${projects}`;
  return buildDesiredState({
    label: `App ${projects} ${crypto.randomUUID()}`,
    project: `app-${projects}`,
    redirectUris: [`${scheme}:/callback`],
    postLogoutRedirectUris: [`${scheme}:/logout`],
    assignment: "everyone",
    ...changes,
  });
}
