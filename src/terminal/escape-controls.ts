import { replaceControls } from "../values/controls.ts";

/** Text from outside (a label, a file name) as one harmless line: what a terminal would obey is shown as `\u{1b}`. */
export function escapeControls(text: string): string {
  return replaceControls(text, (codePoint) => `\\u{${codePoint.toString(16)}}`);
}

/** A copy of plain data in which every text is one harmless line, however deep it lies. */
export function escapeTexts<T>(data: T): T {
  return escapeAny(data) as T;
}

function escapeAny(data: unknown): unknown {
  if (typeof data === "string") return escapeControls(data);
  if (Array.isArray(data)) return data.map(escapeAny);
  if (!isPlainObject(data)) return data;
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, escapeAny(value)]));
}

function isPlainObject(data: unknown): data is object {
  return typeof data === "object" && data !== null && Object.getPrototypeOf(data) === Object.prototype;
}

/** What a view made: its lines and our colors stay; whatever else a terminal would obey is no work of ours. */
export function escapeView(text: string): string {
  return text
    .split(/(\n|\u001B\[[\d;]*m)/u)
    .map((part, index) => (index % 2 === 0 ? escapeControls(part) : part))
    .join("");
}

/** JSON that says the same, and of which a terminal obeys nothing. */
export function escapeJson(json: string): string {
  return replaceControls(json, (codePoint) => `\\u${codePoint.toString(16).padStart(4, "0")}`);
}
