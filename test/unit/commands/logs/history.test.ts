import { Agent } from "undici";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runLogs, type LogsResult } from "../../../../src/commands/logs/run.ts";
import { historyFailures, makeHistory } from "../../../support/sign-in-history.ts";
import { caller } from "../../local-org/support.ts";
import { type CommandWorld, openCommandWorld } from "../command-world.ts";

let world: CommandWorld;
let result: LogsResult;

beforeAll(async () => {
  world = await openCommandWorld();
  const dispatcher = new Agent({ connect: { ca: world.local.caCertificate } });
  const app = await makeHistory({ ...world.local, call: caller(world.local, dispatcher) });
  result = await runLogs(world.context(), { app: app.clientId });
  await dispatcher.destroy();
});

afterAll(async () => world.close());

describe("logs of an app", () => {
  test("has everything that went wrong, in its order, each with the check that explains it", () => {
    const failures = result.events.filter(({ result: outcome }) => outcome === "FAILURE");
      JSON.stringify(
        result.events.map((e) => [e.kind, e.eventType, e.result, e.reason, e.check, e.user]),
        null,
        1,
      ),
    );
    expect(failures.map(({ kind, check }) => [kind, check ?? undefined])).toEqual(
      historyFailures.map(([, kind, check]) => [kind, check]),
    );
  });
});
