import type { SecretRegistry } from "../context.ts";

const shortestSecret = 6;

/**
 * A signed JWT, or one whose signature was cut off: access tokens, client assertions and proofs are made by the hundred, and
 * nothing that is printed is meant to be one.
 */
const jwt = /\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/gu;

const mask = "********";

/**
 * One registry a process; `onAdd` learns each secret once. Longer secrets are masked first, so that one that holds another
 * leaves no rest.
 */
export function createSecretRegistry(onAdd: (secret: string) => void = () => {}): SecretRegistry {
  const secrets = new Set<string>();
  return {
    add(secret) {
      if (secret.length < shortestSecret || secrets.has(secret)) return;
      onAdd(secret);
      for (const form of listSpellings(secret)) secrets.add(form);
    },
    mask(text) {
      return [...secrets]
        .toSorted((a, b) => b.length - a.length)
        .reduce((masked, secret) => masked.replaceAll(secret, mask), text.replaceAll(jwt, mask));
    },
  };
}

/** A secret also leaks in the forms that URLs and JSON give it. */
function listSpellings(secret: string): string[] {
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
}
