import { afterAll } from "vitest";
import type { CliRun, World } from "../../support/run-cli.ts";
import { keptIn, type Lane, loginOf, startLane, type Way } from "../../support/signed-in-lane.ts";
import type { Case, Command, Given } from "./case.ts";
import { newWorld, startSurroundings } from "./surroundings.ts";

/** How a command of a case ended, and what it left of the sign-ins that were there. */
export interface Outcome extends CliRun {
  readonly keptBefore: string;
  readonly keptAfter: string;
}

function split(command: Command): [string, Way | "environment"] {
  return command.split(" by ") as [string, Way | "environment"];
}

async function homeFor(lane: Lane, command: Command): Promise<World> {
  const [name, way] = split(command);
  return name === "login" || way === "environment" ? newWorld() : lane.signedIn(way);
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
  const changed = { "--key-id": given.keyId, "--scopes": given.scopes };
  const isLogin = name === "login";
  const home = isLogin || way === "environment" ? world : (given.home ?? world);
  const login = way === "environment" ? undefined : loginOf(as, world, way);
  const args = isLogin ? changeFlags(login!.args, changed) : argumentsOf[name]!;
  const env = { ...lane.env, ...(way === "environment" && buildEnvironment(as, given)), ...given.env };
  const keptBefore = keptIn(home);
  const run = await home.run([...args, "--json"], { env, input: isLogin ? login!.input : "" });
  return { ...run, keptBefore, keptAfter: keptIn(home) };
}

/** A flag has one value. */
function changeFlags(
  args: readonly string[],
  changed: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const given = Object.entries(changed).filter((pair): pair is [string, string] => pair[1] !== undefined);
  const names = given.map(([name]) => name);
  const kept = args.filter((word, index) => !names.includes(word) && !names.includes(args[index - 1] ?? ""));
  return [...kept, ...given.flat()];
}

const argumentsOf: Readonly<Record<string, readonly string[]>> = {
  whoami: ["whoami"],
  "apps list": ["apps", "list"],
  "apps create": ["apps", "create", "--name", "Demo", "--redirect-uri", "com.example.demo:/callback"],
};

/** As CI has it: a service app, unless it is a token that is given. */
function buildEnvironment({ org, clientId, privateKey }: Lane, given: Given): Record<string, string> {
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

/** Runs every command of every case, two cases at a time, and gives the outcomes by `case: command`. */
export async function runCases(cases: readonly Case[]): Promise<ReadonlyMap<string, Outcome>> {
  const surroundings = await startSurroundings();
  const outcomes = new Map<string, Outcome>();
  const queue = [...cases];
  const work = async (): Promise<void> => {
    const lane = await startLane(afterAll);
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const commands = next.ends.flatMap((end) => end.commands);
      // Who is signed in is settled before things go wrong.
      const worlds = await Promise.all(commands.map((command) => homeFor(lane, command)));
      const given = await next.given(lane, surroundings);
      const runs = worlds.map((world, index) =>
        runCommand(lane, given, { command: commands[index]!, world }),
      );
      for (const [index, run] of runs.entries()) outcomes.set(`${next.name}: ${commands[index]}`, await run);
      lane.mend();
    }
  };
  await Promise.all([work(), work()]);
  return outcomes;
}
