import type { SubjectProject } from "./subject.ts";
import { readProjectText } from "./project-files.ts";

/** Where an Android project names the scheme that leads back into the app. */
export const gradlePath = "app/build.gradle.kts";

/** What Okta's SDK calls the placeholder, which its own manifest has. */
export const placeholderName = "webAuthenticationRedirectScheme";

/** How the build file fills the placeholder. */
export type GradleScheme =
  /** With the scheme of the redirect URI in okta.properties, as the template does. */
  | { readonly kind: "from-settings" }
  /** With texts; several when flavors differ. */
  | { readonly kind: "literal"; readonly schemes: readonly string[] }
  /** With code that only Gradle can run. */
  | { readonly kind: "computed" }
  | { readonly kind: "missing" }
  | { readonly kind: "unreadable" };

const text = /"(?:[^"\\\n]|\\.)*"/u;
const comment = /\/\/[^\n]*|\/\*.*?\*\//su;
const textOrComment = new RegExp(`(?<text>${text.source})|${comment.source}`, "gsu");
/** `manifestPlaceholders["…"] = value`, `"…" to value` and `put("…", value)`. */
const filling = new RegExp(`"${placeholderName}"\\s*(?:\\]\\s*=|\\bto\\b|,)\\s*(?<value>[^\\n]*)`, "gu");
const fromSettings = /^oktaValue\(\s*"signInRedirectUri"\s*\)\s*\.substringBefore\(\s*":"\s*\)/u;
/** A text without anything that Kotlin puts in. */
const literal = /^"(?<scheme>[^"\\$\n]*)"\s*[),;}]*\s*$/u;

/** Reads what the build file registers. Gradle runs code; only what is plain is understood. */
export function readGradleScheme({ directory }: Pick<SubjectProject, "directory">): GradleScheme {
  const code = readProjectText(directory, gradlePath)?.replaceAll("\r\n", "\n");
  if (code === undefined) return { kind: "unreadable" };
  const bare = code.replaceAll(textOrComment, (_all, kept: string | undefined) => kept ?? " ");
  if (!bare.includes(placeholderName)) return { kind: "missing" };
  const values = Array.from(bare.matchAll(filling), ({ groups }) => groups?.["value"]?.trim() ?? "");
  if (values.length > 0 && values.every((value) => fromSettings.test(value)))
    return { kind: "from-settings" };
  const schemes = values.flatMap((value) => literal.exec(value)?.groups?.["scheme"] ?? []);
  return schemes.length > 0 && schemes.length === values.length
    ? { kind: "literal", schemes }
    : { kind: "computed" };
}
