import { createHash, timingSafeEqual } from "node:crypto";

/** Compares digests, so that the time it takes reveals nothing about the secret or its length. */
export function isSameSecret(one: string, other: string): boolean {
  return timingSafeEqual(hashText(one), hashText(other));
}

function hashText(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
