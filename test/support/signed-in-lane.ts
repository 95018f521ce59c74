import { createPrivateKey } from "node:crypto";
import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { FaultKind } from "../../src/local-org/faults/fault.ts";
import type { LocalOrgOptions } from "../../src/local-org/index.ts";
import { type Afterwards, startTestOrg, type TestOrg } from "../unit/local-org/support.ts";
import { cliApp, decide } from "../unit/auth/sign-in/device-support.ts";
import { jwkOf, serviceApp } from "../unit/auth/sign-in/support.ts";
import { codeIn } from "./device-code.ts";
import { type CliRun, type RunSettings, World } from "./run-cli.ts";
import { type Falsify, tapServer, type WireTap } from "./wire-tap.ts";

export type Way = "token" | "service-app" | "device";

/** The scopes that each sign-in of a lane has. */
export const laneScopes = [
  "okta.apps.manage",
  "okta.authorizationServers.manage",
  "okta.groups.read",
  "okta.policies.read",
  "okta.users.read.self",
];

/** A local org with a tap on it, credentials of each way to sign in, and homes where somebody did. */
export interface Lane {
  readonly org: TestOrg;
  readonly tap: WireTap;
  readonly env: Readonly<Record<string, string>>;
  /** Of the service app. */
  readonly clientId: string;
  readonly privateKey: string;
  /** The same key as a JWK. */
  readonly jwk: string;
  /** Of the native app; its refresh tokens don't rotate, so that copies of a home go on. */
  readonly deviceClientId: string;
  /** A world of its own, signed in as the profile `work`. */
  signedIn(way: Way): Promise<World>;
  /** A fault for all requests of a path. */
  break(path: string, fault: FaultKind): void;
  mend(): void;
}

export async function startLane(
  afterwards: Afterwards,
  settings: { readonly isDpop?: true } = {},
): Promise<Lane> {
  const org = await startTestOrg({ registration: true }, afterwards);
  const tap = tapHurried(org, afterwards);
  const { credential } = await serviceApp(org, {
    granted: laneScopes.slice(0, -1),
    ...(settings.isDpop && { settings: { dpop_bound_access_tokens: true } }),
  });
  const changes = { "settings.oauthClient.refresh_token": { rotation_type: "STATIC" } };
  const env = { NODE_EXTRA_CA_CERTS: org.caCertificatePath };
  const homes = new Map<Way, Promise<World>>();
  const lane: Lane = {
    org,
    tap,
    env,
    clientId: credential.clientId,
    privateKey: credential.privateKey,
    jwk: jwkOf(createPrivateKey(credential.privateKey), { kid: "key-1" }),
    deviceClientId: await cliApp(org, { granted: laneScopes, changes }),
    async signedIn(way) {
      const template = await (homes.get(way) ?? homes.set(way, signIn(lane, way, afterwards)).get(way)!);
      const world = new World();
      afterwards(async () => world.remove());
      cpSync(template.home, world.home, { recursive: true });
      return world;
    },
    break(path, fault) {
      org.faults.add({ ...fault, path, times: Infinity });
    },
    mend() {
      org.faults.clear();
      org.clock.reset();
      tap.falsify(undefined);
    },
  };
  return lane;
}

async function signIn(lane: Lane, way: Way, afterwards: Afterwards): Promise<World> {
  const world = new World();
  afterwards(async () => world.remove());
  const run = await runLogin(lane, world, way);
  if (run.exitCode !== 0) throw new Error(`sign-in of a lane failed: ${run.stderr}`);
  return world;
}

/** What `login` is given for each way; what is secret comes by stdin or a file. */
export function loginOf(
  { org, clientId, privateKey, deviceClientId }: Lane,
  world: World,
  way: Way,
): { readonly args: readonly string[]; readonly input: string } {
  const args = ["login", "--org", org.url, "--insecure-storage", "--name", "work"];
  if (way === "token") return { args: [...args, "--with-token"], input: org.apiToken };
  if (way === "device") return { args: [...args, "--client-id", deviceClientId], input: "" };
  writeFileSync(world.path("key.pem"), privateKey);
  return {
    args: [...args, "--client-id", clientId, "--private-key", "key.pem", "--key-id", "key-1"],
    input: "",
  };
}

/** Signs in; on another device, the administrator comes as soon as the code is shown. */
function runLogin(lane: Lane, world: World, way: Way, more: readonly string[] = []): Promise<CliRun> {
  const { args, input } = loginOf(lane, world, way);
  return runWithPerson(lane, world, { args: [...args, ...more], input });
}

interface PersonalRun extends Omit<RunSettings, "cwd" | "onStderr"> {
  readonly args: readonly string[];
  readonly input: string;
  /** What the administrator does; allows it unless given. */
  readonly decision?: "allow" | "deny";
}

/** Runs a command; when it shows a device code, the administrator signs in by it. */
export function runWithPerson(
  { org, env }: Pick<Lane, "org" | "env">,
  world: World,
  { args, input, decision, env: more, ...others }: PersonalRun,
): Promise<CliRun> {
  let said = "";
  let isDecided = false;
  return world.run(args, {
    input,
    env: { ...env, ...more },
    ...others,
    onStderr(text) {
      said += text;
      const code = codeIn(said);
      if (code === undefined || isDecided) return;
      isDecided = true;
      decide(org, { ...code, completeUrl: undefined, expiresAt: new Date() }, decision).catch(
        () => undefined,
      );
    },
  });
}

/** What is kept of sign-ins in a home. */
export function keptIn(world: World): string {
  const folder = join(world.home, "config", "okta-unlock");
  return ["profiles.json", "secrets.json"]
    .map((name) => join(folder, name))
    .map((path) => (existsSync(path) ? readFileSync(path, "utf8") : ""))
    .join("\n");
}

/** An org that devices ask every second whether somebody has signed in for them. */
export async function startHurriedOrg(
  options: Partial<LocalOrgOptions> = {},
  afterwards: Afterwards = onTestFinished,
): Promise<TestOrg> {
  const org = await startTestOrg(options, afterwards);
  tapHurried(org, afterwards);
  return org;
}

function tapHurried(org: TestOrg, afterwards: Afterwards): WireTap {
  const tap = hurried(tapServer(org.port));
  afterwards(async () => tap.close());
  return tap;
}

/** Whoever waits for a device asks every second instead of every five. */
function hurried(tap: WireTap): WireTap {
  const hurry: Falsify = ({ url, answered: { body } }) =>
    url === "/oauth2/v1/device/authorize" && body.includes('"interval":')
      ? { status: 200, headers: json, body: body.replace(/"interval":\d+/u, '"interval":1') }
      : undefined;
  tap.falsify(hurry);
  return { ...tap, falsify: (next) => tap.falsify((exchange) => next?.(exchange) ?? hurry(exchange)) };
}

const json = { "content-type": "application/json" };
