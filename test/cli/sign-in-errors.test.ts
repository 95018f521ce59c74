import { generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  authorityFile,
  freePort,
  friendlyOrg,
  startProxy,
  startTalker,
  startTlsServer,
} from "../support/hostile-network.ts";
import { type CliRun, World } from "../support/run-cli.ts";
import { keptIn, type Lane, loginOf, startLane, type Way } from "../support/signed-in-lane.ts";
import { startTestOrg, type TestOrg } from "../unit/local-org/support.ts";
import { makeCertificates } from "../unit/org/certificates.ts";
import { cliApp } from "../unit/org/sign-in/device-support.ts";
import { pemOf } from "../unit/org/sign-in/support.ts";

type Command = `${"login" | "whoami" | "apps list" | "apps create"} by ${Way | "environment"}`;

/** What is other than it should be, for every command of a case. */
interface Given {
  readonly env?: Readonly<Record<string, string>>;
  readonly orgUrl?: string;
  readonly token?: string;
  readonly clientId?: string;
  readonly privateKey?: string;
  readonly keyId?: string;
  readonly scopes?: string;
  /** Somebody signed in there by an API token, in place of the lane's home. */
  readonly home?: World;
}

type Row = readonly [
  command: Command,
  exitCode: number,
  code: string | undefined,
  message: RegExp,
  next: RegExp,
];

interface Case {
  readonly name: string;
  readonly given: (lane: Lane) => Given | Promise<Given>;
  readonly rows: readonly Row[];
}

/** Another org than the lane's. */
let otherOrg: TestOrg;

const stranger = pemOf(generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey);
const nobody = "0oaNobody00000000000";

const credentials: readonly Case[] = [
  {
    name: "an API token that is none",
    given: () => ({ token: "my-okta-password" }),
    rows: [
      [
        "login by token",
        3,
        "credential-rejected",
        /does not accept this API token. It does not look like one/u,
        /^Make one in the Admin Console of .*: okta-unlock login --org https:/u,
      ],
    ],
  },
  {
    name: "an API token of another org",
    given: () => ({ token: otherOrg.apiToken }),
    rows: [
      [
        "login by token",
        3,
        "credential-rejected",
        /does not accept this API token. It belongs to another org/u,
        /OKTA_CLIENT_TOKEN.*: okta-unlock login --org https:/u,
      ],
      [
        "whoami by environment",
        3,
        "credential-rejected",
        /does not accept this API token. It belongs to another org/u,
        /OKTA_CLIENT_TOKEN.*: okta-unlock login --org https:/u,
      ],
    ],
  },
  {
    name: "an API token that was revoked",
    given: revokedToken,
    rows: [
      [
        "whoami by token",
        3,
        "credential-rejected",
        /the API token of the profile work any more/u,
        /: okta-unlock login --org \S+ --name work$/u,
      ],
      [
        "apps list by token",
        3,
        "credential-rejected",
        /the API token of the profile work any more/u,
        /: okta-unlock login --org \S+ --name work$/u,
      ],
    ],
  },
  {
    name: "a role that is too weak (E0000006)",
    given: (lane) => refuse(lane, "/api/v1/**", "E0000006"),
    rows: [
      [
        "login by token",
        0,
        undefined,
        /"kind":"role","name":"Application Administrator"/u,
        /Security > Administrators/u,
      ],
      [
        "whoami by token",
        0,
        undefined,
        /"kind":"role","name":"Application Administrator"/u,
        /Security > Administrators/u,
      ],
      [
        "apps list by token",
        3,
        "permission-denied",
        /The owner of this API token is not allowed to list the apps/u,
        /: okta-unlock whoami --org work$/u,
      ],
      [
        "apps list by service-app",
        3,
        "permission-denied",
        /The service app is not allowed to list the apps/u,
        /: okta-unlock whoami --org work$/u,
      ],
      [
        "apps list by device",
        3,
        "permission-denied",
        /You are not allowed to list the apps/u,
        /: okta-unlock whoami --org work$/u,
      ],
    ],
  },
  {
    name: "no API Access Management (E0000015)",
    given: (lane) => refuse(lane, "/api/v1/authorizationServers/**", "E0000015"),
    rows: [
      [
        "login by token",
        0,
        undefined,
        /"kind":"feature","name":"API Access Management"/u,
        /an Integrator Free Plan org has it/u,
      ],
      [
        "whoami by token",
        0,
        undefined,
        /"kind":"feature","name":"API Access Management"/u,
        /an Integrator Free Plan org has it/u,
      ],
      [
        "apps create by token",
        0,
        undefined,
        /"kind":"feature","name":"API Access Management"/u,
        /an Integrator Free Plan org has it/u,
      ],
    ],
  },
  {
    name: "a deactivated org (E0000260)",
    given: (lane) => refuse(lane, "/**", "E0000260"),
    rows: [
      [
        "login by token",
        4,
        "okta-refused",
        /has deactivated the org/u,
        /signup.*: okta-unlock create --org local$/u,
      ],
      [
        "login by service-app",
        4,
        "okta-refused",
        /has deactivated the org/u,
        /signup.*: okta-unlock create --org local$/u,
      ],
      [
        "login by device",
        4,
        "okta-refused",
        /has deactivated the org/u,
        /signup.*: okta-unlock create --org local$/u,
      ],
      [
        "whoami by token",
        4,
        "okta-refused",
        /has deactivated the org/u,
        /signup.*: okta-unlock create --org local$/u,
      ],
      [
        "apps list by service-app",
        4,
        "okta-refused",
        /has deactivated the org/u,
        /signup.*: okta-unlock create --org local$/u,
      ],
      [
        "apps list by device",
        4,
        "okta-refused",
        /has deactivated the org/u,
        /signup.*: okta-unlock create --org local$/u,
      ],
    ],
  },
  {
    name: "a clock that is behind",
    given({ org }) {
      org.clock.advance(600_000);
      return {};
    },
    rows: [
      [
        "login by service-app",
        3,
        "credential-rejected",
        /clocks differ. This machine's clock is 10 minutes behind/u,
        /^Set this machine's clock/u,
      ],
      [
        "apps list by service-app",
        3,
        "credential-rejected",
        /clocks differ. This machine's clock is 10 minutes behind/u,
        /^Set this machine's clock/u,
      ],
    ],
  },
  {
    name: "a clock that is ahead",
    given({ org }) {
      org.clock.advance(-600_000);
      return {};
    },
    rows: [
      [
        "login by service-app",
        3,
        "credential-rejected",
        /clocks differ. This machine's clock is 10 minutes ahead/u,
        /^Set this machine's clock/u,
      ],
    ],
  },
  {
    name: "a wrong key ID",
    given: () => ({ keyId: "key-9" }),
    rows: [
      [
        "login by service-app",
        3,
        "credential-rejected",
        /no active key with the key ID key-9/u,
        /OKTA_CLIENT_KEYID.*: okta-unlock login .* --key-id <kid>$/u,
      ],
      [
        "apps list by environment",
        3,
        "credential-rejected",
        /no active key with the key ID key-9/u,
        /OKTA_CLIENT_KEYID.*: okta-unlock login .* --key-id <kid>$/u,
      ],
    ],
  },
  {
    name: "a wrong private key",
    given: () => ({ privateKey: stranger }),
    rows: [
      [
        "login by service-app",
        3,
        "credential-rejected",
        /does not accept the private key of the service app/u,
        /OKTA_CLIENT_PRIVATEKEY.*: okta-unlock login .* --private-key <key.pem>$/u,
      ],
      [
        "apps list by environment",
        3,
        "credential-rejected",
        /does not accept the private key of the service app/u,
        /OKTA_CLIENT_PRIVATEKEY.*: okta-unlock login .* --private-key <key.pem>$/u,
      ],
    ],
  },
  {
    name: "a client ID that nobody has",
    given: () => ({ clientId: nobody }),
    rows: [
      [
        "login by device",
        3,
        "credential-rejected",
        /has no active native app with the client ID 0oaNobody/u,
        /: okta-unlock login .* --client-id <client id>$/u,
      ],
      [
        "login by service-app",
        3,
        "credential-rejected",
        /has no active app with the client ID 0oaNobody/u,
        /OKTA_CLIENT_CLIENTID.*: okta-unlock login .* --private-key <key.pem>$/u,
      ],
      [
        "apps list by environment",
        3,
        "credential-rejected",
        /has no active app with the client ID 0oaNobody/u,
        /OKTA_CLIENT_CLIENTID.*: okta-unlock login .* --private-key <key.pem>$/u,
      ],
    ],
  },
  {
    name: "a client ID of another org",
    given: () => ({ orgUrl: otherOrg.url, env: { NODE_EXTRA_CA_CERTS: otherOrg.caCertificatePath } }),
    rows: [
      [
        "login by device",
        3,
        "credential-rejected",
        /has no active native app .*another org/u,
        /: okta-unlock login .* --client-id <client id>$/u,
      ],
      [
        "login by service-app",
        3,
        "credential-rejected",
        /has no active app .*another org/u,
        /: okta-unlock login .* --private-key <key.pem>$/u,
      ],
    ],
  },
  {
    name: "an app without the device grant",
    given: async ({ org }) => ({
      clientId: await cliApp(org, { grants: ["authorization_code", "refresh_token"] }),
    }),
    rows: [
      [
        "login by device",
        3,
        "credential-rejected",
        /grant types Device Authorization and Refresh Token/u,
        /^Turn both on .*: okta-unlock login .* --client-id 0oa/u,
      ],
    ],
  },
  {
    name: "a native app that is taken for a service app",
    given: async ({ deviceClientId }) => ({ clientId: deviceClientId }),
    rows: [
      [
        "login by service-app",
        3,
        "credential-rejected",
        /does not sign in with a private key/u,
        /: okta-unlock login .* --client-id 0oa\w+$/u,
      ],
    ],
  },
  {
    name: "a service app that is taken for a native one",
    given: async ({ clientId }) => ({ clientId }),
    rows: [
      [
        "login by device",
        3,
        "credential-rejected",
        /is no native app/u,
        /: okta-unlock login .* --private-key <key.pem>$/u,
      ],
    ],
  },
  {
    name: "a scope that was not granted",
    given: () => ({ scopes: "okta.users.manage" }),
    rows: [
      [
        "login by device",
        3,
        "permission-denied",
        /was not granted okta.users.manage/u,
        /Okta API Scopes, then run the command again/u,
      ],
      [
        "login by service-app",
        3,
        "permission-denied",
        /was not granted okta.users.manage/u,
        /Okta API Scopes, then run the command again/u,
      ],
      [
        "apps list by environment",
        3,
        "permission-denied",
        /was not granted okta.users.manage/u,
        /Okta API Scopes, then run the command again/u,
      ],
    ],
  },
];

const html = { "content-type": "text/html" };

const addresses: readonly Case[] = [
  {
    name: "a page in place of an org",
    given({ tap }) {
      tap.falsify(() => ({ status: 200, headers: html, body: "<html>Welcome to the hotel</html>" }));
      return {};
    },
    rows: [
      [
        "login by token",
        6,
        "not-an-okta-org",
        /answers with a web page/u,
        /: curl https:\S+okta-organization$/u,
      ],
      [
        "login by service-app",
        6,
        "not-an-okta-org",
        /answers with a web page/u,
        /: curl https:\S+okta-organization$/u,
      ],
      [
        "login by device",
        6,
        "not-an-okta-org",
        /answers with a web page/u,
        /: curl https:\S+okta-organization$/u,
      ],
      [
        "apps list by token",
        6,
        "not-an-okta-org",
        /answers with a web page/u,
        /: curl https:\S+okta-organization$/u,
      ],
      [
        "whoami by service-app",
        6,
        "not-an-okta-org",
        /answers with a web page/u,
        /: curl https:\S+okta-organization$/u,
      ],
      [
        "whoami by device",
        6,
        "not-an-okta-org",
        /answers with a web page/u,
        /: curl https:\S+okta-organization$/u,
      ],
    ],
  },
  {
    name: "an API that is not Okta's",
    given({ tap }) {
      tap.falsify(() => ({
        status: 404,
        headers: { "content-type": "application/json" },
        body: '{"message":"Not Found"}',
      }));
      return {};
    },
    rows: [
      [
        "login by token",
        6,
        "not-an-okta-org",
        /answers, but not as an Okta org does/u,
        /: curl https:\S+okta-organization$/u,
      ],
      [
        "apps list by token",
        6,
        "not-an-okta-org",
        /answers, but not as an Okta org does/u,
        /: curl https:\S+okta-organization$/u,
      ],
    ],
  },
  {
    name: "a redirect to a sign-in page",
    given({ tap }) {
      tap.falsify(() => ({
        status: 302,
        headers: { location: "https://login.corp.test/saml?next=x" },
        body: "",
      }));
      return {};
    },
    rows: [
      [
        "login by token",
        6,
        "not-an-okta-org",
        /sends requests on to https:..login.corp.test.saml\. /u,
        /: okta-unlock login --org https:..login.corp.test$/u,
      ],
      [
        "apps list by token",
        6,
        "not-an-okta-org",
        /sends requests on to https:..login.corp.test.saml\. /u,
        /: okta-unlock login --org https:..login.corp.test$/u,
      ],
      [
        "apps list by service-app",
        6,
        "not-an-okta-org",
        /sends requests on to https:..login.corp.test.saml\. /u,
        /: okta-unlock login --org https:..login.corp.test$/u,
      ],
    ],
  },
  {
    name: "a port on which nothing listens",
    given: closedOrg,
    rows: [
      [
        "login by token",
        6,
        "network-unreachable",
        /refuses the connection. Nothing listens/u,
        /: okta-unlock local start$/u,
      ],
      [
        "login by device",
        6,
        "network-unreachable",
        /refuses the connection. Nothing listens/u,
        /: okta-unlock local start$/u,
      ],
      [
        "whoami by token",
        6,
        "network-unreachable",
        /refuses the connection. Nothing listens/u,
        /: okta-unlock local start$/u,
      ],
    ],
  },
  {
    name: "a host that does not exist",
    given: () => ({ orgUrl: "https://no-such-org.invalid" }),
    rows: [
      [
        "login by token",
        6,
        "network-unreachable",
        /no host named no-such-org.invalid/u,
        /: okta-unlock login --org https:..<host>$/u,
      ],
      [
        "login by service-app",
        6,
        "network-unreachable",
        /no host named no-such-org.invalid/u,
        /: okta-unlock login --org https:..<host>$/u,
      ],
      [
        "apps list by environment",
        6,
        "network-unreachable",
        /no host named no-such-org.invalid/u,
        /: okta-unlock login --org https:..<host>$/u,
      ],
    ],
  },
  {
    name: "a port that speaks no TLS",
    given: async () => ({ orgUrl: `https://localhost:${await startTalker(afterAll)}` }),
    rows: [["login by token", 6, "network-unreachable", /does not answer in TLS/u, /: curl -v https:/u]],
  },
];

const ways: readonly Case[] = [
  ...([[407], [403], [502]] as const).map(([status]) => ({
    name: `a proxy that answers ${status}`,
    given: async () => ({ ...acme, env: { HTTPS_PROXY: proxyUrl(await startProxy({ status }, afterAll)) } }),
    rows: [
      ["login by token", 6, "network-unreachable", /does not answer in TLS/u, /: curl -v https:/u],
      ["whoami by token", 6, "network-unreachable", /does not answer in TLS/u, /: curl -v https:/u],
    ] as const,
  })),
  {
    name: "a proxy that is not there",
    given: async () => ({ ...acme, env: { HTTPS_PROXY: proxyUrl(await freePort()) } }),
    rows: [
      [
        "login by token",
        6,
        "network-unreachable",
        /The proxy 127.0.0.1:\d+, by which acme.okta.test is reached, is not there/u,
        /: export NO_PROXY=acme.okta.test$/u,
      ],
      [
        "whoami by token",
        6,
        "network-unreachable",
        /The proxy 127.0.0.1:\d+, by which acme.okta.test is reached, is not there/u,
        /: export NO_PROXY=acme.okta.test$/u,
      ],
    ],
  },
  {
    name: "a proxy whose name does not exist",
    given: async () => ({ ...acme, env: { HTTPS_PROXY: "http://no-such-proxy.invalid:3128" } }),
    rows: [
      [
        "login by token",
        6,
        "network-unreachable",
        /The proxy no-such-proxy.invalid, by which/u,
        /: export NO_PROXY=acme.okta.test$/u,
      ],
    ],
  },
  {
    name: "a certificate that is signed by itself",
    given: () => behind({ isSelfSigned: true }),
    rows: [
      ["login by token", 6, "tls-untrusted", /is signed by itself/u, /: export NODE_EXTRA_CA_CERTS=/u],
      ["whoami by token", 6, "tls-untrusted", /is signed by itself/u, /: export NODE_EXTRA_CA_CERTS=/u],
    ],
  },
  {
    name: "a certificate of an authority that nobody knows",
    given: async () => ({ ...(await behind({})), env: { HTTPS_PROXY: (await behind({})).env.HTTPS_PROXY } }),
    rows: [
      ["login by token", 6, "tls-untrusted", /is not trusted .*proxy/u, /: export NODE_EXTRA_CA_CERTS=/u],
    ],
  },
  {
    name: "a certificate of another host",
    given: () => behind({ host: "www.corp.test" }),
    rows: [
      [
        "login by token",
        6,
        "tls-untrusted",
        /was made for another host/u,
        /: curl -vI https:..acme.okta.test$/u,
      ],
      [
        "whoami by token",
        6,
        "tls-untrusted",
        /was made for another host/u,
        /: curl -vI https:..acme.okta.test$/u,
      ],
    ],
  },
  {
    name: "a certificate that has expired",
    given: () => behind({ isExpired: true }),
    rows: [
      ["login by token", 6, "tls-untrusted", /has expired/u, /: curl -vI https:..acme.okta.test$/u],
      ["whoami by token", 6, "tls-untrusted", /has expired/u, /: curl -vI https:..acme.okta.test$/u],
    ],
  },
  {
    name: "the local org's own certificate, not trusted",
    given: () => ({ env: { NODE_EXTRA_CA_CERTS: "" } }),
    rows: [
      [
        "login by token",
        6,
        "tls-untrusted",
        /localhost:\d+ is not trusted/u,
        /--org local.*: export NODE_EXTRA_CA_CERTS=/u,
      ],
      [
        "apps list by service-app",
        6,
        "tls-untrusted",
        /localhost:\d+ is not trusted/u,
        /--org local.*: export NODE_EXTRA_CA_CERTS=/u,
      ],
    ],
  },
];

function refuse(lane: Lane, path: string, errorCode: "E0000006" | "E0000015" | "E0000260"): Given {
  lane.break(path, { kind: "refusal", errorCode });
  return {};
}

async function signedInAt(orgUrl: string, token: string, env: Record<string, string>): Promise<World> {
  const world = newWorld();
  const args = ["login", "--org", orgUrl, "--with-token", "--insecure-storage", "--name", "work"];
  const run = await world.run(args, { input: token, env });
  if (run.exitCode !== 0) throw new Error(run.stderr);
  return world;
}

async function revokedToken(): Promise<Given> {
  const org = await startTestOrg({}, afterAll);
  const env = { NODE_EXTRA_CA_CERTS: org.caCertificatePath };
  const home = await signedInAt(org.url, org.apiToken, env);
  await org.call("DELETE", "/api/v1/api-tokens/current");
  return { env, home };
}

async function closedOrg(): Promise<Given> {
  const org = await startTestOrg({}, afterAll);
  const env = { NODE_EXTRA_CA_CERTS: org.caCertificatePath };
  const home = await signedInAt(org.url, org.apiToken, env);
  await org.close();
  return { env, home, orgUrl: org.url, token: org.apiToken };
}

const goodToken = `00${"a".repeat(40)}`;
const acmeUrl = "https://acme.okta.test";
/** An org that is reached through a proxy only. */
let acme: { readonly orgUrl: string; readonly token: string; readonly home: World };

async function startAcme(): Promise<void> {
  const certificates = await makeCertificates({ host: "acme.okta.test" });
  const tunnelTo = await startTlsServer(certificates, friendlyOrg, afterAll);
  const env = {
    HTTPS_PROXY: proxyUrl(await startProxy({ tunnelTo }, afterAll)),
    NODE_EXTRA_CA_CERTS: await authorityFile(certificates, afterAll),
  };
  acme = { orgUrl: acmeUrl, token: goodToken, home: await signedInAt(acmeUrl, goodToken, env) };
}

/** The same org behind another certificate, whose authority is trusted. */
async function behind(settings: Parameters<typeof makeCertificates>[0]) {
  const certificates = await makeCertificates({ host: "acme.okta.test", ...settings });
  const tunnelTo = await startTlsServer(certificates, friendlyOrg, afterAll);
  const env = {
    HTTPS_PROXY: proxyUrl(await startProxy({ tunnelTo }, afterAll)),
    NODE_EXTRA_CA_CERTS: await authorityFile(certificates, afterAll),
  };
  return { ...acme, env };
}

function proxyUrl(port: number): string {
  return `http://127.0.0.1:${port}`;
}

const worlds: World[] = [];

function newWorld(): World {
  const world = new World();
  worlds.push(world);
  return world;
}

/** How a command of a case ended, and what it left of the sign-ins that were there. */
interface Outcome extends CliRun {
  readonly keptBefore: string;
  readonly keptAfter: string;
}

const outcomes = new Map<string, Outcome>();
const cases = [...credentials, ...addresses, ...ways];

beforeAll(async () => {
  otherOrg = await startTestOrg({}, afterAll);
  await startAcme();
  const queue = [...cases];
  const work = async (): Promise<void> => {
    const lane = await startLane(afterAll);
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await runCase(lane, next);
  };
  await Promise.all([work(), work()]);
}, 120_000);

afterAll(() => {
  for (const world of worlds) world.remove();
});

async function runCase(lane: Lane, { name, given, rows }: Case): Promise<void> {
  // Who is signed in is settled before things go wrong.
  const homes = await Promise.all(rows.map(([command]) => homeFor(lane, command)));
  const what = await given(lane);
  await Promise.all(
    rows.map(async ([command], index) => {
      outcomes.set(`${name}: ${command}`, await runCommand(lane, what, { command, world: homes[index]! }));
    }),
  );
  lane.mend();
  lane.org.clock.reset();
}

function split(command: Command): [string, Way | "environment"] {
  return command.split(" by ") as [string, Way | "environment"];
}

async function homeFor(lane: Lane, command: Command): Promise<World> {
  const [name, way] = split(command);
  const world = name === "login" || way === "environment" ? new World() : await lane.signedIn(way);
  worlds.push(world);
  return world;
}

async function runCommand(
  lane: Lane,
  given: Given,
  { command, world }: { readonly command: Command; readonly world: World },
): Promise<Outcome> {
  const [name, way] = split(command);
  const as: Lane = {
    ...lane,
    org: { ...lane.org, url: given.orgUrl ?? lane.org.url, apiToken: given.token ?? lane.org.apiToken },
    clientId: given.clientId ?? lane.clientId,
    deviceClientId: given.clientId ?? lane.deviceClientId,
    privateKey: given.privateKey ?? lane.privateKey,
  };
  const more = [
    ...(given.keyId === undefined ? [] : ["--key-id", given.keyId]),
    ...(given.scopes === undefined ? [] : ["--scopes", given.scopes]),
  ];
  const isLogin = name === "login";
  const home = isLogin || way === "environment" ? world : (given.home ?? world);
  const login = way === "environment" ? undefined : loginOf(as, world, way);
  const args = isLogin ? [...login!.args, ...more] : argumentsOf[name]!;
  const env = { ...lane.env, ...(way === "environment" && environmentOf(as, given)), ...given.env };
  const keptBefore = keptIn(home);
  const run = await home.run([...args, "--json"], { env, input: isLogin ? login!.input : "" });
  if (process.env["SHOW"]) {
    const shown = await home.run(args, { env, input: isLogin ? login!.input : "" });
    (await import("node:fs")).appendFileSync(
      "/tmp/show.txt",
      `\n=== ${command} ${run.exitCode} ${/"code":"([^"]+)/.exec(run.stderr)?.[1]}\n${shown.stdout}${shown.stderr}`,
    );
  }
  return { ...run, keptBefore, keptAfter: keptIn(home) };
}

const argumentsOf: Readonly<Record<string, readonly string[]>> = {
  whoami: ["whoami"],
  "apps list": ["apps", "list"],
  "apps create": ["apps", "create", "--name", "Demo", "--redirect-uri", "com.example.demo:/callback"],
};

/** As CI has it: a service app, unless it is a token that is given. */
function environmentOf({ org, clientId, privateKey }: Lane, given: Given): Record<string, string> {
  const common = { OKTA_CLIENT_ORGURL: org.url };
  if (given.token !== undefined) return { ...common, OKTA_CLIENT_TOKEN: given.token };
  return {
    ...common,
    OKTA_CLIENT_AUTHORIZATIONMODE: "PrivateKey",
    OKTA_CLIENT_CLIENTID: clientId,
    OKTA_CLIENT_PRIVATEKEY: privateKey,
    OKTA_CLIENT_KEYID: given.keyId ?? "key-1",
    OKTA_CLIENT_SCOPES: given.scopes ?? "okta.apps.manage",
  };
}

const rows = cases.flatMap(({ name, rows: ofCase }) => ofCase.map((row) => [name, ...row] as const));

interface ErrorObject {
  readonly code: string;
  readonly message: string;
  readonly next: string;
}

function errorIn({ stderr }: CliRun): ErrorObject {
  return (JSON.parse(stderr) as { readonly error: ErrorObject }).error;
}

test.each(rows)("%s: %s ends with %i, %s", (name, command, exitCode, code, message, next) => {
  const outcome = outcomes.get(`${name}: ${command}`)!;
  expect(outcome.exitCode, outcome.stderr).toBe(exitCode);
  if (code === undefined) {
    expect(outcome.stdout).toMatch(message);
    expect(outcome.stdout).toMatch(next);
    return;
  }
  const error = errorIn(outcome);
  expect(error.code).toBe(code);
  expect(error.message).toMatch(message);
  expect(error.next).toMatch(next);
  expect(outcome.stdout).toBe("");
  // A login that fails keeps nothing; whatever else fails leaves what is kept as it was.
  expect(outcome.keptAfter).toBe(outcome.keptBefore);
});

test("no two cases share a message, but those that an org does not tell apart", () => {
  const byMessage = new Map<string, Set<string>>();
  for (const [name, command, , code] of rows) {
    if (code === undefined) continue;
    const { message } = errorIn(outcomes.get(`${name}: ${command}`)!);
    const general = message.replaceAll(/localhost:\d+|0oa\w{17}/gu, "…");
    byMessage.set(general, (byMessage.get(general) ?? new Set()).add(name));
  }
  const shared = [...byMessage.values()].filter((names) => names.size > 1).map((names) => [...names]);
  expect(shared).toEqual([
    ["a client ID that nobody has", "a client ID of another org"],
    ["a client ID that nobody has", "a client ID of another org"],
  ]);
});

test("every command that is named as the next step exists", () => {
  const named = [...outcomes.values()].flatMap(({ stderr }) => [
    ...stderr.matchAll(/okta-unlock ([a-z]+(?: [a-z]+\b)?)/gu),
  ]);
  const known = ["login", "whoami", "local start", "create"];
  expect(
    [...new Set(named.map(([, command = ""]) => command))].filter((each) => !known.includes(each)),
  ).toEqual([]);
});

test("no stream shows a secret", () => {
  const secrets = [goodToken, otherOrg.apiToken, ...stranger.split("\n").slice(1, -2)];
  for (const [name, { stdout, stderr }] of outcomes) {
    for (const secret of secrets) expect(stdout + stderr, name).not.toContain(secret);
    expect(stdout + stderr, name).not.toMatch(/eyJ[\w-]{8,}|BEGIN (?:RSA )?PRIVATE/u);
  }
});
