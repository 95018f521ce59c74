import { replaceControls } from "../values/controls.ts";

/** Text from outside (a label, a file name) as one harmless line: what a terminal would obey is shown as `\u{1b}`. */
export function escapeControls(text: string): string {
  return replaceControls(text, (codePoint) => `\\u{${codePoint.toString(16)}}`);
}
