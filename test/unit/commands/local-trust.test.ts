import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { readNetworkAddress } from "../../../src/commands/local/start.ts";
import { listDesktopSteps, listNodeSteps } from "../../../src/commands/local/trust/computer.ts";
import { listAndroidSteps, listIosSteps } from "../../../src/commands/local/trust/devices.ts";
import type { TrustPair } from "../../../src/commands/local/trust/steps.ts";

const subject = {
  url: "https://localhost:8643",
  caCertificatePath: "/Users/Ann O'Hara/local org/ca.pem",
  fingerprint: "0123456789ABCDEF0123456789ABCDEF01234567",
};
const onNetwork = { ...subject, url: "https://192.168.1.20:8643" };
const nss = { directory: "/home/ann/.pki/nssdb", exists: true };
const platforms = ["darwin", "linux", "win32"] as const;

function all(platform: NodeJS.Platform, devices: readonly string[] = []): TrustPair[] {
  return [
    ...listIosSteps(platform, subject),
    ...listAndroidSteps(platform, subject, devices),
    ...listNodeSteps(platform, subject),
    ...listDesktopSteps(platform, subject, nss),
  ];
}

function stepsOf(pairs: readonly TrustPair[]) {
  return pairs.flatMap(({ step, undo }) => (undo === null ? [step] : [step, undo]));
}

test.each(platforms)("on %s nothing with sudo may be run, and every step says what it is for", (platform) => {
  const steps = stepsOf(all(platform, ["emulator-5554"]));
  expect(steps.length).toBeGreaterThan(8);
  expect(steps.filter(({ why }) => why === "")).toEqual([]);
  const runnable = steps.filter(({ isForApply }) => isForApply);
  expect(runnable.filter(({ command }) => command === null || command.includes("sudo"))).toEqual([]);
});

test.each([
  ["darwin", ["xcrun", "security"]],
  ["linux", ["certutil"]],
  ["win32", ["certutil"]],
] as const)("on %s only its own programs may be run: %j", (platform, programs) => {
  const runnable = all(platform).flatMap(({ step }) => (step.isForApply ? [step.command?.[0]] : []));
  expect(runnable).toEqual(programs);
});

test.each(platforms)("whatever is run on %s is taken back by a command of the same program", (platform) => {
  const runnable = all(platform, ["emulator-5554"]).filter(({ step }) => step.isForApply);
  const programs = runnable.map(({ step }) => step.command?.[0]);
  expect(programs).toContain("adb");
  expect(runnable.map(({ undo }) => undo?.command?.[0])).toEqual(programs);
});

test("a store of Chromium that is not there is made before it is filled, and has nothing to take back", () => {
  const pairs = listDesktopSteps("linux", subject, { ...nss, exists: false });
  const runnable = pairs.filter(({ step }) => step.isForApply);
  expect(runnable.map(({ step }) => step.command?.slice(0, 4))).toEqual([
    ["mkdir", "-p", "-m", "700"],
    ["certutil", "-d", `sql:${nss.directory}`, "-N"],
    ["certutil", "-d", `sql:${nss.directory}`, "-A"],
  ]);
  expect(runnable.map(({ undo }) => undo)).toEqual([null, null, null]);
});

test("emptying a simulator's keychain is shown, never run", () => {
  const [simulator] = listIosSteps("darwin", subject);
  expect(simulator?.undo).toMatchObject({
    command: ["xcrun", "simctl", "keychain", "booted", "reset"],
    isForApply: false,
  });
});

test("one device needs no name; of several each is named; without one nothing is run", () => {
  const commands = (devices: readonly string[]) =>
    listAndroidSteps("linux", subject, devices).flatMap(({ step }) => (step.command === null ? [] : [step]));
  expect(commands(["R58"]).map(({ command }) => command?.slice(0, 3))).toEqual([
    ["adb", "reverse", "tcp:8643"],
    ["adb", "push", subject.caCertificatePath],
  ]);
  const named = commands(["R58", "emulator-5554"]).map(({ command }) => command?.slice(0, 4));
  expect(named).toEqual([
    ["adb", "-s", "R58", "reverse"],
    ["adb", "-s", "R58", "push"],
    ["adb", "-s", "emulator-5554", "reverse"],
    ["adb", "-s", "emulator-5554", "push"],
  ]);
  expect(commands([]).map(({ isForApply }) => isForApply)).toEqual([false, false]);
});

test("on Windows the path on the device is one that Git Bash leaves alone", () => {
  const pathsOn = (platform: NodeJS.Platform) =>
    stepsOf(listAndroidSteps(platform, subject, ["R58"])).flatMap(
      ({ command }) => command?.filter((word) => word.includes("sdcard")) ?? [],
    );
  expect(pathsOn("win32").length).toBeGreaterThan(0);
  expect(pathsOn("win32").filter((path) => !path.startsWith("//sdcard/"))).toEqual([]);
  expect(pathsOn("darwin").filter((path) => !path.startsWith("/sdcard/"))).toEqual([]);
});

test("an org on the network needs no adb reverse, and a phone can trust it", () => {
  const android = listAndroidSteps("linux", onNetwork, ["R58"]).map(({ step }) => step.command?.[1]);
  expect(android).not.toContain("reverse");
  const [, device] = listIosSteps("darwin", onNetwork);
  expect(device?.step.why).toContain("Certificate Trust Settings");
  expect(device?.step.lines).toEqual([onNetwork.caCertificatePath]);
});

test("a POSIX shell gets the very path, spaces and quotes included", () => {
  const [line = ""] = listNodeSteps("linux", subject)[0]?.step.lines ?? [];
  const seen = execFileSync("sh", ["-c", `${line}\nprintf %s "$NODE_EXTRA_CA_CERTS"`], { encoding: "utf8" });
  expect(seen).toBe(subject.caCertificatePath);
  for (const { step } of [...listIosSteps("linux", subject), ...listAndroidSteps("linux", subject, [])]) {
    if (step.command === null) continue;
    const [text = ""] = step.lines;
    const args = execFileSync("sh", ["-c", `printf '%s\\0' ${text}`], { encoding: "utf8" });
    expect(args.split("\0").slice(0, -1)).toEqual(step.command);
  }
});

test("Windows gets PowerShell and cmd, each in its own quotes", () => {
  const path = String.raw`C:\Users\Ann O'Hara\ca.pem`;
  const [pair] = listNodeSteps("win32", { ...subject, caCertificatePath: path });
  expect(pair?.step.lines).toEqual([
    String.raw`$env:NODE_EXTRA_CA_CERTS = 'C:\Users\Ann O''Hara\ca.pem'   # PowerShell`,
    String.raw`set "NODE_EXTRA_CA_CERTS=C:\Users\Ann O'Hara\ca.pem"   & rem cmd`,
  ]);
});

test("trust on a Mac is for TLS and for the user alone", () => {
  const [keychain] = listDesktopSteps("darwin", subject, undefined);
  expect(keychain?.step.command).toEqual([
    "security",
    "add-trusted-cert",
    "-r",
    "trustRoot",
    "-p",
    "ssl",
    subject.caCertificatePath,
  ]);
});

test.each([
  [{}, undefined],
  [{ host: "localhost" }, undefined],
  [{ host: "127.0.0.1", exposeToNetwork: true as const }, undefined],
  [{ host: "192.168.1.20", exposeToNetwork: true as const }, "192.168.1.20"],
])("%j listens besides loopback on %j", (flags, address) => {
  expect(readNetworkAddress(flags)).toBe(address);
});

test("a host alone is refused with what it would expose and what needs no network", () => {
  expect(() => readNetworkAddress({ host: "192.168.1.20" })).toThrow(
    expect.objectContaining({
      code: "invalid-value",
      why: expect.stringMatching(/sign in.*adb reverse/u),
      details: expect.arrayContaining([expect.stringContaining("certificate")]),
      next: expect.stringMatching(/--host 192\.168\.1\.20 --expose-to-network$/u),
    }),
  );
  expect(() => readNetworkAddress({ exposeToNetwork: true })).toThrow(
    expect.objectContaining({ code: "missing-input" }),
  );
});
