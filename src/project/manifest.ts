import { hash } from "node:crypto";
import { join } from "node:path";
import { readRegularFile } from "../files/read-file.ts";
import type { Answer } from "./answer.ts";
import { answerRows, type ProjectAnswers } from "./answers.ts";
import type { OktaSettings } from "./okta-settings.ts";

/** The file in a project that a later run knows it by. */
export const manifestName = "okta-unlock.json";

/** Raised when a reader of today could not understand the file any more. */
export const manifestVersion = 1;

/** A template that is none of ours, as a project remembers it; no path, which would be that of one machine. */
export interface TemplateOrigin {
  readonly title: string;
  /** SHA-256 (hexadecimal) of its source. */
  readonly sha256: string;
}

/** All that `okta-unlock.json` says. No secret is among it. */
export interface ProjectManifest {
  readonly generatorVersion: string;
  readonly templateVersion: string;
  /** The template, when it is none of ours. */
  readonly template?: TemplateOrigin;
  readonly answers: ProjectAnswers;
  readonly okta: OktaSettings;
  /** The command line in its README, that makes the project again. */
  readonly command?: string;
  /** SHA-256 (hexadecimal) of each file as it was made, by its path with forward slashes. */
  readonly files: Readonly<Record<string, string>>;
}

/** The answers that lie in `answers`; the platform has its place beside the version of its template. */
export const manifestRows = answerRows.filter(([name]) => name !== "platform");

/**
 * The text of `okta-unlock.json`: the same for the same project, byte by byte. The hashes share one line: they are nothing to
 * read, and would be most of the file.
 */
export function manifestText(manifest: ProjectManifest): string {
  const { answers, okta } = manifest;
  const content = {
    $schema: `https://unpkg.com/okta-unlock@${manifest.generatorVersion}/templates/okta-unlock.schema.json`,
    schemaVersion: manifestVersion,
    generatorVersion: manifest.generatorVersion,
    platform: answers.platform,
    templateVersion: manifest.templateVersion,
    template: manifest.template && { title: manifest.template.title, sha256: manifest.template.sha256 },
    answers: Object.fromEntries(manifestRows.map(([name, row]) => [name, toJson(row, answers[name])])),
    okta: {
      org: okta.org,
      issuer: okta.issuer,
      clientId: okta.clientId,
      appId: okta.appId,
      scopes: okta.scopes,
      localOrg: okta.localOrg,
    },
    command: manifest.command,
    files: {},
  };
  const text = JSON.stringify(content, undefined, 2);
  return `${text.replace(/\{\}\n\}$/u, () => `${JSON.stringify(manifest.files)}\n}`)}\n`;
}

function toJson(row: Answer<unknown>, value: unknown): string | number | boolean {
  const text = row.write(value);
  if (row.json.type === "boolean") return text === "true";
  return row.json.type === "integer" ? Number(text) : text;
}

/** SHA-256 in hexadecimal; a string is hashed as UTF-8. */
export function hashContents(contents: string | Uint8Array): string {
  return hash("sha256", contents);
}

/** How the files of a project compare with what was made. Paths have forward slashes. */
export interface DiskComparison {
  readonly unchanged: readonly string[];
  readonly edited: readonly string[];
  readonly missing: readonly string[];
}

/** Compares the files a manifest names with those on disk. Line ends that git changed on check-out are no edit. */
export function compareWithDisk(manifest: ProjectManifest, directory: string): DiskComparison {
  const comparison = { unchanged: [] as string[], edited: [] as string[], missing: [] as string[] };
  for (const [path, sha256] of Object.entries(manifest.files)) {
    comparison[compareFile(join(directory, path), sha256)].push(path);
  }
  return comparison;
}

function compareFile(path: string, sha256: string): keyof DiskComparison {
  const contents = readBytes(path);
  if (contents === undefined) return "missing";
  if (hashContents(contents) === sha256) return "unchanged";
  return hashContents(withUnixLineEnds(contents)) === sha256 ? "unchanged" : "edited";
}

function withUnixLineEnds(contents: Buffer): Buffer {
  return Buffer.from(contents.toString("latin1").replaceAll("\r\n", "\n"), "latin1");
}

/** Larger than any file of a project: one that has grown beyond it is edited, whatever is in it. */
const largestFile = 64 * 1024 * 1024;

/** Undefined when nothing is there; an empty buffer stands for what is there but is no file that can be read. */
function readBytes(path: string): Buffer | undefined {
  try {
    return readRegularFile(path, { largest: largestFile, refusesLinks: true });
  } catch (error) {
    const { code } = ((error as Error).cause ?? {}) as NodeJS.ErrnoException;
    return code === "ENOTDIR" ? undefined : Buffer.alloc(0);
  }
}
