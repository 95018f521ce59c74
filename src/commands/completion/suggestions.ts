import type { Context } from "../../context.ts";
import type { View } from "../../terminal/session.ts";
import { lookUp } from "./look-up.ts";
import { type DeclareAll, joinFlag, suggest, type Suggestion, type Wanted } from "./suggest.ts";

/** What the scripts put between the words of the line. */
const separator = "\u001F";

/** What a script is told. */
export interface Suggestions {
  readonly kind: "values" | "files" | "folders";
  readonly values: readonly Suggestion[];
}

/**
 * What can stand at the cursor of the line that a script hands over. Whatever fails gives no suggestion: a person who presses
 * the Tab key is told of no error.
 */
export async function findSuggestions(context: Context, declareAll: DeclareAll): Promise<Suggestions> {
  const words = (context.env["OKTA_UNLOCK_COMPLETE"] ?? "").split(separator);
  try {
    const program = await declareAll(words.length > 1 ? words[0] : undefined);
    return await settle(context, suggest(program, words), words.at(-1) ?? "");
  } catch (error) {
    context.log.debug(error instanceof Error ? error.message : String(error));
    return { kind: "values", values: [] };
  }
}

async function settle(context: Context, wanted: Wanted, current: string): Promise<Suggestions> {
  if (wanted.kind === "values") return wanted;
  if (wanted.kind !== "lookup") return { kind: wanted.kind, values: [] };
  const values = await lookUp(context, wanted);
  const { flag, typed } = splitJoined(current);
  const matching = values.filter(({ value }) => value.startsWith(typed));
  return { kind: "values", values: joinFlag(flag, matching) };
}

/** `--org=` and `ac` of `--org=ac`; a `=` alone is what bash makes of it. */
function splitJoined(current: string): { readonly flag: string; readonly typed: string } {
  const [, flag = "", typed = ""] = /^(--[^=]+=)(.*)$/u.exec(current) ?? [];
  if (flag !== "") return { flag, typed };
  return { flag: "", typed: current === "=" ? "" : current };
}

/** A line that says the kind, then a line for each value. */
export const suggestionsView: View<Suggestions> = {
  stdout: ({ kind, values }) => `${[kind, ...values.map(formatSuggestion)].join("\n")}\n`,
};

/** Not a tab: what a terminal could obey never leaves us. */
const gap = "  ";

function formatSuggestion({ value, description }: Suggestion): string {
  return description === undefined || description === "" ? value : `${value}${gap}${description}`;
}
