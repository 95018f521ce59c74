import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Context } from "../../../src/context.ts";
import { machineChecks } from "../../../src/doctor/checks/machine.ts";
import { createFacts } from "../../../src/doctor/facts.ts";
import { runChecks } from "../../../src/doctor/run-checks.ts";
import type { SubjectProject } from "../../../src/doctor/subject.ts";
import type { Platform } from "../../../src/values/platform.ts";

const root = mkdtempSync(join(tmpdir(), "okta-unlock-machine-"));

afterAll(() => rmSync(root, { recursive: true, force: true }));

/** What programs say, in the shape that they say it, by what was typed; what is not listed is not installed. */
type Sayings = Readonly<Record<string, string | readonly [exitCode: number, text: string]>>;

const hangs = "hangs";

/** An Android SDK as far as it is looked at: its programs are there, what they say is recorded. */
const sdk = join(root, "sdk");
for (const [folder, name] of [
  ["platform-tools", "adb"],
  ["emulator", "emulator"],
] as const) {
  mkdirSync(join(sdk, folder), { recursive: true });
  for (const file of [name, `${name}.exe`]) {
    writeFileSync(join(sdk, folder, file), "");
    chmodSync(join(sdk, folder, file), 0o755);
  }
}

interface Machine {
  readonly platform: NodeJS.Platform;
  readonly says: Sayings;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the machine checks, and gives their verdicts, with what was seen. */
async function look(project: Platform, { platform, says, env = {} }: Machine) {
  const spawn: Context["spawn"] = async (program, args) => {
    const name = program
      .replaceAll("\\", "/")
      .replace(/^.*\//u, "")
      .replace(/\.exe$/u, "");
    const said = says[[name, ...args].join(" ")];
    if (said === hangs) throw Object.assign(new Error(`${name} did not end in time`), { code: "ETIMEDOUT" });
    if (said === undefined) throw Object.assign(new Error(`spawn ${name} ENOENT`), { code: "ENOENT" });
    const [exitCode, text] = typeof said === "string" ? [0, said] : said;
    // java says its version on stderr.
    return name === "java" ? { exitCode, stdout: "", stderr: text } : { exitCode, stdout: text, stderr: "" };
  };
  const context = {
    spawn,
    env: { PATH: "/usr/bin", HOME: join(root, "home"), ...env },
    platform,
    signal: new AbortController().signal,
    log: { warn: () => {} },
  } as unknown as Context;
  const facts = createFacts(context, {
    subject: {
      issuer: "https://acme.okta.com",
      clientId: "0oa1",
      redirectUri: "com.example.app:/callback",
      postLogoutRedirectUri: undefined,
      scopes: [],
      project: { manifest: { answers: { platform: project } } } as SubjectProject,
    },
    route: { trust: undefined },
    access: { kind: "absent", why: "", next: "" },
  });
  const { results } = await runChecks(machineChecks, facts);
  return Object.fromEntries(
    results.map(({ check, verdict, evidence }) => [check.id, `${verdict}: ${evidence}`]),
  );
}

const simulators = (state: string, isAvailable = true): string =>
  JSON.stringify({
    devices: {
      "com.apple.CoreSimulator.SimRuntime.tvOS-18-2": [
        {
          dataPath:
            "/Users/a/Library/Developer/CoreSimulator/Devices/11111111-0000-0000-0000-000000000001/data",
          udid: "11111111-0000-0000-0000-000000000001",
          isAvailable: true,
          deviceTypeIdentifier: "com.apple.CoreSimulator.SimDeviceType.Apple-TV-4K-3rd-generation-4K",
          state: "Booted",
          name: "Apple TV 4K (3rd generation)",
        },
      ],
      "com.apple.CoreSimulator.SimRuntime.iOS-18-2": [
        {
          lastBootedAt: "2025-01-07T10:12:31Z",
          dataPath:
            "/Users/a/Library/Developer/CoreSimulator/Devices/22222222-0000-0000-0000-000000000002/data",
          dataPathSize: 1_744_830_464,
          logPath: "/Users/a/Library/Logs/CoreSimulator/22222222-0000-0000-0000-000000000002",
          udid: "22222222-0000-0000-0000-000000000002",
          isAvailable,
          ...(!isAvailable && { availabilityError: "runtime profile not found" }),
          deviceTypeIdentifier: "com.apple.CoreSimulator.SimDeviceType.iPhone-16-Pro",
          state,
          name: "iPhone 16 Pro",
        },
      ],
    },
  });

const list = "xcrun simctl list devices --json";
const enrolled =
  "xcrun simctl spawn 22222222-0000-0000-0000-000000000002 notifyutil -g com.apple.BiometricKit.enrollmentChanged";
const xcode = { "xcodebuild -version": "Xcode 16.4\nBuild version 16F6\n" };

test.each<[what: string, says: Sayings, expected: Readonly<Record<string, string>>]>([
  [
    "all is there, and Face ID enrolled",
    { ...xcode, [list]: simulators("Booted"), [enrolled]: "com.apple.BiometricKit.enrollmentChanged 1\n" },
    {
      "xcode-installed": "pass: Xcode 16.4.",
      "simulator-installed": "pass: There is one.",
      "simulator-biometrics": "pass: It has.",
    },
  ],
  [
    "Face ID is not enrolled",
    { ...xcode, [list]: simulators("Booted"), [enrolled]: "com.apple.BiometricKit.enrollmentChanged 0\n" },
    { "simulator-biometrics": "warn: iPhone 16 Pro has neither." },
  ],
  [
    "no simulator is booted",
    { ...xcode, [list]: `2025-01-07 simctl[811:4711] a warning of Xcode\n${simulators("Shutdown")}` },
    {
      "simulator-installed": "pass: There is one.",
      "simulator-biometrics": "skipped: No simulator is booted.",
    },
  ],
  [
    "the runtime of the simulator is gone",
    { ...xcode, [list]: simulators("Shutdown", false) },
    { "simulator-installed": "warn: No iOS simulator is installed." },
  ],
  [
    "Xcode is too old",
    { "xcodebuild -version": "Xcode 15.4\nBuild version 15F31d\n" },
    { "xcode-installed": "warn: This is Xcode 15.4." },
  ],
  [
    "only the command line tools are installed",
    {
      "xcodebuild -version": [
        1,
        "xcode-select: error: tool 'xcodebuild' requires Xcode, but active developer directory '/Library/Developer/CommandLineTools' is a command line tools instance\n",
      ],
    },
    { "xcode-installed": "warn: The command line tools are selected, not Xcode." },
  ],
  [
    "the license is open",
    {
      "xcodebuild -version": [
        69,
        "You have not agreed to the Xcode license agreements. Please run 'sudo xcodebuild -license' from within a Terminal window to review and agree to the Xcode and Apple SDKs license.\n",
      ],
    },
    { "xcode-installed": "warn: Its license was not agreed to." },
  ],
  [
    "Xcode says its version in another language, behind a warning",
    { "xcodebuild -version": "objc[7]: Klasse doppelt\nXcode 26.0.1\nBuild-Version 17A400\n" },
    { "xcode-installed": "pass: Xcode 26.0.1." },
  ],
  [
    "xcodebuild says something that nobody knows",
    { "xcodebuild -version": [70, "dyld: Library not loaded\n"] },
    { "xcode-installed": "skipped: xcodebuild does not tell its version." },
  ],
  ["there is no Xcode", {}, { "xcode-installed": "warn: Xcode was not found." }],
])("a Mac and an iOS project: %s", async (_what, says, expected) => {
  const found = await look("ios", { platform: "darwin", says });
  expect(found).toMatchObject(expected);
  expect(Object.keys(found)).toEqual(["xcode-installed", "simulator-installed", "simulator-biometrics"]);
});

test("React Native asks for a newer Xcode and Node than iOS alone", async () => {
  const says = { "xcodebuild -version": "Xcode 16.4\nBuild version 16F6\n", "node --version": "v20.11.1\n" };
  expect(await look("react-native", { platform: "darwin", says })).toMatchObject({
    "xcode-installed": "warn: This is Xcode 16.4.",
    "node-version": "warn: This is Node 20.11.1.",
  });
});

test("where no iOS app can be built, Xcode is not looked for, and nothing is wrong", async () => {
  const found = await look("ios", { platform: "win32", says: {} });
  expect(
    Object.values(found).filter((said) => !said.startsWith("skipped: iOS apps are built on a Mac")),
  ).toEqual([]);
});

const jdk = `openjdk version "17.0.15" 2025-04-15\nOpenJDK Runtime Environment Temurin-17.0.15+6 (build 17.0.15+6)\nOpenJDK 64-Bit Server VM Temurin-17.0.15+6 (build 17.0.15+6, mixed mode, sharing)\n`;
const prints = (count: number): string =>
  `Dump of service fingerprint:\n{"service":"FingerprintProvider","prints":[{"id":0,"count":${count},"accept":0,"reject":0,"acquire":0,"lockout":0,"permanentLockout":0}]}\n`;
const noDevice = "List of devices attached\n\n";

test.each<[what: string, says: Sayings, expected: Readonly<Record<string, string>>]>([
  [
    "all is there, and a finger enrolled",
    {
      "java -version": jdk,
      "adb devices":
        "* daemon not running; starting now at tcp:5037\n* daemon started successfully\nList of devices attached\nemulator-5554\tdevice\n\n",
      "adb -s emulator-5554 shell dumpsys fingerprint": prints(1),
    },
    {
      "jdk-version": "pass: JDK 17.0.15.",
      "android-sdk-installed": `pass: ${sdk}`,
      "android-device-connected": "pass: Connected: emulator-5554.",
      "android-device-biometrics": "pass: It has.",
    },
  ],
  [
    "no finger is enrolled on either of two devices",
    {
      "adb devices": "List of devices attached\r\nemulator-5554\tdevice\r\nR58N1234567\tdevice\r\n\r\n",
      "adb -s emulator-5554 shell dumpsys fingerprint": prints(0),
      "adb -s R58N1234567 shell dumpsys fingerprint": prints(0),
    },
    {
      "android-device-connected": "pass: Connected: emulator-5554, R58N1234567.",
      "android-device-biometrics": "warn: It has none.",
    },
  ],
  [
    "the phone was not told to trust this computer",
    { "adb devices": "List of devices attached\nR58N1234567\tunauthorized\n\n" },
    {
      "android-device-connected": "warn: R58N1234567 is connected, but adb says: unauthorized.",
      "android-device-biometrics": "skipped: No device or emulator is running.",
    },
  ],
  [
    "an emulator is there, but not running",
    {
      "adb devices": noDevice,
      "emulator -list-avds":
        "INFO    | Storing crashdata in: /tmp/android-a/emu-crash-35.3.11.db\nMedium_Phone_API_36\nPixel_9\n",
    },
    { "android-device-connected": "pass: Not running: Medium_Phone_API_36, Pixel_9." },
  ],
  [
    "there is neither a device nor an emulator",
    { "adb devices": noDevice, "emulator -list-avds": "" },
    { "android-device-connected": "warn: No device is connected, and there is no emulator." },
  ],
  [
    "the JDK is new, in another language, and the environment names its options",
    {
      "java -version":
        'Picked up JAVA_TOOL_OPTIONS: -Dfile.encoding=UTF-8\nAVERTISSEMENT : option obsolète\nopenjdk version "25-ea" 2025-09-16\nOpenJDK Runtime Environment (build 25-ea+36)\n',
    },
    { "jdk-version": "pass: JDK 25." },
  ],
  [
    "the JDK is one of OpenJ9",
    { "java -version": 'openjdk version "21.0.2" 2024-01-16 LTS\nEclipse OpenJ9 VM (build openj9-0.43.0)\n' },
    { "jdk-version": "pass: JDK 21.0.2." },
  ],
  [
    "java says something that nobody knows",
    { "java -version": "Welcome to Java\n" },
    { "jdk-version": "skipped: java does not tell its version." },
  ],
  [
    "adb says more about devices than it used to, and has one that may not be used",
    {
      "adb devices":
        "adb server version (40) doesn't match this client (41); killing...\n* daemon started successfully\nList of devices attached\nadb-R58N-x (2)._adb-tls-connect._tcp\tdevice\n192.168.0.7:5555\toffline\n????????????\tno permissions (missing udev rules?); see [http://developer.android.com/tools/device.html]\n\n",
    },
    { "android-device-connected": "pass: Connected: adb-R58N-x (2)._adb-tls-connect._tcp." },
  ],
  [
    "the only device may not be used by this person",
    {
      "adb devices":
        "List of devices attached\n????????????\tno permissions (missing udev rules?); see [http://developer.android.com/tools/device.html]\n\n",
    },
    {
      "android-device-connected": "warn: ???????????? is connected, but adb says: no permissions.",
    },
  ],
  [
    "adb can't start its server",
    { "adb devices": [1, "adb: failed to check server version: cannot connect to daemon\n"] },
    { "android-device-connected": "skipped: adb lists no devices: it is missing, or fails." },
  ],
  [
    "the emulator can't list any",
    {
      "adb devices": noDevice,
      "emulator -list-avds": [1, "[140:0x1] PANIC\nlibGL.so: cannot open shared object file\n"],
    },
    { "android-device-connected": "skipped: The emulator does not list any." },
  ],
  [
    "the device counts fingerprints as Android 9 and 15 do",
    {
      "adb devices": "List of devices attached\nemulator-5554\tdevice\n\n",
      "adb -s emulator-5554 shell dumpsys fingerprint":
        'Dumping for sensorId: 0, provider: Fingerprint21\n{"service":"Fingerprint21","prints":[{"id":0,"count":0,"accept":0},{"id":10,"count":2,"accept":0}]}\n',
    },
    { "android-device-biometrics": "pass: It has." },
  ],
  [
    "the JDK is too old",
    { "java -version": 'java version "1.8.0_202"\nJava(TM) SE Runtime Environment (build 1.8.0_202-b08)\n' },
    { "jdk-version": "warn: This is JDK 1.8.0." },
  ],
  [
    "macOS has only its stand-in for java",
    { "java -version": [1, "The operation couldn’t be completed. Unable to locate a Java Runtime.\n"] },
    { "jdk-version": "warn: No JDK was found." },
  ],
])("an Android project: %s", async (_what, says, expected) => {
  for (const platform of ["linux", "darwin"] as const) {
    const found = await look("android", { platform, says, env: { ANDROID_HOME: sdk } });
    expect(found, platform).toMatchObject(expected);
    expect(Object.keys(found)).toEqual([
      "jdk-version",
      "android-sdk-installed",
      "android-device-connected",
      "android-device-biometrics",
    ]);
  }
});

test("a tool that hangs, or floods, is there: it is not said to be missing", async () => {
  const says = { "java -version": hangs, "adb devices": noDevice, "emulator -list-avds": hangs };
  const env = { ANDROID_HOME: sdk };
  expect(await look("android", { platform: "linux", says, env })).toMatchObject({
    "jdk-version": "skipped: java does not tell its version.",
    "android-device-connected": "skipped: The emulator does not list any.",
  });
  const flood = `${"x".repeat(79)}\n`.repeat(50_000);
  expect(await look("ios", { platform: "darwin", says: { "xcodebuild -version": flood } })).toMatchObject({
    "xcode-installed": "skipped: xcodebuild does not tell its version.",
  });
  expect(await look("ios", { platform: "darwin", says: { "xcodebuild -version": hangs } })).toMatchObject({
    "xcode-installed": "skipped: xcodebuild does not tell its version.",
  });
});

test("without an Android SDK that is a warning, and what needs it is skipped", async () => {
  expect(await look("android", { platform: "linux", says: {} })).toMatchObject({
    "android-sdk-installed": "warn: No Android SDK was found.",
    "android-device-connected": "skipped: adb lists no devices: it is missing, or fails.",
  });
});
