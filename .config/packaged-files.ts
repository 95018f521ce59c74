import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import * as v from "valibot";

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

/** Reads the bytes of the file. Throws when the package is missing, or the bytes are others. */
export function readPackagedFile(file: Omit<PackagedFile, "executable">): Uint8Array {
  const bytes = readFileSync(join(dirname(require.resolve(`${file.package}/package.json`)), file.from));
  const sum = createHash("sha256").update(bytes).digest("hex");
  if (sum !== file.sha256)
    throw new Error(
      `${file.package}/${file.from}: its SHA-256 is ${sum}, and template.json has ${file.sha256}`,
    );
  return bytes;
}
