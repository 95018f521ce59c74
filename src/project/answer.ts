import type { Choice } from "../context.ts";
import type { Parsed } from "../values/branded.ts";
import type { BundleId } from "../values/bundle-id.ts";
import type { Platform } from "../values/platform.ts";
import type { ProjectName } from "../values/project-name.ts";
import type { RedirectUri } from "../values/redirect-uri.ts";

/** What is known when an answer is looked for: the answers before it, and what the run itself knows. */
export interface Known {
  readonly platform?: Platform | undefined;
  /** The platforms of a run that makes a project for each of them. */
  readonly platforms?: readonly Platform[] | undefined;
  readonly name?: ProjectName | undefined;
  readonly bundleId?: BundleId | undefined;
  readonly redirectUri?: RedirectUri | undefined;
  /** Absolute path of the folder, when the user named one. */
  readonly directory?: string | undefined;
  /** Somebody confirms the default of a name, or has taken it with --yes. */
  readonly takesDefaults?: boolean;
  /** The templates that come with this version. */
  readonly templates?: readonly { readonly platform: Platform; readonly title: string }[];
}

/** How `okta-unlock.json` holds an answer, as JSON Schema. With a `default`, older projects may lack it. */
export interface JsonForm {
  readonly description?: string;
  readonly $ref?: string;
  readonly enum?: readonly string[];
  readonly type?: "string" | "integer" | "boolean";
  readonly default?: string | number | boolean;
  readonly [keyword: string]: unknown;
}

/** One thing that templates may name. */
export interface ViewPart<T> {
  from(value: T): string | boolean | readonly string[];
  /** In Markdown it is running text; everything else belongs in a code span or a fence, where nothing is escaped. */
  readonly isMarkdownText?: true;
}

/** Everything there is to know of one project answer. Whatever treats answers reads it here. */
export interface Answer<T, View = Readonly<Record<string, ViewPart<NoInfer<T>>>>> {
  /** As said in messages: `bundle ID`. */
  readonly label: string;
  /**
   * As typed, with its placeholder. Without one it is a switch: it says `true`, and `--no-` before its name `false`. Its name
   * in camel case is the key of the answer.
   */
  readonly flag: `--${string}`;
  /** The environment variable that stands in for the flag. */
  readonly variable: `OKTA_UNLOCK_${string}`;
  /** What `--help` says of the flag. */
  readonly help: string;
  /** The flag may be given more than once. */
  readonly isRepeatable?: true;
  readonly question: string;
  /** The platforms that have a choice in it; the projects of others have its default. */
  readonly onlyFor?: readonly Platform[];
  /** Its default is nearly always right: asked for only by somebody who wants to change it. */
  readonly isAskedLater?: true;
  /** When there are only a few: offered instead of a line to type. */
  readonly choices?: (known: Known) => readonly Choice<string>[];
  /** The last of the choices leads to a list of which any number can be chosen; they are parsed with commas between them. */
  readonly several?: { readonly choice: string; readonly question: string };
  parse(text: string, known: Known): Parsed<T>;
  /** The text that `parse` reads back as this value. */
  write(value: NoInfer<T>): string;
  /** What is taken when nobody answers, as text. */
  readonly fallback: (known: Known) => string | undefined;
  /** The default is made from another answer: when that one is missing, only that is reported. */
  readonly isDerived?: true;
  /** Whether the answer of a project that is there stands in for the default; true when left out. */
  readonly keepsEarlier?: (known: Known, earlier: Known) => boolean;
  readonly json: JsonForm;
  /** What templates may name of it. */
  readonly view: View;
}

/** One row; what its parser gives is what all else of it takes. */
export function answer<T, View extends Readonly<Record<string, ViewPart<T>>>>(
  row: Answer<T, View>,
): Answer<T, View> {
  return row;
}
