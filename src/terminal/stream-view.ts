import type { Interaction, Style } from "../context.ts";
import { escapeJson, escapeTexts } from "./escape-controls.ts";
import type { Print } from "./list-view.ts";
import type { Output } from "./output.ts";

/** Turns items that come one after another, for as long as somebody watches, into text. */
export interface StreamView<Item> {
  text(item: Item, style: Style, width: number): string;
}

/**
 * Prints items as they come; with --json each is an object on a line of its own (NDJSON), because there is no end to wait for.
 * @param read gets the items and prints them, until it is stopped
 */
export async function presentStream<Item extends object>(
  stdout: Output,
  { json }: Pick<Interaction, "json">,
  view: StreamView<Item>,
  read: (print: Print<Item>) => Promise<void>,
): Promise<void> {
  await read(async (items) => {
    if (items.length === 0) return true;
    const texts = items.map((item) =>
      json ? toJsonLine(item) : view.text(escapeTexts(item), stdout.style, stdout.dataWidth),
    );
    return stdout.writeAll(texts.join(""));
  });
}

function toJsonLine(item: object): string {
  return `${escapeJson(JSON.stringify({ schemaVersion: 1, ...item }))}\n`;
}
