import { expect, test } from "vitest";
import { applySteps } from "../../../src/commands/local/trust/apply.ts";
import { listDesktopSteps } from "../../../src/commands/local/trust/computer.ts";
import { readDevices } from "../../../src/commands/local/trust/devices.ts";
import type { Context } from "../../../src/context.ts";
import { createSpawn } from "../../../src/process/child-process.ts";

const { signal } = new AbortController();
const start = createSpawn(process, signal);
const subject = {
  url: "https://localhost:8643",
  caCertificatePath: "ca.pem",
  fingerprint: "0123456789ABCDEF0123456789ABCDEF01234567",
};

/** In place of a program that asks in a window: it never ends. Its limit is a hundredth, to be over soon. */
const limits: (number | undefined)[] = [];
const spawn: Context["spawn"] = (_program, _args, { limit = 60_000 } = {}) => {
  limits.push(limit);
  return start(process.execPath, ["-e", "setTimeout(() => {}, 60_000)"], { limit: limit / 100 });
};

test("a program that does not end in time is ended, and that is an error of its own", async () => {
  const endless = start(process.execPath, ["-e", "setTimeout(() => {}, 60_000)"], { limit: 300 });
  await expect(endless).rejects.toMatchObject({ code: "ETIMEDOUT" });
  const { stdout } = await start(process.execPath, ["-p", "1"], { limit: 10_000 });
  expect(stdout).toBe("1");
});

test.each([
  ["win32", true, "as an administrator: certutil -addstore Root ca.pem"],
  ["win32", false, "as an administrator: certutil -addstore Root ca.pem"],
  ["darwin", true, "in a window, which nobody has answered"],
] as const)(
  "on %s, unattended or not (%s), a window that nobody answers is given up",
  async (platform, isUnattended, said) => {
    const steps = listDesktopSteps(platform, subject, undefined).map(({ step }) => step);
    const interaction = { isUnattended, canAsk: false, yes: true, json: false, verbose: false };
    const context = { spawn, signal, interaction } as unknown as Parameters<typeof applySteps>[0];
    const [outcome] = await applySteps(context, steps, {});
    expect(outcome).toMatchObject({ ran: true, ok: false });
    expect(outcome?.problem).toContain(said);
    expect(limits.at(-1)).toBe(isUnattended ? 30_000 : 120_000);
  },
);

test("an adb that hangs is an adb without devices", async () => {
  expect(await readDevices({ spawn, signal })).toEqual([]);
  expect(limits.at(-1)).toBe(15_000);
});
