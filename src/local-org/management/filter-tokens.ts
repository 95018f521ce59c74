import { invalidSearch } from "../http/api-error.ts";

export interface FilterToken {
  readonly text: string;
  readonly quoted: boolean;
}

const tokenPattern = /\s*(?:"((?:[^"\\]|\\.)*)"|([()])|([^\s()"]+))/y;

/** Nobody nests deeper, and each level costs stack. */
const mostParentheses = 100;

/**
 * The words, quoted texts and parentheses of a SCIM filter. Throws E0000031 for a quote that doesn't end, and for more
 * parentheses than anybody needs.
 */
export function filterTokens(text: string): FilterToken[] {
  const tokens: FilterToken[] = [];
  const trimmed = text.trim();
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < trimmed.length) {
    const match = tokenPattern.exec(trimmed);
    if (match === null) throw invalidSearch();
    const quoted = match[1] !== undefined;
    tokens.push({ text: match[1]?.replaceAll(/\\(.)/g, "$1") ?? match[2] ?? match[3] ?? "", quoted });
  }
  if (tokens.filter((token) => token.text === "(").length > mostParentheses) throw invalidSearch();
  return tokens;
}
