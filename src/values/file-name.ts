import { windowsDeviceNames } from "./reserved-words.ts";

/**
 * What keeps a name from being that of a file or folder on every system, to be read after the name: `has a character that
 * Windows refuses`. Undefined when nothing does. `.` and `..` lead elsewhere and are no names.
 */
export function findFileNameFault(name: string): string | undefined {
  if (name === "") return "is empty";
  if (/[\\/<>:"|?*\p{Cc}]/u.test(name)) return "has a character that Windows refuses";
  if (/[. ]$/u.test(name)) return "ends with a dot or a space, which Windows drops";
  if (name.startsWith(" ")) return "begins with a space";
  if (Buffer.byteLength(name) > 255) return "is longer than 255 bytes";
  const [stem = ""] = name.toLowerCase().split(".");
  return windowsDeviceNames.has(stem.trimEnd()) ? "is the name of a device on Windows" : undefined;
}
