// Every command, in each trouble at the org, by each way to sign in: nothing secret is to be seen of it. `npm test` runs each
// command in some of the troubles (isInRound); `npm run test:processes` runs each in all of them, by each way when nothing is wrong.
import { beforeAll, describe, expect, test } from "vitest";
import { createWorld, type World } from "../support/run-cli.ts";
import { endingCommands, localCommands, orgCommands } from "./masking/rows.ts";
import {
  exchangedSecrets,
  givenSecrets,
  secretsIn,
  spellOut,
  type SpelledSecret,
} from "./masking/secrets.ts";
import { type Trace, traceAll, ways } from "./masking/traces.ts";
import { troubles } from "./masking/troubles.ts";

let traces: readonly Trace[] = [];
let secrets: readonly SpelledSecret[] = [];

beforeAll(async () => {
  const found = await traceAll();
  traces = found.traces;
  secrets = spellOut(
    found.lanes.flatMap((lane) => givenSecrets(lane).concat(exchangedSecrets(lane.tap.exchanges))),
  );
}, 600_000);

test("every command has a row", async () => {
  const world = createWorld();
  const commands = await leafCommands(world, []);
  expect(commands.length).toBeGreaterThan(15);
  const rows = { ...orgCommands, ...endingCommands, ...localCommands };
  expect(commands.filter((command) => !(command in rows))).toEqual([]);
  expect(Object.keys(rows).filter((command) => !commands.includes(command))).toEqual([]);
});

/** The commands that the help names, and theirs. */
async function leafCommands(world: World, parents: readonly string[]): Promise<string[]> {
  const { stdout } = await world.run([...parents, "--help"]);
  const [, list = ""] = /^Commands:\n((?: .*\n?)*)/mu.exec(stdout) ?? [];
  const names = [...list.matchAll(/^ {2}([a-z]+)\b/gmu)]
    .map(([, name = ""]) => name)
    .filter((name) => name !== "help");
  if (names.length === 0) return [parents.join(" ")];
  const children: string[][] = [];
  for (const name of names) children.push(await leafCommands(world, [...parents, name]));
  return children.flat();
}

test("every command ran undisturbed, each that asks an org in several troubles, and each trouble met each way", () => {
  const undisturbed = new Set(
    traces.filter(({ trouble }) => trouble === "nothing").map(({ command }) => command),
  );
  const rows = { ...orgCommands, ...endingCommands };
  expect(Object.keys({ ...rows, ...localCommands }).filter((command) => !undisturbed.has(command))).toEqual(
    [],
  );
  const met = (property: "command" | "way", value: string): string[] => [
    ...new Set(traces.filter((trace) => trace[property] === value).map(({ trouble }) => trouble)),
  ];
  // The undisturbed run is one of them.
  expect(Object.keys(rows).filter((command) => met("command", command).length < 4)).toEqual([]);
  expect(ways.filter((way) => met("way", way).length < Object.keys(troubles).length)).toEqual([]);
});

test("secrets of each kind went over the wire, so that there was something to hide", () => {
  const kinds = new Set(secrets.map(({ what }) => what));
  const wanted = [
    "Authorization",
    "DPoP",
    "client_assertion",
    "access_token",
    "refresh_token",
    "device_code",
    "id_token",
    "developerOrgCliToken",
  ];
  expect(wanted.filter((kind) => !kinds.has(kind))).toEqual([]);
});

test("commands end as they should when nothing is wrong", () => {
  const strange = traces.filter(
    ({ trouble, exitCode, refusal = 0 }) => trouble === "nothing" && exitCode !== refusal,
  );
  expect(strange.map(({ name, stderr }) => `${name}: ${stderr}`)).toEqual([]);
});

describe("no secret is in", () => {
  const places: Readonly<Record<string, (trace: Trace) => string>> = {
    stdout: ({ stdout }) => stdout,
    stderr: ({ stderr }) => stderr,
    "a file outside the store": ({ files }) => files,
    "the command line of a child process": ({ commandLines }) => commandLines,
  };

  test.each(Object.keys(places))("%s", (place) => {
    const leaks = traces
      .map((each) => ({ name: each.name, found: secretsIn(places[place]!(each), secrets) }))
      .filter(({ found }) => found.length > 0)
      .map(({ name, found }) => `${name}: ${found.join(", ")}`);
    expect(leaks).toEqual([]);
  });
});
