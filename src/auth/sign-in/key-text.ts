import { createPrivateKey } from "node:crypto";
import { decodeText } from "../../values/decode-text.ts";

/**
 * The PEM or JWK in a text as shells, `.env` files and CI systems hand it over: in quotes, with its line breaks written out
 * (`\n`, `\r\n`, escaped once or more), in base64 as a whole, or as the base64 that stands between the lines of a PEM. What is
 * none of these comes back trimmed.
 */
export function unwrapKey(text: string): string {
  const trimmed = removeQuotes(text.replace(/^\uFEFF/u, "").trim());
  if (trimmed.includes("-----BEGIN")) return trimmed.replaceAll(/\\+[rn]/gu, "\n");
  if (trimmed.startsWith("{")) return trimmed.startsWith('{\\"') ? trimmed.replaceAll('\\"', '"') : trimmed;
  const bytes = decodeBase64(trimmed);
  return (bytes && readKeyBytes(bytes)) ?? trimmed;
}

/** True for a text that is a key or was meant as one; a path is neither. */
export function looksLikeKey(text: string): boolean {
  const key = unwrapKey(text);
  return key.startsWith("{") || key.includes("-----BEGIN");
}

/** The PEM or JWK that the bytes of a file hold, as text or as DER; undefined when they hold neither. */
export function readKeyBytes(bytes: Uint8Array): string | undefined {
  if (bytes[0] === sequence && bytes[1] !== 0) return readDer(bytes);
  const key = unwrapKey(decodeText(bytes));
  return key.startsWith("{") || key.includes("-----BEGIN") ? key : undefined;
}

/** The first byte of every key in DER; in text it is the digit 0. */
const sequence = 0x30;

function readDer(bytes: Uint8Array): string | undefined {
  for (const type of ["pkcs8", "pkcs1", "sec1"] as const) {
    try {
      const key = createPrivateKey({ key: Buffer.from(bytes), format: "der", type });
      return key.export({ type: "pkcs8", format: "pem" }) as string;
    } catch {
      // Of another type, or no key.
    }
  }
  return undefined;
}

function removeQuotes(text: string): string {
  const [, , inner = text] = /^(["'`])([^]*)\1$/u.exec(text) ?? [];
  return inner.trim();
}

/** Shorter than any key: a word or a path is base64, too. */
const shortestKey = 100;

function decodeBase64(text: string): Uint8Array | undefined {
  const compact = text.replaceAll(/\s+/gu, "");
  // A PEM that lost its first line alone is cut off, not base64.
  const isBase64 = compact.length >= shortestKey && /^(?!.*-----)[\w+/-]+=*$/u.test(compact);
  return isBase64 ? Buffer.from(compact, "base64") : undefined;
}
