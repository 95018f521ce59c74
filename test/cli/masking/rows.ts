import { writeFileSync } from "node:fs";
import type { World } from "../../support/run-cli.ts";
import { type Lane, loginOf, runWithPerson, type Way } from "../../support/signed-in-lane.ts";
import { nativeApp } from "../../unit/local-org/support.ts";

/** One run of the CLI, in a world where `way` has signed in as `work`. */
export interface Run {
  readonly args: readonly string[];
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Ended by SIGTERM as soon as it has said something. */
  readonly isEndless?: true;
  /** Its exit code when nothing is wrong at the org; 0 unless given. */
  readonly refusal?: number;
}

export type Prepare = (lane: Lane, world: World, way: Way) => Run | Promise<Run>;

let count = 0;

function unique(name: string): string {
  count += 1;
  return `${name} ${count}`;
}

async function newApp({ org }: Lane): Promise<string> {
  const { json } = await org.call("POST", "/api/v1/apps", nativeApp(unique("Shown")));
  return json.id as string;
}

/** The folder of a project that is to be made, and the command that makes it. */
function planProject(world: World): { readonly directory: string; readonly args: readonly string[] } {
  const name = unique("Demo");
  const directory = world.path(name.replace(" ", "-"));
  return { directory, args: ["create", directory, "--platform", "ios", "--name", name, "--yes"] };
}

/** The folder of a project. */
async function newProject(lane: Lane, world: World): Promise<string> {
  const { directory, args } = planProject(world);
  const { exitCode, stderr } = await runWithPerson(lane, world, { args, input: "" });
  if (exitCode !== 0) throw new Error(stderr);
  return directory;
}

/** Commands that talk to an org, by the words of the help. */
export const orgCommands: Readonly<Record<string, Prepare>> = {
  create: (_lane, world) => ({ args: planProject(world).args }),
  update: async (lane, world) => ({
    args: [
      "update",
      await newProject(lane, world),
      "--redirect-uri",
      "com.example.moved:/callback",
      "--if-exists",
      "update",
      "--force",
      "--yes",
    ],
  }),
  doctor: async (lane, world) => ({ args: ["doctor", await newProject(lane, world)] }),
  // Only the owner of the token may: the scope for it is none that every app has.
  logs: async (lane, _world, way) => ({
    args: ["logs", "--app", await newApp(lane)],
    ...(way !== "token" && { refusal: 3 }),
  }),
  "apps create": () => ({
    args: ["apps", "create", "--name", unique("Alone"), "--redirect-uri", "com.example.alone:/callback"],
  }),
  "apps list": () => ({ args: ["apps", "list"] }),
  // No org of Okta's: what it says of an app is not opened on this machine.
  open: async (lane) => ({ args: ["open", "signin", "--app", await newApp(lane)], refusal: 6 }),
  "apps show": async (lane) => ({ args: ["apps", "show", await newApp(lane)] }),
  "apps delete": async (lane) => ({ args: ["apps", "delete", await newApp(lane), "--yes"] }),
  "apps update": async (lane) => ({ args: ["apps", "update", await newApp(lane), "--leeway", "7", "--yes"] }),
  "apps prune": () => ({ args: ["apps", "prune", "--yes"] }),
  run: () => ({ args: ["run", "--name", unique("Job"), "--", process.execPath, "-e", ""] }),
  login: (lane, world, way) => loginOf(lane, world, way),
  whoami: () => ({ args: ["whoami"] }),
  register: ({ org }) => ({
    args: ["register", "--insecure-storage"],
    env: {
      OKTA_CLI_REGISTRATION_URL: org.url,
      OKTA_UNLOCK_REGISTRATION_INTERVAL: "0.1",
      OKTA_UNLOCK_FIRST_NAME: "Ada",
      OKTA_UNLOCK_LAST_NAME: "Byron",
      OKTA_UNLOCK_EMAIL: `${unique("ada").replace(" ", "-")}@example.com`,
      OKTA_UNLOCK_COUNTRY: "United Kingdom",
    },
  }),
};

/** Commands that end what others use: they run last. */
export const endingCommands: Readonly<Record<string, Prepare>> = {
  logout: (_lane, _world, way) => ({ args: ["logout", ...(way === "service-app" ? [] : ["--revoke"])] }),
};

/** Commands that ask no org but, some of them, the local one. */
export const localCommands: Readonly<Record<string, Prepare>> = {
  "orgs list": () => ({ args: ["orgs", "list"] }),
  "orgs use": () => ({ args: ["orgs", "use", "work"] }),
  "orgs remove": () => ({ args: ["orgs", "remove", "work"] }),
  "local start": (_lane, world) => ({
    args: ["local", "start", "--data-dir", world.path("fresh")],
    isEndless: true,
  }),
  "local status": (lane) => inLane(lane, ["local", "status", "--json"]),
  "local trust": (lane) => inLane(lane, ["local", "trust"]),
  "local faults list": (lane) => inLane(lane, ["local", "faults", "list"]),
  "local faults add": (lane) => inLane(lane, ["local", "faults", "add", "503:/never"]),
  "local faults clear": (lane) => inLane(lane, ["local", "faults", "clear"]),
  "template eject": (_lane, world) => ({ args: ["template", "eject", "ios", world.path(unique("acme"))] }),
  "template check": (_lane, world) => ({ args: ["template", "check", world.path("nothing")], refusal: 2 }),
  "samples build": (_lane, world) => ({
    args: ["samples", "build", "--platform", "ios", "--out", world.path(unique("samples"))],
  }),
  "samples check": (_lane, world) => ({
    args: ["samples", "check", "--out", world.path("nothing")],
    refusal: 7,
  }),
  completion: () => ({ args: ["completion", "bash"] }),
  "local reset": (_lane, world) => ({
    args: ["local", "reset", "--yes", "--data-dir", world.path("nothing")],
  }),
};

function inLane({ org }: Lane, args: readonly string[]): Run {
  return { args: [...args, "--data-dir", org.dataDirectory] };
}

/** Other ways in than a profile, and places to keep a secret. */
export const otherRuns: Readonly<Record<string, Prepare>> = {
  "login, to the keyring": (lane, world) => {
    const { args, input } = loginOf(lane, world, "token");
    return { args: args.filter((arg) => arg !== "--insecure-storage"), input, refusal: 2 };
  },
  "login by a JWK on stdin": (lane, world) => {
    const { args } = loginOf(lane, world, "service-app");
    return { args: args.map((arg) => (arg === "key.pem" ? "-" : arg)), input: lane.jwk };
  },
  "login by a key that is damaged": (lane, world) => {
    writeFileSync(world.path("key.pem"), lane.privateKey.replace("-----BEGIN PRIVATE KEY-----", ""));
    return {
      args: ["login", "--org", lane.org.url, "--client-id", lane.clientId, "--private-key", "key.pem"],
      refusal: 2,
    };
  },
  "login by a key on the command line": (lane) => ({
    args: ["login", "--org", lane.org.url, "--client-id", lane.clientId, "--private-key", lane.privateKey],
    refusal: 2,
  }),
  "register with an org that is there": ({ org }) => ({
    args: ["register", "--org", org.url, "--with-token", "--insecure-storage"],
    input: org.apiToken,
  }),
  "login --bootstrap": (lane) => ({
    args: ["login", "--org", lane.org.url, "--bootstrap", "--with-token", "--insecure-storage"],
    input: lane.org.apiToken,
  }),
  "apps list by a token in the environment": ({ org }) => ({
    args: ["apps", "list"],
    env: { OKTA_CLIENT_ORGURL: org.url, OKTA_CLIENT_TOKEN: org.apiToken },
  }),
  "apps list by a key in the environment": ({ org, clientId, jwk }) => ({
    args: ["apps", "list"],
    env: {
      OKTA_CLIENT_ORGURL: org.url,
      OKTA_CLIENT_AUTHORIZATIONMODE: "PrivateKey",
      OKTA_CLIENT_CLIENTID: clientId,
      OKTA_CLIENT_SCOPES: "okta.apps.manage",
      OKTA_CLIENT_PRIVATEKEY: jwk,
    },
  }),
  "whoami by a profile that was typed as a token": ({ org }) => ({
    args: ["whoami", "--org", org.apiToken],
    refusal: 2,
  }),
};
