type Schema = Readonly<Record<string, unknown>>;

/** A check for one keyword of JSON Schema: the faults it finds in a value. */
type Keyword = (argument: never, value: unknown, path: string, root: Schema, schema: Schema) => string[];

/**
 * The faults a JSON Schema finds in a value: as much of draft 2020-12 as our schemas use. Throws on a keyword it does
 * not know, so that none is passed over.
 */
export function schemaFaults(root: Schema, value: unknown, schema: Schema = root, path = "$"): string[] {
  return Object.entries(schema).flatMap(([name, argument]) => {
    const keyword = keywords[name];
    if (keyword === undefined) throw new Error(`the keyword ${name} is not known`);
    return keyword(argument as never, value, path, root, schema);
  });
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const typeOf = (value: unknown): string =>
  Array.isArray(value) ? "array" : value === null ? "null" : typeof value;
const isOf = (type: string, value: unknown): boolean =>
  type === "integer" ? Number.isInteger(value) : typeOf(value) === type;
const nothing = (): string[] => [];

const keywords: Readonly<Record<string, Keyword>> = {
  $schema: nothing,
  $defs: nothing,
  title: nothing,
  description: nothing,
  default: nothing,
  $ref: (reference: string, value, path, root) => {
    const target = (root["$defs"] as Record<string, Schema>)[reference.replace("#/$defs/", "")];
    if (target === undefined) throw new Error(`${reference} leads nowhere`);
    return schemaFaults(root, value, target, path);
  },
  type: (type: string, value, path) => (isOf(type, value) ? [] : [`${path} is no ${type}`]),
  minimum: (least: number, value, path) => (Number(value) >= least ? [] : [`${path} is too small`]),
  maximum: (most: number, value, path) => (Number(value) <= most ? [] : [`${path} is too large`]),
  const: (constant: unknown, value, path) =>
    value === constant ? [] : [`${path} is not ${String(constant)}`],
  enum: (choices: unknown[], value, path) =>
    choices.includes(value) ? [] : [`${path} is none of the choices`],
  minLength: (length: number, value, path) =>
    String(value).length >= length ? [] : [`${path} is too short`],
  maxLength: (length: number, value, path) =>
    Array.from(String(value)).length <= length ? [] : [`${path} is too long`],
  pattern: (pattern: string, value, path) =>
    typeof value !== "string" || new RegExp(pattern, "u").test(value) ? [] : [`${path} does not match`],
  required: (names: string[], value, path) =>
    names.filter((name) => isObject(value) && !(name in value)).map((name) => `${path}.${name} is missing`),
  properties: (properties: Record<string, Schema>, value, path, root) =>
    Object.entries(properties).flatMap(([name, property]) =>
      isObject(value) && name in value ? schemaFaults(root, value[name], property, `${path}.${name}`) : [],
    ),
  additionalProperties: (additional: Schema | boolean, value, path, root, schema) => {
    const known = Object.keys(schema["properties"] ?? {});
    const others = Object.entries(isObject(value) ? value : {}).filter(([name]) => !known.includes(name));
    return others.flatMap(([name, item]) =>
      typeof additional === "boolean"
        ? additional
          ? []
          : [`${path}.${name} is not known`]
        : schemaFaults(root, item, additional, `${path}.${name}`),
    );
  },
  propertyNames: (names: Schema, value, path, root) =>
    Object.keys(isObject(value) ? value : {}).flatMap((name) =>
      schemaFaults(root, name, names, `${path}.${name}`),
    ),
  anyOf: (choices: Schema[], value, path, root) => {
    const faults = choices.map((choice) => schemaFaults(root, value, choice, path));
    return faults.some(({ length }) => length === 0) ? [] : [`${path} fits none of the forms`];
  },
  items: (items: Schema, value, path, root) =>
    (Array.isArray(value) ? value : []).flatMap((item, index) =>
      schemaFaults(root, item, items, `${path}[${index}]`),
    ),
};
