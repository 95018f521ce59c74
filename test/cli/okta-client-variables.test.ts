import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Lane, laneScopes, startLane } from "../support/signed-in-lane.ts";
import { startTestOrg, temporaryFolder, type TestOrg } from "../unit/local-org/support.ts";

/** The org that somebody is signed in to as `work`, and the one that the environment means. */
let lane: Lane;
let other: TestOrg;
let trust: Record<string, string>;

beforeAll(async () => {
  [lane, other] = await Promise.all([startLane(afterAll), startTestOrg({}, afterAll)]);
  const path = join(await temporaryFolder(afterAll), "both.pem");
  writeFileSync(path, `${lane.org.caCertificate}\n${other.caCertificate}`);
  trust = { NODE_EXTRA_CA_CERTS: path };
});

type Environment = Readonly<Record<string, string>>;

/** Variables by the end of their names: `TOKEN` is OKTA_CLIENT_TOKEN. */
function variables(values: Environment): Environment {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`OKTA_CLIENT_${name}`, value]));
}

function serviceApp(changes: Environment = {}): Environment {
  return {
    ORGURL: lane.org.url,
    AUTHORIZATIONMODE: "PrivateKey",
    CLIENTID: lane.clientId,
    SCOPES: "okta.apps.manage okta.groups.read",
    PRIVATEKEY: lane.privateKey,
    KEYID: "key-1",
    ...changes,
  };
}

const ofProfile = { method: "api-token", profile: "work", storedIn: "file" };
const ofEnvironment = { profile: null, storedIn: "environment" };
const byToken = { ...ofEnvironment, method: "api-token" };
const byKey = { ...ofEnvironment, method: "service-app" };

interface Row {
  readonly says: string;
  readonly env: () => Environment;
  readonly args?: readonly string[];
  readonly org?: "lane" | "other";
  readonly is: object;
}

const rows: readonly Row[] = [
  { says: "nothing set: the profile", env: () => ({}), is: ofProfile },
  {
    says: "ORGURL and TOKEN beat the current profile",
    env: () => ({ ORGURL: other.url, TOKEN: other.apiToken }),
    org: "other",
    is: byToken,
  },
  {
    says: "TOKEN beats the profile of the same org",
    env: () => ({ ORGURL: lane.org.url, TOKEN: lane.org.apiToken }),
    is: byToken,
  },
  { says: "ORGURL alone finds the profile of its org", env: () => ({ ORGURL: lane.org.url }), is: ofProfile },
  {
    says: "--org beats ORGURL, and TOKEN stays with its org",
    env: () => ({ ORGURL: other.url, TOKEN: other.apiToken }),
    args: ["--org", "work"],
    is: ofProfile,
  },
  {
    says: "an empty variable is not set",
    env: () => ({ ORGURL: "", TOKEN: "", AUTHORIZATIONMODE: "" }),
    is: ofProfile,
  },
  {
    says: "AUTHORIZATIONMODE=PrivateKey beats TOKEN",
    env: () => serviceApp({ TOKEN: lane.org.apiToken }),
    is: byKey,
  },
  {
    says: "AUTHORIZATIONMODE is read in any case",
    env: () => serviceApp({ AUTHORIZATIONMODE: "privatekey" }),
    is: byKey,
  },
  {
    says: "AUTHORIZATIONMODE=SSWS takes TOKEN, whatever else is set",
    env: () => serviceApp({ AUTHORIZATIONMODE: "SSWS", TOKEN: lane.org.apiToken }),
    is: byToken,
  },
  {
    says: "without AUTHORIZATIONMODE it is SSWS",
    env: () => serviceApp({ AUTHORIZATIONMODE: "", TOKEN: lane.org.apiToken }),
    is: byToken,
  },
  {
    says: "CLIENTID is the service app",
    env: () => serviceApp(),
    is: { ...byKey, login: expect.stringMatching(/^0oa/u) as string },
  },
  {
    says: "SCOPES are asked for, with blanks between",
    env: () => serviceApp({ SCOPES: "okta.apps.manage  okta.policies.read" }),
    is: { scopes: ["okta.apps.manage", "okta.policies.read"] },
  },
  {
    says: "SCOPES are asked for, with commas between",
    env: () => serviceApp({ SCOPES: laneScopes.slice(0, 3).join(",") }),
    is: { scopes: laneScopes.slice(0, 3) },
  },
  { says: "PRIVATEKEY is a JWK", env: () => serviceApp({ PRIVATEKEY: lane.jwk, KEYID: "" }), is: byKey },
  { says: "PRIVATEKEY is a path", env: () => serviceApp({ PRIVATEKEY: "key.pem" }), is: byKey },
  {
    says: "KEYID beats the kid of a JWK",
    env: () => serviceApp({ PRIVATEKEY: lane.jwk.replace('"kid":"key-1"', '"kid":"key-9"') }),
    is: byKey,
  },
];

test.each(rows)("$says", async ({ env, args = [], org = "lane", is }) => {
  const world = await lane.signedIn("token");
  writeFileSync(world.path("key.pem"), lane.privateKey);
  const run = await world.run(["whoami", "--json", ...args], { env: { ...trust, ...variables(env()) } });
  expect(run.exitCode, run.stderr).toBe(0);
  expect(JSON.parse(run.stdout)).toMatchObject({ org: org === "lane" ? lane.org.url : other.url, ...is });
});

test("flags of login beat CLIENTID, PRIVATEKEY, KEYID and SCOPES", async () => {
  const world = await lane.signedIn("token");
  writeFileSync(world.path("key.pem"), lane.privateKey);
  const env = serviceApp({
    CLIENTID: "0oaNobody00000000000",
    PRIVATEKEY: "nowhere.pem",
    KEYID: "key-9",
    SCOPES: "x",
  });
  const flags = [
    "--client-id",
    lane.clientId,
    "--private-key",
    "key.pem",
    "--key-id",
    "key-1",
    "--scopes",
    "okta.apps.manage",
  ];
  const run = await world.run(["login", ...flags, "--insecure-storage", "--json"], {
    env: { ...trust, ...variables(env) },
  });
  expect(run.exitCode, run.stderr).toBe(0);
  expect(JSON.parse(run.stdout)).toMatchObject({ login: lane.clientId, scopes: ["okta.apps.manage"] });
});
