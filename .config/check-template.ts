import { viewNames } from "../src/project/template-view.ts";

const blockHelpers = new Set(["if", "unless", "each"]);

/** Templates hold values and presence only: `{{name}}`, `{{#if}}`, `{{#unless}}`, `{{#each}}`. */
export function assertOnlyPresence(
  body: readonly hbs.AST.Statement[],
  from: string,
  helpers: readonly string[] = [],
): void {
  for (const statement of body) {
    const place = `${from}:${statement.loc.start.line}`;
    if (isBlock(statement)) assertBlock(statement, from, helpers);
    else if (isMustache(statement)) assertMustache(statement, place, helpers);
    else if (statement.type !== "ContentStatement" && statement.type !== "CommentStatement") {
      throw new Error(`${place}: ${statement.type} is not allowed in a template`);
    }
  }
}

function assertBlock(block: hbs.AST.BlockStatement, from: string, helpers: readonly string[]): void {
  const place = `${from}:${block.loc.start.line}`;
  const name = block.path.original;
  if (!blockHelpers.has(name))
    throw new Error(`${place}: the helper ${name} is not allowed; use if, unless or each`);
  const [parameter] = block.params;
  if (block.params.length !== 1 || parameter === undefined || !isPath(parameter)) {
    throw new Error(`${place}: #${name} takes one name`);
  }
  assertKnown(parameter, place, helpers);
  const inner = name === "each" ? [...helpers, "each"] : helpers;
  assertOnlyPresence(block.program.body, from, inner);
  // Handlebars leaves out the inverse when there is none, whatever its types say.
  assertOnlyPresence((block.inverse as hbs.AST.Program | undefined)?.body ?? [], from, helpers);
}

function assertMustache(
  mustache: hbs.AST.MustacheStatement,
  place: string,
  helpers: readonly string[],
): void {
  if (!mustache.escaped)
    throw new Error(`${place}: write two braces; values are escaped by file kind, always`);
  if (mustache.params.length > 0 || !isPath(mustache.path))
    throw new Error(`${place}: only a name is allowed`);
  assertKnown(mustache.path, place, helpers);
}

/** A name of the view; inside `#each` also `this`, `@first` and `@last`. */
function assertKnown(path: hbs.AST.PathExpression, place: string, helpers: readonly string[]): void {
  const inEach = helpers.includes("each") && /^(?:this|@first|@last)$/u.test(path.original);
  const name = path.original.replace(/^(?:\.\.\/)+/u, "");
  if (!inEach && !viewNames.includes(name)) {
    throw new Error(`${place}: {{${path.original}}} is not a name of the view (${viewNames.join(", ")})`);
  }
}

function isBlock(statement: hbs.AST.Statement): statement is hbs.AST.BlockStatement {
  return statement.type === "BlockStatement";
}

function isMustache(statement: hbs.AST.Statement): statement is hbs.AST.MustacheStatement {
  return statement.type === "MustacheStatement";
}

function isPath(node: hbs.AST.Node): node is hbs.AST.PathExpression {
  return node.type === "PathExpression";
}
