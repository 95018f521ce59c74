/** Why a text has no one import of a name. */
interface NoImport {
  readonly fault: string;
}

/** An `import` of Swift, Kotlin or TypeScript; one of TypeScript may take several lines. */
const statement = /^import\s(?:[^;{\n]*\{[^}]*\}[^;\n]*;|[^\n]*)/gmu;

/** The one import in a text that brings a name: `AuthRequest`, `com.okta.authfoundation.claims.name`. */
export function findImport(text: string, name: string): string | NoImport {
  const word = new RegExp(
    String.raw`(?<![\w.])${name.replaceAll(".", String.raw`\.`)}(?![\w.])|\.${name}$`,
    "u",
  );
  const found = (text.match(statement) ?? []).filter((each) => word.test(each));
  const [only] = found;
  if (only === undefined) return { fault: `has no import of ${name}` };
  return found.length === 1 ? only : { fault: `has ${found.length} imports of ${name}: name it in full` };
}
