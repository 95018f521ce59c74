/** Why a text has no one import of a name. */
interface NoImport {
  readonly fault: string;
}

/** An `import` of Swift, Kotlin or TypeScript; one of TypeScript may take several lines. */
const statement = /^import\s(?:[^;{\n]*\{[^}]*\}[^;\n]*;|[^\n]*)/gmu;

/**
 * The imports in a text that bring some names, each once. One that lists its names lists only those: others are of no use to a
 * reader.
 */
export function findImports(text: string, names: readonly string[]): readonly string[] | NoImport {
  const wanted = new Map<string, string[]>();
  for (const name of names) {
    const found = findImport(text, name);
    if (typeof found !== "string") return found;
    wanted.set(found, [...(wanted.get(found) ?? []), name]);
  }
  return Array.from(wanted, ([found, brought]) => narrowImport(found, brought));
}

/** `import { A, B } from "kit";` with some of its names. */
function narrowImport(found: string, names: readonly string[]): string {
  const [whole, start = "", list = "", end = ""] =
    /^(import (?:type )?)\{([^}]*)\}( from [^{]*)$/u.exec(found) ?? [];
  if (whole === undefined) return found;
  const parts = list.split(",").map((part) => part.trim());
  const kept = parts.filter((part) => names.some((name) => part.split(/\s+/u).includes(name)));
  return `${start}{ ${kept.join(", ")} }${end}`;
}

/** The one import in a text that brings a name: `AuthRequest`, `com.okta.authfoundation.claims.name`. */
function findImport(text: string, name: string): string | NoImport {
  const word = new RegExp(
    String.raw`(?<![\w.])${name.replaceAll(".", String.raw`\.`)}(?![\w.])|\.${name}$`,
    "u",
  );
  const found = (text.match(statement) ?? []).filter((each) => word.test(each));
  const [only] = found;
  if (only === undefined) return { fault: `has no import of ${name}` };
  return found.length === 1 ? only : { fault: `has ${found.length} imports of ${name}: name it in full` };
}
