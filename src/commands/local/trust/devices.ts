import { hint } from "../../../hints.ts";
import type { Context } from "../../../context.ts";
import { createCommandStep, createManualStep, type TrustPair, type TrustSubject } from "./steps.ts";

/** The simulator shares the Mac's localhost; a device does not. */
export function listIosSteps(platform: NodeJS.Platform, subject: TrustSubject): TrustPair[] {
  const isMac = platform === "darwin";
  const where = isMac ? "" : " Run it on the Mac with the simulator. The org must run there, too.";
  return [
    {
      step: createCommandStep("ios", {
        why: `The booted simulator trusts the org, in apps and on the sign-in page.${where}`,
        command: ["xcrun", "simctl", "keychain", "booted", "add-root-cert", subject.caCertificatePath],
        isForApply: isMac,
        shell: "darwin",
      }),
      undo: createCommandStep("ios", {
        why: "A simulator can't remove a single certificate: this resets its whole keychain, so it is never run for you.",
        command: ["xcrun", "simctl", "keychain", "booted", "reset"],
        isForApply: false,
        shell: "darwin",
      }),
    },
    createIphonePair(subject),
  ];
}

function createIphonePair({ url, caCertificatePath }: TrustSubject): TrustPair {
  const isLocalhost = new URL(url).hostname === "localhost";
  return {
    step: isLocalhost
      ? createManualStep(
          "ios",
          "An iPhone can't reach localhost on this machine. Start the org on the network, then run this command again:",
          [hint("local start", { host: "<address>", "expose-to-network": true })],
        )
      : createManualStep(
          "ios",
          "An iPhone: send it the file (AirDrop, mail), install it in Settings > General > VPN & Device Management, " +
            "then switch it on in Settings > General > About > Certificate Trust Settings.",
          [caCertificatePath],
        ),
    undo: isLocalhost
      ? null
      : createManualStep(
          "ios",
          "An iPhone: remove the profile in Settings > General > VPN & Device Management.",
        ),
  };
}

/** Git Bash makes a path of Windows of one that begins with a single slash; for the device two are one. */
function nameFileOnDevice(platform: NodeJS.Platform): string {
  return `${platform === "win32" ? "/" : ""}/sdcard/Download/okta-unlock-local-org.crt`;
}

/** `adb reverse` makes localhost on the device this machine's, so that both see the same issuer. */
export function listAndroidSteps(
  platform: NodeJS.Platform,
  subject: TrustSubject,
  devices: readonly string[],
): TrustPair[] {
  const pairs = devices.length === 0 ? [undefined] : devices;
  return [
    ...pairs.flatMap((serial) => createDevicePairs(platform, subject, chooseAdb(serial, devices.length))),
    {
      step: createManualStep(
        "android",
        "On the device: Settings > Security & privacy > More security & privacy > Encryption & credentials > " +
          "Install a certificate > CA certificate > Install anyway, and choose that file in Downloads. " +
          "A search in Settings for “CA certificate” finds it where the menus have other names.",
      ),
      undo: createManualStep(
        "android",
        "On the device: Settings > Security & privacy > More security & privacy > Encryption & credentials > " +
          "Trusted credentials > User, and remove it there.",
      ),
    },
    {
      step: createManualStep(
        "android",
        "Debug builds of a project of okta-unlock trust it now. In another app, add these lines to " +
          "res/xml/network_security_config.xml: release builds ignore them.",
        ['<debug-overrides><trust-anchors><certificates src="user"/></trust-anchors></debug-overrides>'],
      ),
      undo: null,
    },
  ];
}

interface Adb {
  /** `adb`, with the device when there are several. */
  readonly start: readonly string[];
  /** ` on emulator-5554`, or nothing. */
  readonly place: string;
  readonly isThere: boolean;
}

function chooseAdb(serial: string | undefined, count: number): Adb {
  if (serial === undefined || count === 1) {
    return { start: ["adb"], place: "", isThere: serial !== undefined };
  }
  return { start: ["adb", "-s", serial], place: ` on ${serial}`, isThere: true };
}

function createDevicePairs(platform: NodeJS.Platform, subject: TrustSubject, adb: Adb): TrustPair[] {
  const { hostname, port: named } = new URL(subject.url);
  // A URL leaves out the port of HTTPS itself.
  const port = named === "" ? "443" : named;
  const run = (why: string, args: readonly string[]) =>
    createCommandStep("android", {
      why,
      command: [...adb.start, ...args],
      isForApply: adb.isThere,
      shell: platform,
    });
  const reverse: TrustPair = {
    step: run(`Forwards localhost:${port}${adb.place} to this machine, until the device or adb restarts.`, [
      "reverse",
      `tcp:${port}`,
      `tcp:${port}`,
    ]),
    undo: run(`Stops forwarding localhost:${port}${adb.place}.`, ["reverse", "--remove", `tcp:${port}`]),
  };
  const push: TrustPair = {
    step: run(`Copies the certificate authority's file to Downloads${adb.place}.`, [
      "push",
      subject.caCertificatePath,
      nameFileOnDevice(platform),
    ]),
    undo: run(`Deletes the file${adb.place}.`, ["shell", "rm", "-f", nameFileOnDevice(platform)]),
  };
  // On a network address the device reaches the org by itself.
  return hostname === "localhost" ? [reverse, push] : [push];
}

/** It starts a server of its own first, and hangs on Windows now and then: https://github.com/flutter/flutter/issues/43930. */
const adbMilliseconds = 15_000;

/** The serials of the devices and emulators that adb can use; none when adb is not there. */
export async function readDevices({ spawn, signal }: Pick<Context, "spawn" | "signal">): Promise<string[]> {
  try {
    const { exitCode, stdout } = await spawn("adb", ["devices"], { limit: adbMilliseconds });
    const lines = exitCode === 0 ? stdout.split("\n") : [];
    return lines.flatMap((line) => /^(\S+)\s+device\s*$/u.exec(line)?.[1] ?? []);
  } catch {
    signal.throwIfAborted();
    return [];
  }
}
