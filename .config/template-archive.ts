import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { hashContents } from "../src/project/manifest.ts";
import {
  type ArchivedContents,
  findVersion,
  locateArchive,
  readArchive,
  type TemplateArchive,
} from "../src/project/update/template-archive.ts";
import { compareVersions } from "../src/values/version.ts";
import { compileTemplate } from "../src/project/template-source/compile-template.ts";
import type { CompiledTemplate } from "../src/project/templates.ts";
import { templateFolders } from "./template-json.ts";
import { readOurSource } from "./template-source.ts";

export const templatesRoot = join(import.meta.dirname, "../templates");

/** A template of ours with everything inside, binary files too. */
export function compileWhole(root: string, platform: string): CompiledTemplate {
  const compiled = compileTemplate(readOurSource(root, platform).source);
  if ("faults" in compiled) throw new Error(`${platform}: has faults`);
  return compiled.template;
}

/** The archive with one more version. */
export function addVersion(archive: TemplateArchive, { files, ...head }: CompiledTemplate): TemplateArchive {
  const contents: Record<string, ArchivedContents> = { ...archive.contents };
  const archived = files.map(({ nodes, text, base64, ...file }) => {
    const held = { ...(nodes && { nodes }), ...(text !== undefined && { text }), ...(base64 && { base64 }) };
    const sha256 = hashContents(JSON.stringify(held));
    contents[sha256] = held;
    return { ...file, contents: sha256 };
  });
  return { versions: [...archive.versions, { ...head, files: archived }], contents };
}

/**
 * What is wrong with a template beside its archive: one that was released must not change without a new version, or what it gave
 * could not be rendered any more. Before a version is released, it may change as often as it likes.
 */
export function findArchiveFault(archive: TemplateArchive, template: CompiledTemplate): string | undefined {
  const { version, platform } = template;
  const newest = archive.versions.at(-1);
  if (newest === undefined || compareVersions(version, newest.version) > 0) return undefined;
  const released = findVersion(archive, version);
  if (version !== newest.version || released === undefined)
    return `${platform}: version ${version} is older than ${newest.version}, which was released`;
  return isSameProject(released, template)
    ? undefined
    : `${platform}: version ${version} was released with other files; raise "version" in template.json`;
}

/** Only what is rendered counts: other words about it need no new version. */
function isSameProject(one: CompiledTemplate, other: CompiledTemplate): boolean {
  return listContents(one) === listContents(other);
}

function listContents({ files }: CompiledTemplate): string {
  const all = files.map((file) => JSON.stringify(file, Object.keys(file).toSorted()));
  return all.toSorted().join("\n");
}

export function compressArchive(archive: TemplateArchive): Buffer {
  const text = JSON.stringify(archive);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    // Versions of one file are far apart.
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
  };
  return brotliCompressSync(text, { params });
}

/** Adds the version that each template has now, unless it is there; gives the lines that say so. Throws for a fault. */
export function archiveTemplates(root: string): readonly string[] {
  return templateFolders(root).map((platform) => {
    const template = compileWhole(root, platform);
    const archive = readArchive(root, template.platform);
    const fault = findArchiveFault(archive, template);
    if (fault !== undefined) throw new Error(fault);
    if (findVersion(archive, template.version) !== undefined)
      return `${platform}: ${template.version} is in the archive`;
    const path = locateArchive(root, template.platform);
    mkdirSync(dirname(path), { recursive: true });
    const bytes = compressArchive(addVersion(archive, template));
    writeFileSync(path, bytes);
    return `${platform}: added ${template.version}, ${Math.ceil(bytes.length / 1024)} kB in all`;
  });
}

/** The templates whose version is not in the archive, though it is about to be published. */
export function listUnarchived(root: string): readonly string[] {
  return templateFolders(root).flatMap((platform) => {
    const template = compileWhole(root, platform);
    const archive = readArchive(root, template.platform);
    return findVersion(archive, template.version) === undefined ? [`${platform}: ${template.version}`] : [];
  });
}
