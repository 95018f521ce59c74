import * as v from "valibot";
import type { TemplateSource } from "./compile-template.ts";
import { unpackSource } from "./packed-source.ts";
import { templateJsonSchema } from "./template-json.ts";

/** The source of a template of ours as the start of another one. */
interface EjectedSource extends TemplateSource {
  /** The paths of the scripts. */
  readonly executables: ReadonlySet<string>;
}

/** Unpacks the source; its `template.json` names the schema of this version. `folder` (absolute) has its binary files. */
export function ejectSource(
  packed: string,
  { folder, version }: { readonly folder: string; readonly version: string },
): EjectedSource {
  const { json, files } = unpackSource(packed, folder);
  const parsed = v.parse(templateJsonSchema, JSON.parse(json));
  const $schema = `https://unpkg.com/okta-unlock@${version}/templates/template.schema.json`;
  const scripts = parsed.exceptions.filter(({ executable }) => executable === true);
  return {
    json: `${JSON.stringify({ $schema, ...parsed }, undefined, 2)}\n`,
    files,
    executables: new Set(scripts.map(({ from }) => from)),
  };
}
