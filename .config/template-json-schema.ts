import { templateJsonSchema } from "../src/project/template-source/template-json.ts";

/** What valibot keeps of a schema or an action of these kinds. */
interface Part {
  readonly type: string;
  readonly pipe?: readonly Part[];
  readonly entries?: Readonly<Record<string, Part>>;
  readonly item?: Part;
  readonly key?: Part;
  readonly value?: Part;
  readonly wrapped?: Part;
  readonly options?: readonly unknown[];
  readonly literal?: unknown;
  readonly requirement?: RegExp | number;
  readonly description?: string;
}

/**
 * The JSON Schema of `template.json`, as `templates/template.schema.json` publishes it, made from the schema that reads it. A
 * test compares the two; `npx vitest run --update` writes the file anew.
 */
export function templateJsonJsonSchema(): object {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "template.json",
    description: "What a template of okta-unlock is called, what it was made for, and where its files go.",
    ...toJsonSchema(templateJsonSchema),
  };
}

/** The keywords of a schema or an action. Throws on what has none, so that no rule is lost. */
function toJsonSchema(part: Part): object {
  if (part.pipe !== undefined) return Object.assign({}, ...part.pipe.map(toJsonSchema));
  const convert = keywords[part.type];
  if (convert === undefined) throw new Error(`${part.type} has no keyword`);
  return convert(part);
}

const nested = (part: Part | undefined): object => (part === undefined ? {} : toJsonSchema(part));

const keywords: Readonly<Record<string, (part: Part) => object>> = {
  strict_object: ({ entries = {} }) => ({
    type: "object",
    required: Object.keys(entries).filter((name) => entries[name]?.type !== "exact_optional"),
    additionalProperties: false,
    properties: Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, nested(entry)])),
  }),
  exact_optional: ({ wrapped }) => nested(wrapped),
  record: ({ key, value }) => ({
    type: "object",
    propertyNames: nested(key),
    additionalProperties: nested(value),
  }),
  array: ({ item }) => ({ type: "array", items: nested(item) }),
  union: ({ options = [] }) => ({ anyOf: (options as readonly Part[]).map(toJsonSchema) }),
  picklist: ({ options }) => ({ enum: options }),
  literal: ({ literal }) => ({ const: literal }),
  string: () => ({ type: "string" }),
  non_empty: () => ({ minLength: 1 }),
  max_length: ({ requirement }) => ({ maxLength: requirement }),
  regex: ({ requirement }) => ({ pattern: (requirement as RegExp).source }),
  description: ({ description }) => ({ description }),
};
