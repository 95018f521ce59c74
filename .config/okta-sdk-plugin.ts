import type { Plugin } from "vite";

/** The generated files of Okta's SDK that are loaded: what composes requests, and what that imports. */
const composers = /@okta[\\/]okta-sdk-nodejs[\\/]src[\\/]generated[\\/]/u;

/** The SDK's models turn JSON into classes and back. Bodies are JSON on both sides here, so this is all that is needed. */
const serializer = `export const ObjectSerializer = {
  serialize: (data) => data,
  getPreferredMediaTypeAndEncoding: () => ["application/json", undefined],
  stringify: (data) => JSON.stringify(data),
};
`;

/** What the composers import, but need only for models, for uploads, and for sending. */
const replacements = new Map([
  ["../models/ObjectSerializer", serializer],
  ["form-data", "export default undefined;\n"],
]);

const prefix = "\0okta-unlock:okta-sdk:";

/**
 * Lets the request factories of `@okta/okta-sdk-nodejs` be imported without the rest of it (`src/okta/sdk.ts`).
 *
 * Each factory imports the serializer, which imports 1,850 model files, and a transport with node-fetch: 4 MB when bundled,
 * 350 ms of CPU and 80 MB of memory. The serializer is replaced by one that passes JSON through, the transport is left out.
 * The CommonJS files become ES modules, so that the bundler can drop what is not used, and so that vitest, which would
 * leave the imports of a CommonJS file to Node, sees the same program.
 */
export function oktaSdkPlugin(): Plugin {
  return {
    name: "okta-unlock:okta-sdk",
    enforce: "pre",
    resolveId(id, importer) {
      return composers.test(importer ?? "") && replacements.has(id) ? prefix + id : undefined;
    },
    load: (id) => (id.startsWith(prefix) ? replacements.get(id.slice(prefix.length)) : undefined),
    transform: (code, id) => (composers.test(id) ? { code: toEsModule(code, id), map: null } : undefined),
  };
}

/** Relies on how the files are generated; an update of the SDK that changes this fails the build here. */
function toEsModule(code: string, id: string): string {
  const converted = code
    .replaceAll(/^Object\.defineProperty\(exports, .+$/gmu, "")
    .replaceAll(/^__exportStar\(.+$/gmu, "")
    .replaceAll(/^const (\w+_\d+) = require\((.+)\);$/gmu, "import * as $1 from $2;")
    .replaceAll(/^const (\w+) = require\((.+)\);$/gmu, "import $1 from $2;")
    // The list of all exports; the assignments come later.
    .replace(
      /^((?:exports\.\w+ = )+)void 0;$/mu,
      (_line, names: string) => `export { ${names.match(/(?<=exports\.)\w+/gu)?.join(", ")} };`,
    )
    .replaceAll(/^exports\.(\w+) = \1;$/gmu, "")
    .replaceAll(/^exports\.(\w+) = /gmu, "const $1 = ")
    .replaceAll(/\bexports\.(\w+)/gu, "$1");
  if (/\brequire\(|\bexports\./u.test(converted)) throw new Error(`${id}: is not generated as before`);
  return converted;
}
