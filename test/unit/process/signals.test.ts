import { EventEmitter } from "node:events";
import { constants } from "node:os";
import { expect, test } from "vitest";
import { computeSignalExitCode, OktaUnlockError } from "../../../src/errors.ts";
import { listenForSignals, listStopSignals } from "../../../src/process/signals.ts";
import type { Output } from "../../../src/terminal/output.ts";

test.each([
  // What Windows sends: Ctrl-C, Ctrl-Break (CI systems, as others send SIGTERM), the closing of the console.
  ["win32", ["SIGINT", "SIGHUP", "SIGBREAK"], ["SIGQUIT", "SIGUSR2", "SIGALRM"]],
  ["linux", ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR2"], ["SIGBREAK"]],
  ["darwin", ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR2"], ["SIGBREAK"]],
] as const)("on %s a run is stopped in order by %j, and not by %j", (platform, watched, others) => {
  const listed = listStopSignals(platform);
  expect(listed).toEqual(expect.arrayContaining([...watched]));
  expect(listed.filter((name) => (others as readonly string[]).includes(name))).toEqual([]);
});

test.each([
  ["SIGINT", 130, "Ctrl-C"],
  ["SIGBREAK", 143, "Ctrl-Break"],
  ["SIGHUP", 129, "SIGHUP"],
] as const)("on Windows %s stops a run with exit code %i and says %s", (name, exitCode, said) => {
  const windows = Object.assign(new EventEmitter(), { platform: "win32" });
  const stopped = listenForSignals(windows as unknown as NodeJS.Process, {} as Output, { json: false });
  windows.emit(name, name);
  const reason = stopped.signal.reason as OktaUnlockError;
  expect(reason).toBeInstanceOf(OktaUnlockError);
  expect(reason).toMatchObject({ exitCode, message: `Stopped by ${said}.` });
});

test("Ctrl-Break after Ctrl-C, as CI systems send it, does not stop the run at once", () => {
  const windows = Object.assign(new EventEmitter(), { platform: "win32" });
  const stopped = listenForSignals(windows as unknown as NodeJS.Process, {} as Output, { json: false });
  for (const name of ["SIGINT", "SIGBREAK"]) windows.emit(name, name);
  expect(stopped.signal.reason).toMatchObject({ exitCode: 130 });
});

test("a signal's exit code is 128 and its number", () => {
  expect(computeSignalExitCode("SIGTERM")).toBe(128 + constants.signals.SIGTERM);
});
