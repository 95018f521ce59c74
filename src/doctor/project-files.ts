import { join } from "node:path";
import { readTextFile, UnreadableFileError } from "../files/read-file.ts";
import { escapeJson, escapeProperties, escapeXml } from "../project/escape.ts";
import type { ProjectManifest } from "../project/manifest.ts";
import type { Platform } from "../values/platform.ts";

/** The settings that a project is built with, by the names of this program. */
export type SettingName =
  | "issuer"
  | "clientId"
  | "redirectUri"
  | "postLogoutRedirectUri"
  | "scopes"
  | "scheme";

/** The file that an app reads its settings from. */
export interface ProjectFile {
  /** Below the project, with forward slashes. */
  readonly path: string;
  /** Undefined when the file is missing, or none that can be read. */
  readonly text: string | undefined;
  readonly values: Readonly<Partial<Record<SettingName, string>>>;
  /** What each setting is called in the file. */
  readonly keys: Readonly<Partial<Record<SettingName, string>>>;
}

type Format = "plist" | "properties" | "json";

interface FileRow {
  /** Finds the file among those that the project was made with. */
  readonly path: RegExp;
  readonly format: Format;
  readonly keys: ProjectFile["keys"];
}

const rows: Readonly<Record<Platform, FileRow>> = {
  ios: {
    path: /^\w+\/Resources\/Okta\.plist$/u,
    format: "plist",
    keys: {
      issuer: "issuer_url",
      clientId: "client_id",
      scopes: "scope",
      redirectUri: "redirect_uri",
      postLogoutRedirectUri: "logout_redirect_uri",
    },
  },
  android: {
    path: /^okta\.properties$/u,
    format: "properties",
    keys: {
      issuer: "issuer",
      clientId: "clientId",
      scopes: "scopes",
      redirectUri: "signInRedirectUri",
      postLogoutRedirectUri: "signOutRedirectUri",
    },
  },
  "react-native": {
    path: /^app\.json$/u,
    format: "json",
    keys: {
      issuer: "issuer",
      clientId: "clientId",
      scopes: "scopes",
      redirectUri: "redirectUri",
      postLogoutRedirectUri: "postLogoutRedirectUri",
      scheme: "scheme",
    },
  },
};

/** Far more than a file of settings has. */
const largest = 1024 * 1024;

/** Reads the settings of a project; undefined when it was made with a template that has no such file. */
export function readProjectFile(directory: string, manifest: ProjectManifest): ProjectFile | undefined {
  const row = rows[manifest.answers.platform];
  const path = Object.keys(manifest.files).find((each) => row.path.test(each));
  if (path === undefined) return undefined;
  const text = readProjectText(directory, path);
  return { path, text, keys: row.keys, values: text === undefined ? {} : readValues(row, text) };
}

/** The text of a file below a project; undefined when it is missing, or none that can be read. */
export function readProjectText(directory: string, path: string): string | undefined {
  try {
    return readTextFile(join(directory, path), { largest, refusesLinks: true });
  } catch (error) {
    if (error instanceof UnreadableFileError) return undefined;
    throw error;
  }
}

function readValues({ format, keys }: FileRow, text: string): ProjectFile["values"] {
  const found = Object.entries(keys).flatMap(([name, key]) => {
    const match = patternOf(format, key).exec(text);
    return match === null ? [] : [[name, unescape(format, match.groups?.["value"] ?? "")]];
  });
  return Object.fromEntries(found) as ProjectFile["values"];
}

/** Where the value of a key stands: behind `before`. */
function patternOf(format: Format, key: string): RegExp {
  if (format === "plist")
    return new RegExp(`(?<before><key>\\s*${key}\\s*</key>\\s*<string>)(?<value>[^<]*)`, "u");
  if (format === "properties")
    return new RegExp(`(?<before>^[ \\t]*${key}[ \\t]*[=:][ \\t]*)(?<value>[^\\r\\n]*)`, "mu");
  return new RegExp(`(?<before>"${key}"\\s*:\\s*)(?<value>"(?:[^"\\\\]|\\\\.)*")`, "u");
}

function unescape(format: Format, text: string): string {
  if (format === "plist") return unescapeXml(text.trim());
  if (format === "properties") return unescapeProperties(text).trim();
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}

function unescapeProperties(text: string): string {
  return text.replaceAll(/\\(?:u([\da-f]{4})|(.))/giu, (_all, unit: string | undefined, other: string) =>
    unit === undefined ? other : String.fromCharCode(Number.parseInt(unit, 16)),
  );
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/giu, (all, decimal, hex, name) => {
    const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal);
    if (name !== undefined) return entities[String(name)] ?? all;
    return code <= 0x10_ff_ff ? String.fromCodePoint(code) : all;
  });
}

const escapes: Readonly<Record<Format, (text: string) => string>> = {
  plist: escapeXml,
  properties: escapeProperties,
  json: (text) => `"${escapeJson(text)}"`,
};

/** The text of a settings file with other values. A key that is missing stays so. */
export function replaceSettings(
  { keys, path, text = "" }: ProjectFile,
  values: ProjectFile["values"],
): string {
  const format: Format = path.endsWith(".plist")
    ? "plist"
    : path.endsWith(".properties")
      ? "properties"
      : "json";
  return Object.entries(values).reduce((result, [name, value]) => {
    const key = keys[name as SettingName];
    if (key === undefined) return result;
    return result.replace(patternOf(format, key), (_all, before: string) => before + escapes[format](value));
  }, text);
}

/** What the settings file has to say, by `okta-unlock.json`. */
export function wantedSettings({
  answers,
  okta,
}: ProjectManifest): Readonly<Record<Exclude<SettingName, "scheme">, string>> & { readonly scheme: string } {
  return {
    issuer: okta.issuer,
    clientId: okta.clientId,
    redirectUri: answers.redirectUri,
    postLogoutRedirectUri: answers.postLogoutRedirectUri,
    scopes: okta.scopes.join(" "),
    scheme: answers.redirectUri.slice(0, answers.redirectUri.indexOf(":")),
  };
}
