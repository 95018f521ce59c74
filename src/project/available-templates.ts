import { hint } from "../hints.ts";
import { templates } from "virtual:okta-unlock/templates";
import { OktaUnlockError } from "../errors.ts";
import type { Platform } from "./answers.ts";
import type { CompiledTemplate, TemplateEntry } from "./template.ts";

/** The templates that come with this version, in the order they are offered. */
export function availableTemplates(): readonly TemplateEntry[] {
  return templates;
}

/** Loads the template for a platform. Throws `invalid-value` when this version has none. */
export async function loadTemplate(platform: Platform): Promise<CompiledTemplate> {
  const entry = templates.find((candidate) => candidate.platform === platform);
  if (entry !== undefined) return entry.load();
  const known = templates.map((candidate) => candidate.platform);
  throw new OktaUnlockError("invalid-value", {
    message: `This version has no template for ${platform}.`,
    why: `It has: ${known.join(", ") || "none"}.`,
    next: `Choose another platform: ${hint("create", { platform: known[0] ?? "ios" })}`,
  });
}
