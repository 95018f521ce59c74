import type { Platform } from "./answers.ts";
import type { FileKind } from "./file-kind.ts";

/** What `Handlebars.precompile` makes of a template: opaque to all but the Handlebars runtime. */
export interface TemplateSpec {
  readonly compiler: readonly [number, string];
}

export interface TemplateFile {
  /** Where its contents are: relative to the platform's folder, with forward slashes. */
  readonly from: string;
  /** Where it goes in the project; may name `{{swiftModule}}`, `{{directory}}` and `{{identifier}}`. */
  readonly to: string;
  readonly kind: FileKind;
  /** The precompiled template of an `.hbs` file; absent when the file is copied. */
  readonly spec?: TemplateSpec;
  /** True when a copied file has region marks to strip. */
  readonly hasRegions?: true;
  /** True for scripts, such as `gradlew`. */
  readonly executable?: true;
}

/** A `template.json`, checked, with every file complete. Made by `.config/templates-plugin.ts` when we are built. */
export interface CompiledTemplate {
  readonly platform: Platform;
  readonly title: string;
  readonly version: string;
  /** Versions the project was made for, by tool: `xcode`, `swift`. */
  readonly toolchain: Readonly<Record<string, string>>;
  readonly files: readonly TemplateFile[];
  /** What to do after `cd`; the lines may name the same spellings as `to`. */
  readonly nextSteps: readonly string[];
}

export interface TemplateEntry {
  readonly platform: Platform;
  /** What a person picks from a list: `iOS (Swift, SwiftUI)`. */
  readonly title: string;
  readonly load: () => Promise<CompiledTemplate>;
}
