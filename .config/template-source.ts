import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { compileTemplate, type TemplateSource } from "../src/project/template-source/compile-template.ts";
import { packSource } from "../src/project/template-source/packed-source.ts";
import type { CompiledTemplate } from "../src/project/templates.ts";
import { readPackagedFile } from "./packaged-files.ts";
import { listFiles, readTemplateJson, stripUpward, throwFaults } from "./template-json.ts";

/** A template of ours in the form that everybody's has. */
interface OurSource {
  readonly source: TemplateSource;
  /** The files that stay in the folder `templates` of the package, where they are read. */
  readonly inFolder: ReadonlySet<string>;
}

/**
 * Reads a template of ours as one folder that needs nothing else: what platforms share and what npm packages bring lies in it.
 * What comes out of `template eject` is this.
 */
export function readOurSource(templatesRoot: string, platform: string): OurSource {
  const { packaged, ...json } = readTemplateJson(templatesRoot, platform);
  const files = new Map<string, Uint8Array>();
  const inFolder = new Set<string>();
  const exceptions = new Map(json.exceptions.map((exception) => [exception.from, exception]));
  const add = (path: string, contents: Uint8Array): void => {
    if (files.has(path)) throw new Error(`${platform}: the file ${path} is there twice`);
    files.set(path, contents);
  };
  for (const { from, to } of listFiles(templatesRoot, json)) {
    const path = stripUpward(from);
    add(path, readFileSync(join(templatesRoot, platform, from)));
    if (path === from) inFolder.add(path);
    else exceptions.set(from, { ...exceptions.get(from), from: path, to });
  }
  for (const { to, executable, ...file } of packaged) {
    add(to, readPackagedFile({ ...file, to }));
    if (executable === true) exceptions.set(to, { from: to, executable });
  }
  const text = JSON.stringify({ ...json, exceptions: [...exceptions.values()] }, undefined, 2);
  return { source: { json: `${text}\n`, files }, inFolder };
}

/** Compiles a template of ours. Throws with everything that is wrong with it. */
export function compileOurTemplate(templatesRoot: string, platform: string): CompiledTemplate {
  const { source, inFolder } = readOurSource(templatesRoot, platform);
  const compiled = compileTemplate(source);
  if ("faults" in compiled) {
    throwFaults(join(templatesRoot, platform), compiled.faults);
    throw new Error(`${platform}: has faults`);
  }
  const files = compiled.template.files.map(({ base64, ...file }) =>
    base64 === undefined || inFolder.has(file.from) ? file : { ...file, base64 },
  );
  return { ...compiled.template, files };
}

/** The source of a template of ours, packed; without the binary files that the package has anyway. */
export function packOurSource(templatesRoot: string, platform: string): string {
  const { source, inFolder } = readOurSource(templatesRoot, platform);
  const compiled = compileOurTemplate(templatesRoot, platform);
  const elsewhere = compiled.files.filter(({ from, kind }) => kind === "binary" && inFolder.has(from));
  const packed = packSource(source, new Set(elsewhere.map(({ from }) => from)));
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
  return brotliCompressSync(packed, quality).toString("base64");
}
