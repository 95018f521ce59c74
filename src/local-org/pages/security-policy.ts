import { createHash } from "node:crypto";
import { activityScript, passwordScript, stylesheet } from "./assets.ts";

const scripts = [passwordScript, activityScript].map(hashOf).join(" ");

/**
 * What a page may do: our one stylesheet and our scripts, known by their hashes. It doesn't say `form-action`, because
 * Chromium applies that to the redirect after a sign-in too, and native apps are called by a scheme of their own.
 */
export const pagePolicy = [
  "default-src 'none'",
  `style-src ${hashOf(stylesheet)}`,
  `script-src ${scripts}`,
  "img-src data:",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** The same for pages that lead to no app: their forms stay here, and they may listen to the org. */
export const toolPolicy = `${pagePolicy}; connect-src 'self'; form-action 'self'`;

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
