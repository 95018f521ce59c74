import type { Interaction, Style } from "../context.ts";
import { escapeJson, escapeTexts } from "./escape-controls.ts";
import type { Output } from "./output.ts";

/** Turns a list that may be longer than memory into text, item by item. */
export interface ListView<Item, Result extends object> {
  /** The list's name in the JSON object. */
  readonly name: string;
  /** What comes before the first item. */
  heading(style: Style, width: number): string;
  /** An item in the JSON object; the item itself when left out. */
  json?(item: Item): object;
  row(item: Item, style: Style, width: number): string;
  /** What is printed in place of the list when it has no item. */
  empty(result: Result, style: Style): string;
  /** To stderr, at the end. */
  stderr?(result: Result, style: Style, width: number): string;
}

/** Prints some items, as soon as the reader has taken what came before. False when nobody reads any more. */
export type Print<Item> = (items: readonly Item[]) => Promise<boolean>;

interface Streams {
  readonly stdout: Output;
  readonly stderr: Output;
}

/**
 * Prints a list while it is read. With --json it is one object all the same, written bit by bit: the list comes first, the
 * other fields behind it. When reading fails half-way the object stays open, so that nobody takes a part for the whole.
 * @param read reads the list, prints it, and gives the other fields
 */
export async function presentList<Item, Result extends object>(
  { stdout, stderr }: Streams,
  { json }: Pick<Interaction, "json">,
  view: ListView<Item, Result>,
  read: (print: Print<Item>) => Promise<Result>,
): Promise<void> {
  let count = 0;
  const write = json ? createJsonWriter(view) : createTextWriter(stdout, view);
  const result = await read(async (items) => {
    if (items.length === 0) return true;
    const isRead = await stdout.writeAll(write(items, count));
    count += items.length;
    return isRead;
  });
  if (json) {
    await stdout.writeAll(`${write([], count)}]${formatFields(result)}}\n`);
    return;
  }
  const shown = escapeTexts(result);
  if (count === 0) stdout.write(view.empty(shown, stdout.style));
  stderr.write(view.stderr?.(shown, stderr.style, stderr.width) ?? "");
}

/** `count` is the number of items that were printed before. */
type Write<Item> = (items: readonly Item[], count: number) => string;

function createJsonWriter<Item, Result extends object>(view: ListView<Item, Result>): Write<Item> {
  const toJson = (item: Item): string => escapeJson(JSON.stringify(view.json?.(item) ?? item));
  let start = `{"schemaVersion":1,${JSON.stringify(view.name)}:[`;
  return (items, count) => {
    const text = items.map((item, index) => `${count + index === 0 ? "" : ","}${toJson(item)}`);
    const opening = start;
    start = "";
    return opening + text.join("");
  };
}

function createTextWriter<Item, Result extends object>(
  { style, dataWidth }: Output,
  view: ListView<Item, Result>,
): Write<Item> {
  return (items, count) =>
    [
      count === 0 ? view.heading(style, dataWidth) : "",
      ...items.map((item) => view.row(escapeTexts(item), style, dataWidth)),
    ].join("");
}

function formatFields(result: object): string {
  return Object.entries(result)
    .map(([name, value]) => `,${JSON.stringify(name)}:${escapeJson(JSON.stringify(value))}`)
    .join("");
}
