import { resolve } from "node:path";
import type { Context } from "../../context.ts";
import type { Gathering } from "../../flows/fields.ts";
import type { SamplesSource } from "../../samples/plan-samples.ts";
import { defaultScopes } from "../../provision/desired.ts";
import { parseFolderPath } from "../../values/folder-path.ts";

/** The folder of the samples as an absolute path; undefined when it is missing or refused. */
export async function gatherOutFolder(
  context: Pick<Context, "cwd">,
  gathering: Gathering,
  out: string | undefined,
): Promise<string | undefined> {
  const field = {
    label: "folder",
    flag: "--out <dir>",
    variable: "OKTA_UNLOCK_OUT",
    question: "Folder of the samples:",
    parse: parseFolderPath,
  };
  const folder = await gathering.resolve(field, out);
  return folder === undefined ? undefined : resolve(context.cwd, folder);
}

/** What the samples are made of, besides what the user chooses. */
export function sourceOf({
  version,
  templatesDirectory,
}: Pick<Context, "version" | "templatesDirectory">): SamplesSource {
  return { version, templatesDirectory, scopes: defaultScopes };
}
