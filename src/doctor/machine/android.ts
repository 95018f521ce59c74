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
function findEmulator(context: ToolContext): string {
  return locate(context, "emulator", "emulator");
}

function locate(context: ToolContext, folder: string, name: string): string {
  const file = context.platform === "win32" ? `${name}.exe` : name;
  return join(findAndroidSdk(context) ?? "", folder, file);
}

/** A device or an emulator, as adb lists it. */
export interface Device {
  readonly serial: string;
  /** `device` when it can be used; else `offline`, `unauthorized`, `no permissions` … */
  readonly state: string;
}

/** What adb sees; undefined when it is missing, or lists none. */
export async function listDevices(context: ToolContext): Promise<readonly Device[] | undefined> {
  const said = await listen(context, findAdb(context), ["devices"]);
  if (said === undefined || !said.includes("List of devices attached")) return undefined;
  // A state may go on with an explanation: `no permissions (missing udev rules?); see [http://…]`.
  return [...said.matchAll(/^([^\s*][^\t\r\n]*)\t(\w+(?: \w+)*)/gmu)].map(([, serial = "", state = ""]) => ({
    serial,
    state,
  }));
}

/** The emulators that could be started; undefined when nothing lists them. */
export async function listEmulators(context: ToolContext): Promise<readonly string[] | undefined> {
  const emulator = findEmulator(context);
  if (!isThere(emulator)) return [];
  const lines = (await listen(context, emulator, ["-list-avds"]))?.split(/\r?\n/u) ?? [];
  // What else it says stands in front of the names, and has spaces.
  const names = lines.filter((line) => /^[\w.-]+$/u.test(line));
  const isStrange = names.length === 0 && lines.some((line) => !/^\s*$|^(?:INFO|WARNING) /u.test(line));
  return isStrange ? undefined : names;
}
