import type { Context } from "../../../context.ts";
import { createCommandStep, createManualStep, type TrustPair, type TrustSubject } from "./steps.ts";

/** The simulator shares the Mac's localhost; a device does not. */
export function listIosSteps(platform: NodeJS.Platform, subject: TrustSubject): TrustPair[] {
  const isMac = platform === "darwin";
  const where = isMac ? "" : " Run it on the Mac with the simulator; the org has to run there, too.";
  return [
    {
      step: createCommandStep("ios", {
        why: `The simulator that is booted trusts the org: apps and the sign-in page.${where}`,
        command: ["xcrun", "simctl", "keychain", "booted", "add-root-cert", subject.caCertificatePath],
        isForApply: isMac,
        shell: "darwin",
      }),
      undo: createCommandStep("ios", {
        why: "A simulator gives up single certificates only with all else in its keychain, so this is never run for you.",
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
          "An iPhone does not reach localhost of this machine. Start the org on the network, then ask again:",
          ["okta-unlock local start --host <address> --expose-to-network"],
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

const fileOnDevice = "/sdcard/Download/okta-unlock-local-org.crt";

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
        "On the device, for the browser tab that signs in: Settings > Security > Encryption & credentials > " +
          "Install a certificate > CA certificate, and choose that file in Downloads.",
      ),
      undo: createManualStep(
        "android",
        "On the device: Settings > Security > Encryption & credentials > Trusted credentials > User, and remove it there.",
      ),
    },
    {
      step: createManualStep(
        "android",
        "In the app, for debug builds only: res/xml/network_security_config.xml with these lines. Release builds ignore them.",
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
  const { hostname, port } = new URL(subject.url);
  const run = (why: string, args: readonly string[]) =>
    createCommandStep("android", {
      why,
      command: [...adb.start, ...args],
      isForApply: adb.isThere,
      shell: platform,
    });
  const reverse: TrustPair = {
    step: run(`localhost:${port}${adb.place} is this machine, until the device or adb restarts.`, [
      "reverse",
      `tcp:${port}`,
      `tcp:${port}`,
    ]),
    undo: run(`localhost:${port}${adb.place} is the device's own again.`, [
      "reverse",
      "--remove",
      `tcp:${port}`,
    ]),
  };
  const push: TrustPair = {
    step: run(`The certificate authority's file${adb.place}, to install it from there.`, [
      "push",
      subject.caCertificatePath,
      fileOnDevice,
    ]),
    undo: run(`The file${adb.place} goes.`, ["shell", "rm", "-f", fileOnDevice]),
  };
  // On a network address the device reaches the org by itself.
  return hostname === "localhost" ? [reverse, push] : [push];
}

/** The serials of the devices and emulators that adb can use; none when adb is not there. */
export async function readDevices({ spawn, signal }: Pick<Context, "spawn" | "signal">): Promise<string[]> {
  try {
    const { exitCode, stdout } = await spawn("adb", ["devices"]);
    const lines = exitCode === 0 ? stdout.split("\n") : [];
    return lines.flatMap((line) => /^(\S+)\s+device\s*$/u.exec(line)?.[1] ?? []);
  } catch {
    signal.throwIfAborted();
    return [];
  }
}
