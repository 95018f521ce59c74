import { hint } from "../hints.ts";
import { templates } from "virtual:okta-unlock/templates";
import { OktaUnlockError } from "../errors.ts";
import { platforms, type Platform } from "../values/platform.ts";
import type { FileKind } from "./escape.ts";
import type { TemplateNode } from "./template-nodes.ts";

export interface TemplateFile {
  /** Where its contents are: relative to the folder of the template, with forward slashes. */
  readonly from: string;
  /** Where it goes in the project; may name `{{swiftModule}}`, `{{directory}}`, `{{identifier}}` and `{{applicationPath}}`. */
  readonly to: string;
  readonly kind: FileKind;
  /** What an `.hbs` file holds. */
  readonly nodes?: readonly TemplateNode[];
  /** The contents of any other text, without region marks; reading dozens of small files would take longer. */
  readonly text?: string;
  /** The contents of a binary file, unless it is read from the folder `templates`. */
  readonly base64?: string;
  /** True for scripts, such as `gradlew`. */
  readonly executable?: true;
  /** The name of the view that has to be true, or the file is not rendered. */
  readonly when?: string;
}

/** The one system that can build a project, and what to do on another one. */
export interface BuiltOn {
  readonly system: string;
  readonly elsewhere: string;
  /** The local org is reached from its own machine only. */
  readonly elsewhereWithLocalOrg: string;
}

/** A `template.json`, checked, with every file complete. Ours are made by `.config/templates-plugin.ts` when we are built. */
export interface CompiledTemplate {
  readonly platform: Platform;
  readonly title: string;
  readonly version: string;
  /** Versions the project was made for, by tool: `xcode`, `swift`. */
  readonly toolchain: Readonly<Record<string, string>>;
  readonly files: readonly TemplateFile[];
  /** SHA-256 (hexadecimal) of its source, when it is none of ours. */
  readonly sha256?: string;
  /** Left out when it can be built anywhere. */
  readonly builtOn?: BuiltOn;
  /** Whose lockfile the project ships; left out when nothing has to be installed. */
  readonly install?: "npm";
  /** What to do first when the org is the local one; the lines may name the commands `{{trust}}` and `{{start}}`, too. */
  readonly localOrgSteps: readonly string[];
  /** What to do after `cd`; the lines may name the same spellings as `to`. */
  readonly nextSteps: readonly NextStep[];
}

/** A step of every project, or of those for which a name of the view is true. */
export type NextStep = string | { readonly step: string; readonly when: string };

export interface TemplateEntry {
  readonly platform: Platform;
  /** What a person picks from a list: `iOS (Swift, SwiftUI)`. */
  readonly title: string;
  readonly load: () => Promise<CompiledTemplate>;
  /** Its source, packed: what `unpackSource` reads. */
  readonly loadSource: () => Promise<string>;
}

/** The templates that come with this version, in the order they are offered. */
export function availableTemplates(): readonly TemplateEntry[] {
  return platforms.flatMap((platform) => templates.filter((template) => template.platform === platform));
}

/** What can be chosen: a template of the user's is the only one. */
export function offeredTemplates(
  own: CompiledTemplate | undefined,
): readonly Pick<TemplateEntry, "platform" | "title">[] {
  return own === undefined ? availableTemplates() : [own];
}

/** Loads the packed source of the template for a platform: what `unpackSource` reads. */
export async function loadTemplateSource(platform: Platform): Promise<string> {
  return findTemplate(platform).loadSource();
}

/** Loads the template for a platform. Throws `invalid-value` when this version has none. */
export async function loadTemplate(platform: Platform): Promise<CompiledTemplate> {
  return findTemplate(platform).load();
}

function findTemplate(platform: Platform): TemplateEntry {
  const entry = templates.find((candidate) => candidate.platform === platform);
  if (entry !== undefined) return entry;
  const known = availableTemplates().map((candidate) => candidate.platform);
  throw new OktaUnlockError("invalid-value", {
    message: `This version has no template for ${platform}.`,
    why: `It has: ${known.join(", ") || "none"}.`,
    next: `Choose another platform: ${hint("create", { platform: known[0] ?? "ios" })}`,
  });
}
