import { resolve } from "node:path";
import type { Context } from "../../context.ts";

/** `--data-dir`, the same in every command that works on the local org. */
export const dataDirectoryOption = [
  "--data-dir <folder>",
  "the folder that the org lives in (OKTA_UNLOCK_DATA_DIR)",
] as const;

/** What commander gives for it. */
export interface DataDirectoryFlag {
  readonly dataDir?: string;
}

/** The slice of the context that names the folder. */
export type WhereContext = Pick<Context, "cwd" | "localOrgDirectory">;

/** The folder that the org lives in: `--data-dir`, then the environment, then the platform's place. */
export function directoryOf(context: WhereContext, { dataDir }: DataDirectoryFlag): string {
  return dataDir === undefined ? context.localOrgDirectory : resolve(context.cwd, dataDir);
}

/** The flags that name the same folder again, for a command that is printed. */
export function sameFolder({ dataDir }: DataDirectoryFlag): string[] {
  return dataDir === undefined ? [] : ["--data-dir", dataDir];
}
