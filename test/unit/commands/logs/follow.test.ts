import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { type FollowedEvent, followLogs } from "../../../../src/commands/logs/follow.ts";
import type { Context } from "../../../../src/context.ts";
import { createFetch } from "../../../../src/okta/transport.ts";
import { authorizationRequest, Browser, signInApp } from "../../local-org/oidc/browser.ts";
import { startTestOrg, type TestOrg } from "../../local-org/support.ts";
import { type CommandWorld, openCommandWorld } from "../command-world.ts";

let world: CommandWorld;

beforeAll(async () => {
  world = await openCommandWorld();
});

afterAll(async () => world.close());

interface Watched {
  readonly org: TestOrg;
  readonly clientId: string;
  readonly said: string[];
  /** The states of the requests that were printed, in their order. */
  readonly printed: string[];
  /** Sends a request for a sign-in that is refused and logged: `name` is its redirect URI. */
  readonly ask: (name: string) => Promise<unknown>;
  /** Ends it, and gives back how. */
  readonly end: () => Promise<unknown>;
}

/** An org that somebody watches, for whom a second passes in a fiftieth. */
async function watch(options: Parameters<typeof startTestOrg>[0] = {}): Promise<Watched> {
  const org = await startTestOrg(options);
  const { clientId } = await signInApp(org);
  const transport = createFetch({});
  const stop = new AbortController();
  const [said, printed]: [string[], string[]] = [[], []];
  const say = (text: string): void => void said.push(text);
  const base = world.context();
  const context: Context = {
    ...base,
    env: { OKTA_CLIENT_ORGURL: org.url, OKTA_CLIENT_TOKEN: org.apiToken, CI: "1" },
    signal: stop.signal,
    clock: {
      now: () => new Date(),
      sleep: async (milliseconds, signal) => delay(milliseconds / 50, undefined, { signal }),
    },
    log: { ...base.log, info: say, warn: say, success: say },
    fetch: (url, init = {}) => transport.fetch(url, { ...init, trust: org.caCertificate }),
  };
  const following = followLogs(context, { app: clientId, follow: true }, async (events) => {
    printed.push(...events.flatMap(({ redirectUri }: FollowedEvent) => redirectUri ?? []));
    return true;
  });
  onTestFinished(async () => {
    stop.abort();
    await following.catch(() => undefined);
    await transport.close();
  });
  const browser = new Browser(org);
  return {
    org,
    clientId,
    said,
    printed,
    ask: async (name) => browser.open(authorizationRequest(clientId, { redirect_uri: name }).url),
    end: async () => {
      stop.abort();
      return following;
    },
  };
}

async function until(isSo: () => boolean): Promise<void> {
  await expect.poll(isSo).toBe(true);
}

test("what happens while others use up the rate limit is printed once, in its order, and the wait is said", async () => {
  const { org, said, printed, ask, end } = await watch({ limits: "integrator", limitMinute: 1000 });
  const names = Array.from({ length: 8 }, (_each, index) => `com.example.app:/${index}`);
  for (const name of names) {
    await Promise.all([1, 2, 3, 4].map(async () => org.call("GET", "/api/v1/logs?limit=1")));
    await ask(name);
    await delay(100);
  }
  await until(() => printed.length === names.length);
  expect(printed).toEqual(names);
  expect(said.join("\n")).toMatch(/rate limit is (?:nearly used up|reached)/u);
  await expect(end()).resolves.toBeUndefined();
});

test.each([
  ["fails with 503", { kind: "status", status: 503 }],
  ["drops connections", { kind: "drop", when: "before" }],
] as const)("an org that %s for a while loses no event and gives none twice", async (_what, fault) => {
  const { org, said, printed, ask, end } = await watch();
  await ask("com.example.app:/before");
  await until(() => printed.length === 1);
  org.faults.add({ ...fault, path: "/api/v1/logs", times: 9 });
  await ask("com.example.app:/meanwhile");
  await until(() => said.some((text) => text.includes("Trying again.")));
  await ask("com.example.app:/still");
  await until(() => printed.length === 3);
  await ask("com.example.app:/after");
  await until(() => printed.length === 4);
  expect(printed.map((uri) => uri.split("/")[1])).toEqual(["before", "meanwhile", "still", "after"]);
  expect(said).toContain("Connected again.");
  await expect(end()).resolves.toBeUndefined();
});

test("what is wrong from the start is no fault that passes", async () => {
  const context = world.context({
    env: { OKTA_CLIENT_ORGURL: world.local.url, OKTA_CLIENT_TOKEN: `00${"x".repeat(40)}` },
  });
  const following = followLogs(context, { all: true, follow: true }, async () => true);
  await expect(following).rejects.toMatchObject({ code: "credential-rejected", exitCode: 3 });
});
