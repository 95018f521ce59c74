import type { SecretRegistry } from "../context.ts";

const shortestSecret = 6;

/** One registry a process; `onAdd` learns each secret once. Longer secrets are masked first, so that one that holds another leaves no rest. */
export function createSecretRegistry(onAdd: (secret: string) => void = () => {}): SecretRegistry {
  const secrets = new Set<string>();
  return {
    add(secret) {
      if (secret.length < shortestSecret || secrets.has(secret)) return;
      onAdd(secret);
      for (const form of spellingsOf(secret)) secrets.add(form);
    },
    mask(text) {
      return [...secrets]
        .toSorted((a, b) => b.length - a.length)
        .reduce((masked, secret) => masked.replaceAll(secret, "********"), text);
    },
  };
}

/** A secret also leaks in the forms that URLs and JSON give it. */
function spellingsOf(secret: string): string[] {
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
}
