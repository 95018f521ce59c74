import { join } from "node:path";
import type { Platform } from "../../values/platform.ts";
import { compareVersions } from "../../values/version.ts";
import { type Check, defineCheck, type Finding, pass, skip, warn } from "../check.ts";
import type { Facts } from "../facts.ts";
import { type Device, findAdb, findAndroidSdk, listEmulators } from "../machine/android.ts";
import type { Simulator } from "../machine/simulators.ts";
import { listen, readVersion } from "../machine/tools.ts";

/** What the developer's machine needs to build and run the project. What is missing is a warning: the app itself may be right. */
export const machineChecks = [
  defineCheck({
    id: "node-version",
    title: "Node is new enough for Expo",
    group: "machine",
    symptom: "npm or Expo refuses to start.",
    remedy: "Install Node 20.19.4 or later.",
    concerns: isFor("react-native"),
    run: async ({ context }) => {
      const said = await listen(context, "node", ["--version"]);
      const version = readVersion(said, /^v(\d+(?:\.\d+)*)/mu) ?? process.versions.node;
      return compareVersions(version, "20.19.4") >= 0
        ? pass(`Node ${version}.`)
        : warn(`This is Node ${version}.`, "Install Node 20.19.4 or later: https://nodejs.org");
    },
  }),
  defineCheck({
    id: "xcode-installed",
    title: "Xcode is installed",
    group: "machine",
    symptom: "The iOS app can't be built.",
    remedy: "Install Xcode 16 or later (26 or later for React Native), and select it with `xcode-select`.",
    concerns: isFor("ios", "react-native"),
    run: checkXcode,
  }),
  defineCheck({
    id: "simulator-installed",
    title: "There is an iPhone simulator to run it on",
    group: "machine",
    symptom: "Xcode and Expo offer no simulator.",
    remedy: "Download one: Xcode > Settings > Components, or `xcodebuild -downloadPlatform iOS`.",
    needs: ["xcode-installed"],
    concerns: isFor("ios", "react-native"),
    run: async (facts) => {
      const simulators = await facts.simulators();
      if (simulators === undefined) return skip("simctl does not list any.");
      return simulators.length > 0
        ? pass(simulators.length === 1 ? "There is one." : `There are ${simulators.length}.`)
        : warn("No iOS simulator is installed.", "Download one: xcodebuild -downloadPlatform iOS");
    },
  }),
  defineCheck({
    id: "simulator-biometrics",
    title: "A booted simulator has Face ID or Touch ID enrolled",
    group: "machine",
    symptom: "The app says that biometrics are not set up.",
    remedy: "In the Simulator, choose Features > Face ID > Enrolled.",
    needs: ["simulator-installed"],
    concerns: isFor("ios", "react-native"),
    run: checkSimulator,
  }),
  defineCheck({
    id: "jdk-version",
    title: "A JDK is there for Gradle",
    group: "machine",
    symptom: "Gradle does not start, or names an unsupported class file version.",
    remedy:
      "Install JDK 17 or later, or open the project in Android Studio, which has one. `JAVA_HOME` names it.",
    concerns: isFor("android", "react-native"),
    run: checkJdk,
  }),
  defineCheck({
    id: "android-sdk-installed",
    title: "The Android SDK is installed",
    group: "machine",
    symptom: "Gradle says: SDK location not found.",
    remedy: "Install Android Studio, or set `ANDROID_HOME` to the folder of the SDK.",
    concerns: isFor("android", "react-native"),
    run: ({ context }) => {
      const folder = findAndroidSdk(context);
      return folder === undefined
        ? warn(
            "No Android SDK was found.",
            "Install Android Studio, or set ANDROID_HOME: https://developer.android.com/studio",
          )
        : pass(folder);
    },
  }),
  defineCheck({
    id: "android-device-connected",
    title: "There is an Android device or emulator to run it on",
    group: "machine",
    symptom: "Android Studio, Gradle and Expo find no device.",
    remedy:
      "Make an emulator in the Device Manager of Android Studio, or connect a phone and allow USB debugging on it.",
    needs: ["android-sdk-installed"],
    concerns: isFor("android", "react-native"),
    run: checkConnected,
  }),
  defineCheck({
    id: "android-device-biometrics",
    title: "The connected device or emulator has a fingerprint enrolled",
    group: "machine",
    symptom: "The app says that biometrics are not set up.",
    remedy:
      "Add a fingerprint in the settings of the device; on an emulator, touch its sensor with `adb emu finger touch 1`.",
    needs: ["android-device-connected"],
    concerns: isFor("android", "react-native"),
    run: checkFingerprint,
  }),
];

function isFor(...platforms: readonly Platform[]): NonNullable<Check["concerns"]> {
  return ({ subject: { project } }) =>
    project !== undefined && platforms.includes(project.manifest.answers.platform);
}

async function checkXcode({ context, subject }: Facts): Promise<Finding> {
  if (context.platform !== "darwin")
    return skip("iOS apps are built on a Mac only: Xcode and its simulators are not looked for here.");
  const least = subject.project?.manifest.answers.platform === "ios" ? 16 : 26;
  const said = await listen(context, "xcodebuild", ["-version"]);
  const version = readVersion(said, /^Xcode (\d+(?:\.\d+)*)/mu);
  if (version !== undefined)
    return compareVersions(version, String(least)) >= 0
      ? pass(`Xcode ${version}.`)
      : warn(`This is Xcode ${version}.`, `Install Xcode ${least} or later.`);
  if (/license/iu.test(said ?? ""))
    return warn("Its license was not agreed to.", "Agree to it: sudo xcodebuild -license accept");
  if (/command line tools instance/iu.test(said ?? ""))
    return warn(
      "The command line tools are selected, not Xcode.",
      "Select it: sudo xcode-select --switch /Applications/Xcode.app",
    );
  // What stands in for it on a Mac without developer tools.
  return said === undefined || /xcode-select|xcrun: error/u.test(said)
    ? warn("Xcode was not found.", "Install it from the App Store, then open it once.")
    : skip("xcodebuild does not tell its version.");
}

async function checkSimulator(facts: Facts): Promise<Finding> {
  const { context } = facts;
  const booted = (await facts.simulators())?.filter(({ state }) => state === "Booted") ?? [];
  if (booted.length === 0) return skip("No simulator is booted.");
  const asked = await Promise.all(
    booted.map(async (simulator) => ({ simulator, state: await readEnrollment(context, simulator) })),
  );
  const without = asked.find(({ state }) => state === "0");
  if (asked.some(({ state }) => state === "1")) return pass("It has.");
  return without === undefined
    ? skip("The simulator does not tell whether biometrics are enrolled.")
    : warn(
        `${without.simulator.name} has neither.`,
        "In the Simulator, choose Features > Face ID (or Touch ID) > Enrolled.",
      );
}

/** `1` when biometrics are enrolled, as the simulator's own menu has it. */
async function readEnrollment(context: Facts["context"], { udid }: Simulator): Promise<string | undefined> {
  const name = "com.apple.BiometricKit.enrollmentChanged";
  const said = await listen(context, "xcrun", ["simctl", "spawn", udid, "notifyutil", "-g", name]);
  return /enrollmentChanged (\d)/u.exec(said ?? "")?.[1];
}

async function checkJdk({ context }: Facts): Promise<Finding> {
  const home = context.env["JAVA_HOME"];
  const java = home ? join(home, "bin", context.platform === "win32" ? "java.exe" : "java") : "java";
  const said = await listen(context, java, ["-version"]);
  const version = readVersion(said, /version "(\d+(?:\.\d+)*)/u);
  // What stands in for it on a Mac without a JDK.
  if (said === undefined || /java\.com|locate a Java Runtime/u.test(said))
    return warn(
      home ? `There is none in JAVA_HOME, ${home}.` : "No JDK was found.",
      "Install JDK 17 or later, or use the one of Android Studio.",
    );
  if (version === undefined) return skip("java does not tell its version.");
  return compareVersions(version, "17") >= 0
    ? pass(`JDK ${version}.`)
    : warn(`This is JDK ${version}.`, "Install JDK 17 or later.");
}

async function checkConnected(facts: Facts): Promise<Finding> {
  const devices = await facts.devices();
  if (devices === undefined) return skip("adb lists no devices: it is missing, or fails.");
  const ready = devices.filter(({ state }) => state === "device");
  if (ready.length > 0) return pass(`Connected: ${ready.map(({ serial }) => serial).join(", ")}.`);
  const [waiting] = devices;
  if (waiting !== undefined) return describeWaiting(waiting);
  const names = await listEmulators(facts.context);
  if (names === undefined) return skip("The emulator does not list any.");
  return names.length > 0
    ? pass(`Not running: ${names.slice(0, 5).join(", ")}.`)
    : warn(
        "No device is connected, and there is no emulator.",
        "Make one in the Device Manager of Android Studio.",
      );
}

/** What to do about a device that can't be used, by what adb says of it. */
const waitingFixes: Readonly<Record<string, string>> = {
  unauthorized: "Unlock it, and allow USB debugging in the dialog that it shows.",
  "no permissions": "Allow your user to use it (udev rules): https://developer.android.com/studio/run/device",
};

function describeWaiting({ serial, state }: Device): Finding {
  const fix = waitingFixes[state] ?? "Connect it again, or restart the emulator.";
  return warn(`${serial} is connected, but adb says: ${state}.`, fix);
}

async function checkFingerprint(facts: Facts): Promise<Finding> {
  const { context } = facts;
  const adb = findAdb(context);
  const ready = ((await facts.devices()) ?? []).filter(({ state }) => state === "device");
  if (ready.length === 0) return skip("No device or emulator is running.");
  const said = await Promise.all(
    ready.map(async ({ serial }) => listen(context, adb, ["-s", serial, "shell", "dumpsys", "fingerprint"])),
  );
  const counts = said.flatMap((text) =>
    [...(text ?? "").matchAll(/"count":\s*(\d+)/gu)].map(([, count]) => Number(count)),
  );
  if (counts.length === 0) return skip("The device does not tell whether a fingerprint is enrolled.");
  return counts.some((count) => count > 0)
    ? pass("It has.")
    : warn("It has none.", "Add one in its settings: Security > Fingerprint.");
}
