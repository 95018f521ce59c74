import { Agent } from "undici";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LogsResult, logsView, runLogs } from "../../../../src/commands/logs/run.ts";
import { historyFailures, makeHistory } from "../../../support/sign-in-history.ts";
import { caller, nativeApp } from "../../local-org/support.ts";
import { type CommandWorld, openCommandWorld } from "../command-world.ts";
import { plainStyle } from "../../../../src/terminal/output.ts";

let world: CommandWorld;
let result: LogsResult;
let clientId: string;

beforeAll(async () => {
  world = await openCommandWorld();
  const dispatcher = new Agent({ connect: { ca: world.local.caCertificate } });
  const call = caller(world.local, dispatcher);
  ({ clientId } = await makeHistory({ ...world.local, call }));
  result = await runLogs(world.context(), { app: clientId });
  await dispatcher.destroy();
});

afterAll(async () => world.close());

describe("logs of an app", () => {
  test("has everything that went wrong, in its order, each with the check that explains it", () => {
    const failures = result.events.filter(({ result: outcome }) => outcome === "FAILURE");
    expect(failures.map(({ kind, check }) => [kind, check ?? undefined])).toEqual(
      historyFailures.map(([, kind, check]) => [kind, check]),
    );
    expect(failures.filter(({ means }) => means === null)).toEqual([]);
  });

  test("has what went well: assignment, sign-in, code, tokens, refresh, revoke, sign-out", () => {
    const good = result.events.filter(({ result: outcome }) => outcome === "SUCCESS");
    const kinds = new Set(good.map(({ kind }) => kind));
    expect([...kinds].toSorted()).toEqual(
      ["app", "assignment", "authorize", "refresh", "revoke", "sign-in", "sign-out", "token"].toSorted(),
    );
  });

  test("is bounded, newest last, and says how many were left out", async () => {
    const few = await runLogs(world.context(), { app: "Field Notes", limit: "3" });
    expect(few.events).toEqual(result.events.slice(-3));
    expect([few.leftOut, few.isMore]).toEqual([3, true]);
    expect(logsView.stderr?.(few, plainStyle, 200)).toContain("More than 3 earlier events were left out");
  });

  test("is those since a time only", async () => {
    const third = result.events[3]!.time;
    const { events } = await runLogs(world.context(), { app: clientId, since: third });
    expect(events).toEqual(result.events.filter(({ time }) => time >= third));
  });

  test.each([80, 200])("fits %i columns, and names the check of each failure", (width) => {
    const text = logsView.stdout(result, plainStyle, width);
    const lines = text.split("\n");
    expect(lines.filter((line) => line.length > width)).toEqual([]);
    const checks = [...text.matchAll(/Check: ([\w-]+)/gu)].map(([, check]) => check);
    expect(checks).toEqual(historyFailures.flatMap(([, , check]) => check ?? []));
    expect(text.replaceAll(/\s+/gu, " ")).toContain("It has com.example.app:/callbak.");
  });
});

test("an hour is one by the org's clock, however wrong that of this machine is", async () => {
  world.local.clock.advance(-30 * 60 * 60 * 1000);
  await world.observer.createApp(nativeApp("Of yesterday"));
  const { events } = await runLogs(world.context(), { all: true, since: "1h" });
  world.local.clock.reset();
  expect(events.some(({ app }) => app?.label === "Of yesterday")).toBe(true);
});

test("a date is the same by every clock: also one that is still to come by that of the org", async () => {
  world.local.clock.advance(-200 * 24 * 60 * 60 * 1000);
  const since = new Date(Date.now() - 60_000).toISOString();
  const asked = runLogs(world.context(), { all: true, since });
  await expect(asked.finally(() => world.local.clock.reset())).resolves.toMatchObject({ since });
});
