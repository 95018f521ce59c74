import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import type { Platform } from "../../values/platform.ts";
import type { CompiledTemplate, TemplateFile } from "../templates.ts";

/** What a file of a template holds; files of several versions share it when it is the same. */
export type ArchivedContents = Pick<TemplateFile, "nodes" | "text" | "base64">;

/** All released versions of a template, each content once, by its SHA-256. Compressed by `.config/template-archive.ts`. */
export interface TemplateArchive {
  /** The oldest first. */
  readonly versions: readonly ArchivedTemplate[];
  readonly contents: Readonly<Record<string, ArchivedContents>>;
}

type ArchivedTemplate = Omit<CompiledTemplate, "files"> & {
  readonly files: readonly (Omit<TemplateFile, keyof ArchivedContents> & { readonly contents: string })[];
};

/** Where the archive of a platform lies in the folder `templates`. */
export function locateArchive(templatesDirectory: string, platform: Platform): string {
  return join(templatesDirectory, "archive", `${platform}.br`);
}

/** Reads an archive; one without a version when there is none: nothing was released yet. */
export function readArchive(templatesDirectory: string, platform: Platform): TemplateArchive {
  try {
    const bytes = brotliDecompressSync(readFileSync(locateArchive(templatesDirectory, platform)));
    return JSON.parse(bytes.toString("utf8")) as TemplateArchive;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { versions: [], contents: {} };
    throw error;
  }
}

/** A released version, complete again; undefined when the archive has none of that number. */
export function findVersion(
  { versions, contents }: TemplateArchive,
  version: string,
): CompiledTemplate | undefined {
  const found = versions.find((each) => each.version === version);
  if (found === undefined) return undefined;
  const files = found.files.map(({ contents: sha256, ...file }) => ({ ...file, ...contents[sha256] }));
  return { ...found, files };
}
