import { invalidSearch } from "../http/api-error.ts";

/** The value of an attribute path such as `profile.name`; undefined when the object lacks it. */
export type AttributeReader<T> = (item: T) => string | undefined;

export type Predicate<T> = (item: T) => boolean;

type Operator = "eq" | "ne" | "sw" | "co" | "gt" | "ge" | "lt" | "le";

const comparisons: Readonly<Record<Operator, (one: string, other: string) => boolean>> = {
  eq: (one, other) => one === other,
  ne: (one, other) => one !== other,
  sw: (one, other) => one.startsWith(other),
  co: (one, other) => one.includes(other),
  gt: (one, other) => one > other,
  ge: (one, other) => one >= other,
  lt: (one, other) => one < other,
  le: (one, other) => one <= other,
};

const tokenPattern = /\s*(?:"((?:[^"\\]|\\.)*)"|([()])|([^\s()"]+))/y;

interface Token {
  readonly text: string;
  readonly quoted: boolean;
}

/**
 * The predicate of a SCIM filter (RFC 7644, 3.4.2.2): comparisons of the given attributes, joined by `and`, `or` and
 * parentheses. Throws E0000031 for anything else, attributes that Okta can't filter by included.
 */
export function parseFilter<T>(
  text: string,
  attributes: Readonly<Record<string, AttributeReader<T>>>,
): Predicate<T> {
  return new FilterParser(tokensOf(text), attributes).parse();
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const trimmed = text.trim();
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < trimmed.length) {
    const match = tokenPattern.exec(trimmed);
    if (match === null) throw invalidSearch();
    const quoted = match[1] !== undefined;
    tokens.push({ text: match[1]?.replaceAll(/\\(.)/g, "$1") ?? match[2] ?? match[3] ?? "", quoted });
  }
  return tokens;
}

class FilterParser<T> {
  readonly #tokens: Token[];
  readonly #attributes: Readonly<Record<string, AttributeReader<T>>>;

  constructor(tokens: Token[], attributes: Readonly<Record<string, AttributeReader<T>>>) {
    this.#tokens = tokens;
    this.#attributes = attributes;
  }

  parse(): Predicate<T> {
    const predicate = this.#either();
    if (this.#tokens.length > 0) throw invalidSearch();
    return predicate;
  }

  #either(): Predicate<T> {
    const parts = [this.#both()];
    while (this.#take("or")) parts.push(this.#both());
    return (item) => parts.some((part) => part(item));
  }

  #both(): Predicate<T> {
    const parts = [this.#single()];
    while (this.#take("and")) parts.push(this.#single());
    return (item) => parts.every((part) => part(item));
  }

  #single(): Predicate<T> {
    if (!this.#take("(")) return this.#comparison();
    const inner = this.#either();
    if (!this.#take(")")) throw invalidSearch();
    return inner;
  }

  #comparison(): Predicate<T> {
    const [attribute, operator, value] = this.#tokens.splice(0, 3);
    const read = attribute === undefined ? undefined : ownValue(this.#attributes, attribute.text);
    const compare = operator === undefined ? undefined : ownValue(comparisons, operator.text.toLowerCase());
    if (read === undefined || compare === undefined || value === undefined) throw invalidSearch();
    if (!value.quoted && value.text !== "true" && value.text !== "false") throw invalidSearch();
    return (item) => {
      const actual = read(item);
      return actual !== undefined && compare(actual, value.text);
    };
  }

  #take(text: string): boolean {
    const next = this.#tokens[0];
    if (next === undefined || next.quoted || next.text.toLowerCase() !== text) return false;
    this.#tokens.shift();
    return true;
  }
}

function ownValue<V>(record: Readonly<Record<string, V>>, key: string): V | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
