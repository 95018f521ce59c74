import { resolve } from "node:path";
import { statSync } from "node:fs";
import type { Context } from "../context.ts";
import { OktaUnlockError } from "../errors.ts";
import { hint } from "../hints.ts";
import type { CompiledTemplate } from "../project/templates.ts";
import { parseFolderPath } from "../values/folder-path.ts";

const shownFaults = 10;

/** Absolute path of the folder of a template, as it was typed. Throws `invalid-value` unless there is a folder. */
export function findTemplateFolder({ cwd }: Pick<Context, "cwd">, typed: string): string {
  const parsed = parseFolderPath(typed);
  const folder = parsed.ok ? resolve(cwd, parsed.value) : undefined;
  if (folder !== undefined && statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true)
    return folder;
  throw new OktaUnlockError("invalid-value", {
    message: `There is no folder ${JSON.stringify(typed)}.`,
    ...(!parsed.ok && { why: parsed.problem }),
    next: `Name the folder of a template, or make one: ${hint("template eject", { args: ["<platform>", "<folder>"] })}`,
  });
}

/** Loads the template in a folder, as it was typed. Throws `check-failed` with what is wrong with it. */
export async function loadOwnTemplate(
  context: Pick<Context, "cwd">,
  typed: string,
): Promise<CompiledTemplate> {
  const folder = findTemplateFolder(context, typed);
  const [{ readOwnTemplate }, { formatFault }] = await Promise.all([
    import("../project/template-source/own-template.ts"),
    import("../project/template-source/faults.ts"),
  ]);
  const read = readOwnTemplate(folder);
  if ("template" in read) return read.template;
  const { length } = read.faults;
  throw new OktaUnlockError("check-failed", {
    message: `The template in ${typed} has ${length === 1 ? "a problem" : `${length} problems`}.`,
    details: read.faults.slice(0, shownFaults).map(formatFault),
    next: `Correct what is listed, then check the template: ${hint("template check", { args: [typed] })}`,
  });
}
