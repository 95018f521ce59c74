import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import Handlebars from "handlebars";

/** The values that the iOS template names. */
export interface IosView {
  readonly displayName: string;
  readonly swiftModule: string;
  readonly directory: string;
  readonly identifier: string;
  readonly bundleId: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly redirectScheme: string;
  readonly postLogoutRedirectUri: string;
  readonly scopes: string;
  readonly org: string;
  readonly appId: string;
  readonly localOrg: boolean;
  readonly command: string;
  readonly generator: string;
}

export interface TemplateFile {
  readonly from: string;
  readonly to: string;
}

export const templateFolder = fileURLToPath(new URL("../../../templates/ios", import.meta.url));

/** The files that `template.json` lists, with `to` filled in where it is left out. */
export function templateFiles(): readonly TemplateFile[] {
  const { files } = JSON.parse(readFileSync(join(templateFolder, "template.json"), "utf8")) as {
    files: readonly { from: string; to?: string }[];
  };
  return files.map(({ from, to }) => ({ from, to: to ?? from.replace(/\.hbs$/u, "") }));
}

/** Renders the iOS template with `view` into `directory`, an absolute path; returns the paths written, relative to it. */
export function renderIosProject(view: IosView, directory: string): readonly string[] {
  return templateFiles().map(({ from, to }) => {
    const path = to.replaceAll("{{swiftModule}}", view.swiftModule);
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), renderTemplateFile(from, view));
    return path;
  });
}

/** The contents of one file of the template. */
export function renderTemplateFile(from: string, view: IosView): string | Buffer {
  const source = readFileSync(join(templateFolder, from));
  if (from.endsWith(".png")) return source;
  const text = source.toString("utf8").replaceAll(/^[ \t]*(?:\/\/|<!--) #(?:end)?region\b.*\n/gmu, "");
  if (!from.endsWith(".hbs")) return text;
  return Handlebars.compile(text, { noEscape: true, strict: true })(escaped(view, from));
}

function escaped(view: IosView, from: string): IosView {
  const escape = escaperOf(from.replace(/\.hbs$/u, ""));
  const entries = Object.entries(view).map(([name, value]) =>
    typeof value === "string" && (!from.includes(".md") || name === "displayName")
      ? [name, escape(value)]
      : [name, value],
  );
  return Object.fromEntries(entries) as IosView;
}

function escaperOf(path: string): (text: string) => string {
  if (path.endsWith(".swift")) return escapeSwift;
  if (path.endsWith(".xcstrings")) return (text) => JSON.stringify(text).slice(1, -1);
  if (path.endsWith(".md")) return (text) => text.replace(/[\\`*_[\]<>&~|$#:@!]/gu, String.raw`\$&`);
  if (path.endsWith(".pbxproj")) return (text) => text.replace(/["\\]/gu, String.raw`\$&`);
  return (text) => text.replace(/[&<>"']/gu, (character) => `&#${character.codePointAt(0)};`);
}

function escapeSwift(text: string): string {
  return text
    .replace(/["\\]/gu, String.raw`\$&`)
    .replace(/[\p{Cc}\u2028\u2029]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
