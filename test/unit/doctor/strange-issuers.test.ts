import { runDoctor } from "../../../src/commands/doctor/run.ts";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Clock } from "../../../src/context.ts";
import { type CommandWorld, openCommandWorld } from "../commands/command-world.ts";
import { admitPatient, examine, type Patient } from "./world.ts";

let world: CommandWorld;
let patient: Patient;
let stranger: Server;
let answer: RequestListener;
/** What the stranger was asked, and with which credential. */
const asked: { readonly url: string; readonly authorization: string | undefined }[] = [];

beforeAll(async () => {
  world = await openCommandWorld();
  patient = await admitPatient(world);
  stranger = createServer((request, response) => {
    const { url = "", headers } = request;
    asked.push({ url, authorization: headers.authorization });
    answer(request, response);
  });
  await new Promise<void>((resolve) => {
    stranger.listen(0, "127.0.0.1", resolve);
  });
});

afterEach(() => {
  asked.length = 0;
  world.local.faults.clear();
});

afterAll(async () => {
  stranger.closeAllConnections();
  await new Promise((resolve) => {
    stranger.close(resolve);
  });
  await world.close();
});

function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What is at an issuer that is none of Okta's, and the check that says so. */
const answers: readonly [what: string, listen: () => RequestListener, id: string, verdict: string][] = [
  [
    "a redirect to the org that we are signed in to",
    () => (_request, response) => response.writeHead(302, { location: world.local.url }).end(),
    "org-is-okta",
    "fail",
  ],
  [
    "a page",
    () => (_request, response) =>
      response.writeHead(200, { "content-type": "text/html" }).end("<h1>\u001B[31mWelcome</h1>"),
    "org-is-okta",
    "fail",
  ],
  ["500", () => (_request, response) => response.writeHead(500).end("{}"), "org-is-okta", "inconclusive"],
  [
    "nothing: it hangs up",
    () =>
      ({ socket }) =>
        socket.destroy(),
    "org-reachable",
    "fail",
  ],
  [
    "the ID of our org, and a discovery document that leads elsewhere",
    () => (request, response) => {
      const origin = originOf(stranger);
      const there = `${world.local.url}/oauth2/default/v1`;
      const document = request.url?.includes("okta-organization")
        ? { id: "00oSomebody" }
        : {
            issuer: `${origin}/oauth2/default`,
            authorization_endpoint: `${there}/authorize`,
            token_endpoint: `${there}/token`,
          };
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(document));
    },
    "endpoints-same-origin",
    "fail",
  ],
];

test.each(answers)(
  "an issuer that answers with %s is named, and gets no credential",
  async (_what, listen, id, verdict) => {
    answer = listen();
    const { checks, counts } = await examine(patient, {
      flags: { issuer: `${originOf(stranger)}/oauth2/default` },
    });
    expect(checks.find((check) => check.id === id)?.verdict).toBe(verdict);
    expect(counts.crashed).toBe(0);
    expect(JSON.stringify(checks)).not.toContain("Welcome");
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter(({ authorization }) => authorization !== undefined)).toEqual([]);
  },
);

test("a rate limit that is reset soon is waited for once, and is no alarm", async () => {
  const waits: number[] = [];
  const clock: Clock = {
    now: () => new Date(),
    sleep: async (milliseconds) => void waits.push(milliseconds),
  };
  world.local.faults.add({ kind: "rate-limit", path: "/oauth2/default/v1/token", resetAfterSeconds: 5 });
  const { ok, checks } = await examine(patient, { isSignedIn: false, changes: { clock } });
  expect({ ok, token: checks.find(({ id }) => id === "refresh-allowed")?.verdict }).toEqual({
    ok: true,
    token: "pass",
  });
  expect(waits).toHaveLength(1);
  expect(waits[0]).toBeGreaterThan(4000);
  expect(waits[0]).toBeLessThan(7500);
});

test("a rate limit that is reset much later is told, not waited for", async () => {
  const waits: number[] = [];
  const clock: Clock = {
    now: () => new Date(),
    sleep: async (milliseconds) => void waits.push(milliseconds),
  };
  world.local.faults.add({ kind: "rate-limit", path: "/oauth2/default/v1/token", resetAfterSeconds: 600 });
  const { cause } = await examine(patient, { isSignedIn: false, changes: { clock } });
  expect(cause).toMatchObject({ verdict: "inconclusive", evidence: expect.stringContaining("(429), until") });
  expect(waits).toEqual([]);
});

test("a server that is not available at first is asked again, and is no alarm", async () => {
  const endpoints = [
    "/.well-known/okta-organization",
    "/oauth2/default/v1/authorize",
    "/oauth2/default/v1/token",
  ];
  for (const path of endpoints) world.local.faults.add({ kind: "status", status: 503, path, times: 2 });
  const { ok, checks } = await examine(patient, { isSignedIn: false });
  expect(checks.filter(({ verdict }) => verdict !== "pass" && verdict !== "skipped")).toEqual([]);
  expect(ok).toBe(true);
});

test("a server that stays away is asked three times, and says nothing of the app", async () => {
  world.local.faults.add({ kind: "status", status: 503, times: Infinity });
  const context = patient.world.context({ env: {} });
  const { result, failure } = await runDoctor(context, undefined, patient.flags);
  expect(result.cause).toMatchObject({ id: "org-is-okta", verdict: "inconclusive" });
  expect(failure?.message).toContain("An Okta org answers at the host of the issuer: not known.");
  expect(result.requests).toBe(3);
});
