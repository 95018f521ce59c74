import { join } from "node:path";
import { isThere } from "../../files/ensure-folder.ts";
import { listen, type ToolContext } from "./tools.ts";

/** The folder of the Android SDK: as variables say, else where Android Studio puts it. */
export function findAndroidSdk({ env, platform }: ToolContext): string | undefined {
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

/** The adb of the SDK, else the one on the PATH. */
export function findAdb(context: ToolContext): string {
  const own = locate(context, "platform-tools", "adb");
  return isThere(own) ? own : "adb";
}

/** Where the SDK has its emulator, if it was installed. */
export function findEmulator(context: ToolContext): string {
  return locate(context, "emulator", "emulator");
}

function locate(context: ToolContext, folder: string, name: string): string {
  const file = context.platform === "win32" ? `${name}.exe` : name;
  return join(findAndroidSdk(context) ?? "", folder, file);
}

/** A device or an emulator, as adb lists it. */
export interface Device {
  readonly serial: string;
  /** `device` when it can be used; else `offline`, `unauthorized` … */
  readonly state: string;
}

/** What adb sees; undefined when there is no adb. */
export async function listDevices(context: ToolContext): Promise<readonly Device[] | undefined> {
  const said = await listen(context, findAdb(context), ["devices"]);
  if (said === undefined || !said.includes("List of devices attached")) return undefined;
  return [...said.matchAll(/^([^\s*]\S*)\t(\w+)/gmu)].map(([, serial = "", state = ""]) => ({
    serial,
    state,
  }));
}
