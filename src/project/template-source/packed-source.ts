import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import type { TemplateSource } from "./compile-template.ts";

/** A source as it is packed: each byte of a file is a character; null stands for one that lies in the folder `templates`. */
interface PackedSource {
  readonly json: string;
  readonly files: readonly (readonly [path: string, contents: string | null])[];
}

/** The text of a source, without the files in `elsewhere`. */
export function packSource({ json, files }: TemplateSource, elsewhere: ReadonlySet<string>): string {
  const packed: PackedSource = {
    json,
    files: Array.from(files, ([path, contents]) => [
      path,
      elsewhere.has(path) ? null : Buffer.from(contents).toString("latin1"),
    ]),
  };
  return JSON.stringify(packed);
}

/** The source that was packed and compressed; `folder` (absolute) has the files that were left out. */
export function unpackSource(compressed: string, folder: string): TemplateSource {
  const text = brotliDecompressSync(Buffer.from(compressed, "base64")).toString("utf8");
  const { json, files } = JSON.parse(text) as PackedSource;
  return {
    json,
    files: new Map(
      files.map(([path, contents]) => [
        path,
        contents === null ? readFileSync(join(folder, path)) : Buffer.from(contents, "latin1"),
      ]),
    ),
  };
}
