import type { SecretRegistry } from "../context.ts";

const shortestSecret = 6;

/** What has the shape of a credential that nothing prints on purpose is masked without being known. */
const shapes: readonly RegExp[] = [
  // A private key, whole or cut off, its lines broken in any way.
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/gu,
  // The private part of a JWK, also inside another JSON text.
  /(?<=\\?"(?:d|p|q|dp|dq|qi|k)\\?"\s*:\s*\\?")[\w-]{16,}/gu,
];

/** An API token of Okta, 42 characters; and what stands behind the scheme of such tokens, whatever its form. */
const apiTokens = [
  /(?<![\w-])00[\w-]{40}(?![\w-])/gu,
  // Looks ahead first: what stands before is then read once, however long it is.
  /(?=[^\s:="'])(?<=\bSSWS[\s:=]*)[^\s:="']{10,}/giu,
];

/**
 * The API tokens in a text that a person gave: one that was pasted where another value belongs would be repeated in the error
 * about it, in lower case where it was taken for a host.
 */
export function findApiTokens(text: string): string[] {
  return apiTokens
    .flatMap((shape) => text.match(shape) ?? [])
    .flatMap((token) => [token, token.toLowerCase()]);
}

const mask = "********";

/**
 * One registry a process; `onAdd` learns each secret once. Longer secrets are masked first, so that one that holds another
 * leaves no rest.
 */
export function createSecretRegistry(onAdd: (secret: string) => void = () => {}): SecretRegistry {
  const secrets = new Set<string>();
  const parts = new Set<string>();
  return {
    add(secret) {
      if (secret.length < shortestSecret || secrets.has(secret)) return;
      onAdd(secret);
      for (const form of listSpellings(secret)) {
        secrets.add(form);
        for (const part of listParts(form)) parts.add(part);
      }
    },
    mask(text) {
      const masked = [...secrets]
        .toSorted((a, b) => b.length - a.length)
        .reduce((rest, secret) => rest.replaceAll(secret, mask), text);
      const shapeless = shapes.reduce((rest, shape) => rest.replaceAll(shape, mask), maskJwts(masked));
      return parts.size === 0 ? shapeless : maskParts(shapeless, parts);
    },
  };
}

/**
 * A signed JWT, or one whose signature was cut off: access tokens, assertions and proofs are made by the hundred. Not one
 * pattern: it would read a long text of somebody else's again from each place where a JWT could begin.
 */
function maskJwts(text: string): string {
  return text.includes("eyJ") ? text.replaceAll(/[\w.-]+/gu, maskJwtsOfWord) : text;
}

function maskJwtsOfWord(word: string): string {
  const parts = word.split(".");
  const kept: string[] = [];
  for (let index = 0; index < parts.length; index += 1) {
    const part = parts[index] ?? "";
    const start = part.search(/\beyJ/u);
    const isHeader = start !== -1 && part.length - start >= 11 && (parts[index + 1] ?? "").length >= 8;
    kept.push(isHeader ? part.slice(0, start) + mask : part);
    if (isHeader) index += 2;
  }
  return kept.join(".");
}

/** A secret also leaks in the forms that URLs, JSON, and encodings give it. */
function listSpellings(secret: string): string[] {
  const own = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
  return isToken(secret) ? [...own, ...listEncodings(secret)] : own;
}

/** Base64 of whatever the secret stands in: three forms, by where in a group of three bytes it begins. And hexadecimal. */
function listEncodings(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const hex = bytes.toString("hex");
  const inBase64 = [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64url");
    // The characters at both ends are made of bits of what stands beside the secret, too.
    const whole = text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
    return [whole, whole.replaceAll("-", "+").replaceAll("_", "/")];
  });
  return [hex, hex.toUpperCase(), ...inBase64];
}

/** Random text of one word, unlike a password or the name of a file. */
function isToken(text: string): boolean {
  return text.length >= 32 && /^[\w.~+/=-]+$/u.test(text) && /\d/u.test(text) && /[A-Za-z]/u.test(text);
}

const partLength = 16;

/** All pieces of a token that are long enough to be worth something to somebody. */
function listParts(form: string): string[] {
  if (!isToken(form)) return [];
  return Array.from({ length: form.length - partLength + 1 }, (_, start) =>
    form.slice(start, start + partLength),
  ).filter((part) => !/[./]/u.test(part));
}

/** Masks each piece of a token that somebody else gives back, however it was cut. */
function maskParts(text: string, parts: ReadonlySet<string>): string {
  return text.replaceAll(/[\w~+/=-]{16,}/gu, (word) => maskWord(word, parts));
}

function maskWord(word: string, parts: ReadonlySet<string>): string {
  let masked = "";
  for (let start = 0; start < word.length;) {
    if (!parts.has(word.slice(start, start + partLength))) {
      masked += word[start++] ?? "";
      continue;
    }
    start += partLength;
    while (parts.has(word.slice(start - partLength + 1, start + 1)) && start < word.length) start += 1;
    masked += mask;
  }
  return masked;
}
