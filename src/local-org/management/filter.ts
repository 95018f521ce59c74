import { createInvalidSearchError } from "../http/api-error.ts";

/** What an attribute holds: a text, several, or something that knows whether it holds a value (too many to list). */
type AttributeValue = string | readonly string[] | { has(value: string): boolean } | undefined;

/** The value of an attribute path such as `profile.name`; undefined when the object lacks it. */
export type AttributeReader<T> = (item: T) => AttributeValue;

export type Predicate<T> = (item: T) => boolean;

const comparisons = {
  eq: (one: string, other: string) => one === other,
  ne: (one: string, other: string) => one !== other,
  sw: (one: string, other: string) => one.startsWith(other),
  ew: (one: string, other: string) => one.endsWith(other),
  co: (one: string, other: string) => one.includes(other),
  gt: (one: string, other: string) => one > other,
  ge: (one: string, other: string) => one >= other,
  lt: (one: string, other: string) => one < other,
  le: (one: string, other: string) => one <= other,
} as const;

type Operator = keyof typeof comparisons;

/** What a list can be filtered by. */
export interface FilterGrammar<T> {
  /** The reader of an attribute; undefined when the list can't be filtered by it. */
  reader(attribute: string): AttributeReader<T> | undefined;
  /** Whether an attribute may be compared in this way. Without it: any way. */
  allows?(attribute: string, operator: string): boolean;
  /** True when upper and lower case are the same. Default false. */
  readonly ignoresCase?: boolean;
}

/** The grammar for a fixed set of attributes. */
export function allowAttributes<T>(readers: Readonly<Record<string, AttributeReader<T>>>): FilterGrammar<T> {
  return { reader: (attribute) => (Object.hasOwn(readers, attribute) ? readers[attribute] : undefined) };
}

/**
 * The predicate of a SCIM filter (RFC 7644, 3.4.2.2): comparisons of the given attributes, joined by `and`, `or`, `not`
 * and parentheses. Throws E0000031 for anything else, attributes that Okta can't filter by included.
 */
export function parseFilter<T>(text: string, grammar: FilterGrammar<T>): Predicate<T> {
  return new FilterParser(splitFilter(text), grammar).parse();
}

class FilterParser<T> {
  readonly #tokens: FilterToken[];
  readonly #grammar: FilterGrammar<T>;

  constructor(tokens: FilterToken[], grammar: FilterGrammar<T>) {
    this.#tokens = tokens;
    this.#grammar = grammar;
  }

  parse(): Predicate<T> {
    const predicate = this.#parseOr();
    if (this.#tokens.length > 0) throw createInvalidSearchError();
    return predicate;
  }

  #parseOr(): Predicate<T> {
    const parts = [this.#parseAnd()];
    while (this.#take("or")) parts.push(this.#parseAnd());
    return (item) => parts.some((part) => part(item));
  }

  #parseAnd(): Predicate<T> {
    const parts = [this.#parseTerm()];
    while (this.#take("and")) parts.push(this.#parseTerm());
    return (item) => parts.every((part) => part(item));
  }

  #parseTerm(): Predicate<T> {
    if (this.#take("not")) return this.#parseNegation();
    if (!this.#take("(")) return this.#parseComparison();
    const inner = this.#parseOr();
    if (!this.#take(")")) throw createInvalidSearchError();
    return inner;
  }

  #parseNegation(): Predicate<T> {
    if (this.#tokens[0]?.text !== "(") throw createInvalidSearchError();
    const inner = this.#parseTerm();
    return (item) => !inner(item);
  }

  #parseComparison(): Predicate<T> {
    const [attribute, operator] = this.#tokens.splice(0, 2);
    if (attribute === undefined || operator === undefined) throw createInvalidSearchError();
    const read = this.#grammar.reader(attribute.text);
    const name = operator.text.toLowerCase();
    if (read === undefined || this.#grammar.allows?.(attribute.text, name) === false)
      throw createInvalidSearchError();
    if (name === "pr") return (item) => isPresent(read(item));
    if (!isOperator(name)) throw createInvalidSearchError();
    return this.#buildComparison(read, name, this.#takeValue());
  }

  #takeValue(): string {
    const value = this.#tokens.shift();
    if (value === undefined) throw createInvalidSearchError();
    if (!value.quoted && value.text !== "true" && value.text !== "false") throw createInvalidSearchError();
    return value.text;
  }

  #buildComparison(read: AttributeReader<T>, operator: Operator, value: string): Predicate<T> {
    const compare = comparisons[operator];
    const fold = this.#grammar.ignoresCase === true ? (text: string) => text.toLowerCase() : isSame;
    const wanted = fold(toTime(value));
    return (item) => {
      const actual = read(item);
      if (actual === undefined) return false;
      if (typeof actual === "string") return compare(fold(actual), wanted);
      if ("has" in actual) return actual.has(value) === (operator !== "ne");
      return operator === "ne"
        ? actual.every((each) => compare(fold(each), wanted))
        : actual.some((each) => compare(fold(each), wanted));
    };
  }

  #take(text: string): boolean {
    const next = this.#tokens[0];
    if (next === undefined || next.quoted || next.text.toLowerCase() !== text) return false;
    this.#tokens.shift();
    return true;
  }
}

function isOperator(name: string): name is Operator {
  return Object.hasOwn(comparisons, name);
}

function isPresent(value: AttributeValue): boolean {
  return Array.isArray(value) || typeof value === "string" ? value.length > 0 : value !== undefined;
}

function isSame(text: string): string {
  return text;
}

/** A time in the stored form, so that times compare as strings; any other text unchanged. */
function toTime(value: string): string {
  const isTime = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)$/.test(value);
  return isTime && !Number.isNaN(Date.parse(value)) ? new Date(value).toISOString() : value;
}

export interface FilterToken {
  readonly text: string;
  readonly quoted: boolean;
}

const tokenPattern = /\s*(?:"((?:[^"\\]|\\.)*)"|([()])|([^\s()"]+))/y;

/** No real filter nests deeper, and each level uses stack. */
const mostParentheses = 100;

/**
 * The words, quoted texts and parentheses of a SCIM filter. Throws E0000031 for a quote that doesn't end, and for more
 * parentheses than anybody needs.
 */
function splitFilter(text: string): FilterToken[] {
  const tokens: FilterToken[] = [];
  const trimmed = text.trim();
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < trimmed.length) {
    const match = tokenPattern.exec(trimmed);
    if (match === null) throw createInvalidSearchError();
    const quoted = match[1] !== undefined;
    tokens.push({ text: match[1]?.replaceAll(/\\(.)/g, "$1") ?? match[2] ?? match[3] ?? "", quoted });
  }
  if (tokens.filter((token) => token.text === "(").length > mostParentheses) throw createInvalidSearchError();
  return tokens;
}
