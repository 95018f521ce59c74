import type { Context } from "../../../context.ts";
import { commandStep, manualStep, type TrustPair, type TrustSubject } from "./steps.ts";

const fileOnDevice = "/sdcard/Download/okta-unlock-local-org.crt";

/** `adb reverse` makes localhost on the device this machine's, so that both see the same issuer. */
export function androidSteps(
  platform: NodeJS.Platform,
  subject: TrustSubject,
  devices: readonly string[],
): TrustPair[] {
  const pairs = devices.length === 0 ? [undefined] : devices;
  return [
    ...pairs.flatMap((serial) => devicePairs(platform, subject, adbFor(serial, devices.length))),
    {
      step: manualStep(
        "android",
        "On the device, for the browser tab that signs in: Settings > Security > Encryption & credentials > " +
          "Install a certificate > CA certificate, and choose that file in Downloads.",
      ),
      undo: manualStep(
        "android",
        "On the device: Settings > Security > Encryption & credentials > Trusted credentials > User, and remove it there.",
      ),
    },
    {
      step: manualStep(
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

function adbFor(serial: string | undefined, count: number): Adb {
  if (serial === undefined || count === 1) {
    return { start: ["adb"], place: "", isThere: serial !== undefined };
  }
  return { start: ["adb", "-s", serial], place: ` on ${serial}`, isThere: true };
}

function devicePairs(platform: NodeJS.Platform, subject: TrustSubject, adb: Adb): TrustPair[] {
  const { hostname, port } = new URL(subject.url);
  const run = (why: string, args: readonly string[]) =>
    commandStep("android", {
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
