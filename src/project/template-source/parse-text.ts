import { parse } from "handlebars/dist/cjs/handlebars/compiler/base.js";
import { viewNames } from "../template-view.ts";
import type { TemplateNode } from "../template-nodes.ts";

/** Is told what is wrong, and in which line (from 1) when that is known. */
type Complain = (line: number | undefined, problem: string) => unknown;

/** Where a statement stands. */
interface Place {
  readonly isInEach: boolean;
  readonly complain: Complain;
  /** The names whose values can't be shown here. */
  readonly hidden: readonly string[];
}

/** More blocks inside each other than any file needs; the parser's own recursion could take some thousand. */
const deepest = 32;

/**
 * Parses the text of an `.hbs` file. It may hold values and presence only: `{{name}}`, `{{#if}}`, `{{#unless}}`, `{{#each}}`, with
 * names of the view. Complains about everything else; then the nodes are of no use.
 * `hidden` are names whose values may not be shown, as nothing escapes them.
 */
export function parseText(
  text: string,
  complain: Complain,
  hidden: readonly string[] = [],
): readonly TemplateNode[] {
  const tooDeep = findDepth(text);
  if (tooDeep !== undefined) {
    complain(tooDeep, `has more than ${deepest} blocks inside each other`);
    return [];
  }
  const program = parseStatements(text, complain);
  return program === undefined ? [] : readStatements(program.body, { isInEach: false, complain, hidden });
}

function parseStatements(text: string, complain: Complain): hbs.AST.Program | undefined {
  try {
    return parse(text);
  } catch (error) {
    const { message, lineNumber } = error as Error & { readonly lineNumber?: number };
    const [, line] = /\bon line (\d+)/u.exec(message) ?? [];
    complain(lineNumber ?? (line === undefined ? undefined : Number(line)), explainSyntax(message));
    return undefined;
  }
}

/** The parser's own words list its tokens. */
function explainSyntax(message: string): string {
  if (message.startsWith("Parse error"))
    return "can't be parsed: each {{ has to have its }}, and each block its end";
  return message.replace(/ - \d+:\d+$/u, "");
}

/** The line of the first block that lies too deep. A chain of `{{else if}}` is as deep as it is long. */
function findDepth(text: string): number | undefined {
  const open: number[] = [0];
  for (const { 1: mark = "", index } of text.matchAll(/\{\{~?\s*(#|\^\s*\w|\/|else\s+\w)/gu)) {
    if (mark === "/") open.pop();
    else if (mark.startsWith("else")) open.push((open.pop() ?? 0) + 1);
    else open.push(1);
    const depth = open.reduce((sum, each) => sum + each, 0);
    if (depth > deepest) return text.slice(0, index).split("\n").length;
  }
  return undefined;
}

function readStatements(body: readonly hbs.AST.Statement[], place: Place): readonly TemplateNode[] {
  return body.flatMap((statement): readonly TemplateNode[] => {
    if (isContent(statement)) return statement.value === "" ? [] : [statement.value];
    if (statement.type === "CommentStatement") return [];
    if (isBlock(statement)) return readBlock(statement, place);
    if (isMustache(statement)) return readMustache(statement, place);
    place.complain(statement.loc.start.line, `${statement.type} is not allowed in a template`);
    return [];
  });
}

function readBlock(block: hbs.AST.BlockStatement, place: Place): readonly TemplateNode[] {
  const { line } = block.loc.start;
  const helper = block.path.original;
  // Handlebars leaves out a branch that is not there, whatever its types say.
  const { program, inverse } = block as { program?: hbs.AST.Program; inverse?: hbs.AST.Program };
  const isEach = helper === "each";
  if (!["if", "unless", "each"].includes(helper))
    place.complain(line, `the helper ${helper} is not allowed; use if, unless or each`);
  if (isEach && place.isInEach) place.complain(line, "#each can't be inside of #each");
  const [parameter] = block.params;
  const isPlain = block.params.length === 1 && !hasPairs(block) && program?.blockParams === undefined;
  const name = isPlain && parameter !== undefined && isPath(parameter) ? parameter : undefined;
  if (name === undefined) place.complain(line, `#${helper} takes one name`);
  const read = name === undefined ? "" : readName(name, line, place);
  const inside = readStatements(program?.body ?? [], { ...place, isInEach: place.isInEach || isEach });
  const otherwise = readStatements(inverse?.body ?? [], place);
  if (isEach) return [{ each: read, do: inside, else: otherwise }];
  return [
    helper === "if" ? { if: read, do: inside, else: otherwise } : { if: read, do: otherwise, else: inside },
  ];
}

const noKind =
  "the extension tells no kind of file; give the file one in template.json (text to leave it so)";

function readMustache(mustache: hbs.AST.MustacheStatement, place: Place): readonly TemplateNode[] {
  const { line } = mustache.loc.start;
  const { path, params, escaped } = mustache;
  if (!escaped) place.complain(line, "write two braces; values are escaped by file kind, always");
  if (isPath(path) && place.hidden.includes(path.original))
    place.complain(line, `{{${path.original}}} would not be escaped: ${noKind}`);
  if (params.length === 0 && !hasPairs(mustache) && isPath(path))
    return [{ value: readName(path, line, place) }];
  place.complain(line, "only a name is allowed");
  return [];
}

/** The name of the view, wherever it is used; inside `#each` also `this`, `@first` and `@last`. */
function readName(path: hbs.AST.PathExpression, line: number, { isInEach, complain }: Place): string {
  const { original } = path;
  if (isInEach && /^(?:this|@first|@last)$/u.test(original)) return original;
  const name = isInEach ? original.replace(/^\.\.\//u, "") : original;
  if (!viewNames.includes(name)) complain(line, `{{${original}}} is not a name of the view`);
  return name;
}

/** `name=value`, which Handlebars leaves undefined when there are none. */
function hasPairs({ hash }: { readonly hash?: hbs.AST.Hash }): boolean {
  return hash !== undefined && hash.pairs.length > 0;
}

function isContent(statement: hbs.AST.Statement): statement is hbs.AST.ContentStatement {
  return statement.type === "ContentStatement";
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
