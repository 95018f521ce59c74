import type { TemplateView } from "./template-view.ts";

/**
 * A template as plain data: text, a value by its name, or what depends on one. Nothing of it is code, so that a template of
 * anybody's can be rendered.
 */
export type TemplateNode =
  | string
  | { readonly value: string }
  | { readonly if: string; readonly do: readonly TemplateNode[]; readonly else: readonly TemplateNode[] }
  | { readonly each: string; readonly do: readonly TemplateNode[]; readonly else: readonly TemplateNode[] };

/** Values by name. What an item of a list brings lies before the view. */
type Scope = ReadonlyMap<string, unknown>;

/** Renders parsed text; a view that is escaped for the kind of the file gives the contents of the file. */
export function renderNodes(nodes: readonly TemplateNode[], view: TemplateView): string {
  return renderIn(nodes, new Map(Object.entries(view)));
}

function renderIn(nodes: readonly TemplateNode[], scope: Scope): string {
  return nodes.map((node) => renderNode(node, scope)).join("");
}

function renderNode(node: TemplateNode, scope: Scope): string {
  if (typeof node === "string") return node;
  if ("value" in node) return String(readValue(node.value, scope));
  if ("if" in node) return renderIn(isPresent(readValue(node.if, scope)) ? node.do : node.else, scope);
  const items = readValue(node.each, scope);
  if (!Array.isArray(items) || items.length === 0) return renderIn(node.else, scope);
  const last = items.length - 1;
  return items
    .map((item: unknown, index) =>
      renderIn(
        node.do,
        new Map([...scope, ["this", item], ["@first", index === 0], ["@last", index === last]]),
      ),
    )
    .join("");
}

/** Templates are checked before: a name that is missing here is a bug of ours. */
function readValue(name: string, scope: Scope): unknown {
  if (!scope.has(name)) throw new Error(`the view has no ${name}`);
  return scope.get(name);
}

/** As `#if` has it: an empty text and an empty list are nothing. */
function isPresent(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}
