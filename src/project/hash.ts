import { createHash } from "node:crypto";

/** SHA-256 in hexadecimal; a string is hashed as UTF-8. */
export function sha256Of(contents: string | Uint8Array): string {
  return createHash("sha256").update(contents).digest("hex");
}
