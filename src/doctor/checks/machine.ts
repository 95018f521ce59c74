import { join } from "node:path";
import { isThere } from "../../files/ensure-folder.ts";
import { locateTool } from "../../files/find-program.ts";
import { type Check, defineCheck, type Finding, pass, skip, warn } from "../check.ts";
import type { Facts, FactsContext } from "../facts.ts";
import type { Platform } from "../../values/platform.ts";

/** What the developer's machine needs to build and run the project. What is missing is a warning: the app itself may be right. */
export const machineChecks = [
  defineCheck({
    id: "node-version",
    title: "Node is new enough for Expo",
    group: "machine",
    symptom: "npm or Expo refuses to start.",
    remedy: "Install Node 20.19.4 or later.",
    run: forPlatforms(["react-native"], () => {
      const { node } = process.versions;
      return isAtLeast(node, [20, 19, 4])
        ? pass(`Node ${node}.`)
        : warn(`This is Node ${node}.`, "Install Node 20.19.4 or later: https://nodejs.org");
    }),
  }),
  defineCheck({
    id: "xcode-installed",
    title: "Xcode is installed",
    group: "machine",
    symptom: "The iOS app can't be built.",
    remedy: "Install Xcode 16 or later (26 or later for React Native), and select it with `xcode-select`.",
    run: forPlatforms(["ios", "react-native"], checkXcode),
  }),
  defineCheck({
    id: "simulator-biometrics",
    title: "A booted simulator has Face ID or Touch ID enrolled",
    group: "machine",
    symptom: "The app says that biometrics are not set up.",
    remedy: "In the Simulator, choose Features > Face ID > Enrolled.",
    run: forPlatforms(["ios", "react-native"], checkSimulator),
  }),
  defineCheck({
    id: "jdk-version",
    title: "A JDK is there for Gradle",
    group: "machine",
    symptom: "Gradle does not start, or names an unsupported class file version.",
    remedy:
      "Install JDK 17 or later, or open the project in Android Studio, which has one. `JAVA_HOME` names it.",
    run: forPlatforms(["android", "react-native"], checkJdk),
  }),
  defineCheck({
    id: "android-sdk-installed",
    title: "The Android SDK is installed",
    group: "machine",
    symptom: "Gradle says: SDK location not found.",
    remedy: "Install Android Studio, or set `ANDROID_HOME` to the folder of the SDK.",
    run: forPlatforms(["android", "react-native"], ({ context }) => {
      const folder = findAndroidSdk(context);
      return folder === undefined
        ? warn(
            "No Android SDK was found.",
            "Install Android Studio, or set ANDROID_HOME: https://developer.android.com/studio",
          )
        : pass(folder);
    }),
  }),
  defineCheck({
    id: "android-device-biometrics",
    title: "The connected device or emulator has a fingerprint enrolled",
    group: "machine",
    symptom: "The app says that biometrics are not set up.",
    remedy:
      "Add a fingerprint in the settings of the device; on an emulator, touch its sensor with `adb emu finger touch 1`.",
    run: forPlatforms(["android", "react-native"], checkDevice),
  }),
];

function forPlatforms(
  platforms: readonly Platform[],
  run: (facts: Facts) => Promise<Finding> | Finding,
): Check["run"] {
  return async (facts) => {
    const platform = facts.subject.project?.manifest.answers.platform;
    if (platform === undefined) return skip("There is no project, so nothing has to be built.");
    return platforms.includes(platform)
      ? run(facts)
      : skip(`A project of the platform ${platform} does not need it.`);
  };
}

/** What a program prints; undefined when it is missing, fails or hangs. */
async function listen(
  context: FactsContext,
  name: string,
  args: readonly string[],
): Promise<string | undefined> {
  const program = locateTool(name, context);
  if (program === undefined) return undefined;
  try {
    const { exitCode, stdout, stderr } = await context.spawn(program, args, { limit: 5000 });
    return exitCode === 0 ? `${stdout}\n${stderr}` : undefined;
  } catch {
    context.signal.throwIfAborted();
    return undefined;
  }
}

async function checkXcode({ context, subject }: Facts): Promise<Finding> {
  if (context.platform !== "darwin") return skip("Xcode is for macOS only; iOS apps are built there.");
  const least = subject.project?.manifest.answers.platform === "ios" ? 16 : 26;
  const said = await listen(context, "xcodebuild", ["-version"]);
  const [, version] = /Xcode (\d+(?:\.\d+)*)/u.exec(said ?? "") ?? [];
  if (version === undefined)
    return warn("Xcode was not found.", "Install it from the App Store, then open it once.");
  return isAtLeast(version, [least])
    ? pass(`Xcode ${version}.`)
    : warn(`This is Xcode ${version}.`, `Install Xcode ${least} or later.`);
}

async function checkSimulator({ context }: Facts): Promise<Finding> {
  if (context.platform !== "darwin") return skip("Simulators are for macOS only.");
  const booted = await listen(context, "xcrun", ["simctl", "list", "devices", "booted"]);
  if (!/\(Booted\)/u.test(booted ?? "")) return skip("No simulator is booted.");
  const said = await listen(
    context,
    "xcrun",
    "simctl spawn booted notifyutil -g com.apple.BiometricKit.enrollmentChanged".split(" "),
  );
  const [, state] = /enrollmentChanged (\d)/u.exec(said ?? "") ?? [];
  if (state === undefined) return skip("The simulator does not tell.");
  return state === "1"
    ? pass("It has.")
    : warn("It has none.", "In the Simulator, choose Features > Face ID > Enrolled.");
}

async function checkJdk({ context }: Facts): Promise<Finding> {
  const home = context.env["JAVA_HOME"];
  const said = await listen(
    context,
    home ? join(home, "bin", context.platform === "win32" ? "java.exe" : "java") : "java",
    ["-version"],
  );
  const [, version] = /version "(\d+(?:\.\d+)*)/u.exec(said ?? "") ?? [];
  if (version === undefined)
    return warn("No JDK was found.", "Install JDK 17 or later, or use the one of Android Studio.");
  return isAtLeast(version, [17])
    ? pass(`JDK ${version}.`)
    : warn(`This is JDK ${version}.`, "Install JDK 17 or later.");
}

function findAndroidSdk({ env, platform }: FactsContext): string | undefined {
  const home = env["HOME"] ?? env["USERPROFILE"] ?? "";
  const usual: Partial<Record<NodeJS.Platform, string>> = {
    darwin: join(home, "Library", "Android", "sdk"),
    win32: join(env["LOCALAPPDATA"] ?? home, "Android", "Sdk"),
  };
  const folders = [
    env["ANDROID_HOME"],
    env["ANDROID_SDK_ROOT"],
    usual[platform] ?? join(home, "Android", "Sdk"),
  ];
  return folders.find((folder) => folder !== undefined && folder !== "" && isThere(folder));
}

async function checkDevice({ context }: Facts): Promise<Finding> {
  const sdk = findAndroidSdk(context);
  const own = join(sdk ?? "", "platform-tools", context.platform === "win32" ? "adb.exe" : "adb");
  const adb = sdk !== undefined && isThere(own) ? own : "adb";
  const devices = await listen(context, adb, ["devices"]);
  if (devices === undefined) return skip("adb was not found.");
  if (!/\tdevice\b/u.test(devices)) return skip("No device or emulator is connected.");
  const said = await listen(context, adb, ["shell", "dumpsys", "fingerprint"]);
  const counts = [...(said ?? "").matchAll(/"count":\s*(\d+)/gu)].map(([, count]) => Number(count));
  if (counts.length === 0) return skip("The device does not tell.");
  return counts.some((count) => count > 0)
    ? pass("It has.")
    : warn("It has none.", "Add one in its settings: Security > Fingerprint.");
}

/** Compares the first numbers of a version. */
function isAtLeast(version: string, least: readonly number[]): boolean {
  const parts = version.split(".").map(Number);
  for (const [index, wanted] of least.entries()) {
    const part = parts[index] ?? 0;
    if (part !== wanted) return part > wanted;
  }
  return true;
}
