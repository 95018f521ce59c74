import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { readTextFile, UnreadableFileError } from "../files/read-file.ts";
import type { ProjectManifest } from "../project/manifest.ts";
import type { Platform } from "../values/platform.ts";
import { type Format, readSetting, replaceSetting } from "./settings-text.ts";

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
  /** Code makes something else of it when the app is built. */
  readonly isOverridden: boolean;
}

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
  const made = Object.keys(manifest.files).find((each) => row.path.test(each));
  if (made === undefined) return undefined;
  const path = isFileAt(directory, made) ? made : (findMoved(directory, basename(made)) ?? made);
  const text = readProjectText(directory, path);
  return {
    path,
    text,
    keys: row.keys,
    values: text === undefined ? {} : readValues(row, text),
    isOverridden: row.format === "json" && listEntries(directory).some(({ name }) => isExpoCode(name)),
  };
}

function isFileAt(directory: string, path: string): boolean {
  return readProjectText(directory, path) !== undefined;
}

/** Expo runs it over app.json, and only it knows what comes of that. */
function isExpoCode(name: string): boolean {
  return /^app\.config\.[cm]?[jt]s$/u.test(name);
}

/** Folders of what is downloaded or built. */
const foreign = /^(?:\..*|node_modules|Pods|build|DerivedData|vendor)$/u;
const deepest = 4;

/** Where a file of this name is now, when there is one only: developers move files, and Xcode finds them by their name. */
function findMoved(directory: string, name: string): string | undefined {
  const found = listNamed(directory, { name, below: "", depth: 0 });
  return found.length === 1 ? found[0] : undefined;
}

function listNamed(
  directory: string,
  { name, below, depth }: { readonly name: string; readonly below: string; readonly depth: number },
): readonly string[] {
  return listEntries(join(directory, below)).flatMap((entry) => {
    const path = `${below}${entry.name}`;
    if (entry.isFile()) return entry.name === name ? [path] : [];
    if (!entry.isDirectory() || foreign.test(entry.name) || depth === deepest) return [];
    return listNamed(directory, { name, below: `${path}/`, depth: depth + 1 });
  });
}

function listEntries(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
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
    const value = readSetting(format, text, key);
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(found) as ProjectFile["values"];
}

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
    return key === undefined ? result : replaceSetting(format, result, key, value);
  }, text);
}

/** The settings in a file that are others than `okta-unlock.json` has; a key that is missing counts. */
export function listOtherSettings({ keys, values }: ProjectFile, manifest: ProjectManifest): SettingName[] {
  const wanted = wantedSettings(manifest);
  return (Object.keys(keys) as SettingName[]).filter((name) =>
    name === "scheme" ? !listSchemes(values).includes(wanted.scheme) : values[name] !== wanted[name],
  );
}

/** The schemes that a file registers; an app may have several. */
export function listSchemes({ scheme }: ProjectFile["values"]): readonly string[] {
  return scheme?.split(" ") ?? [];
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
