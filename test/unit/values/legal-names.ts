import fc from "fast-check";
import { parseProjectName } from "../../../src/values/project-name.ts";
import { anyText } from "./any-text.ts";

const hostile = fc.constantFrom(
  '"',
  "'",
  "\\",
  "$",
  "`",
  "\\(",
  "${",
  "{{",
  "}}",
  "{{{x}}}",
  "</string>",
  "<!--",
  "]]>",
  "&amp;",
  "&",
  "%",
  "%@",
  "#",
  "//",
  "/*",
  "*/",
  '"""',
  "#region x",
  "=",
  ":",
  "!",
  ";",
  "\\u0041",
  "\\n",
  "|",
  "*",
  "_",
  "[x](y)",
  "<b>",
  "~",
  "-",
  "😀",
  "👩‍👩‍👧",
  "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
  "é",
  "مرحبا",
  "שלום",
  "日本",
  "\u200F",
  "\u00A0",
  "\u{10FFFD}",
  "\uE000",

  "\u00AD",
  "  ",
);

/** Names that are legal and as awkward as they come: quotes, markup, escapes, emoji, right-to-left text. */
export const legalName = fc
  .array(fc.oneof(hostile, anyText(3), fc.string({ maxLength: 8 })), {
    minLength: 1,
    maxLength: 12,
  })
  .map((parts) => parts.join("").normalize("NFC").trim())
  .filter((name) => parseProjectName(name).ok);
