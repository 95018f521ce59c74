/** Markup that may stand in a page as it is. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | Html | readonly Html[] | undefined;

/** A template whose values are escaped, unless they are `Html` themselves. Undefined gives nothing. */
export function html(strings: TemplateStringsArray, ...values: readonly Part[]): Html {
  return new Html(strings.map((string, index) => `${string}${toMarkup(values[index])}`).join(""));
}

function toMarkup(value: Part): string {
  if (value === undefined) return "";
  if (value instanceof Html) return value.text;
  if (isList(value)) return value.map((each) => each.text).join("");
  return escapeText(String(value));
}

function isList(value: Part): value is readonly Html[] {
  return Array.isArray(value);
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeText(text: string): string {
  return text.replaceAll(/[&<>"']/gu, (character) => entities[character] ?? "");
}
