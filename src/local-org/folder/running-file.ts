import type { LocalOrgNotice } from "../notice.ts";
import type { Layout } from "./data-folder.ts";
import { isInUse, removeIfPossible, renamePath } from "../../files/in-use.ts";
import { writePrivateFile } from "../../files/private-file.ts";
import { readTextFile } from "../../files/read-file.ts";

/** Where the org of a data folder can be reached, while it runs. */
export interface RunningFile {
  readonly url: string;
  readonly pid: number;
  /** True when it runs for the time of one command only. */
  readonly temporary: boolean;
  /** What its start changed. */
  readonly notices: readonly LocalOrgNotice[];
}

export function writeRunningFile(layout: Layout, { notices, ...running }: RunningFile): void {
  const content = { ...running, ...(notices.length > 0 && { notices }) };
  writePrivateFile(layout.running, `${JSON.stringify(content)}\n`);
}

export function removeRunningFile(layout: Layout): void {
  removeIfPossible(layout.running);
}

/**
 * Hides the address of the org, so that no other process joins. The result shows it again or removes it; undefined while
 * another program has the file open.
 */
export function hideRunningFile({ running }: Layout): { show(): void; forget(): void } | undefined {
  const hidden = `${running}.${process.pid}.tmp`;
  try {
    renamePath(running, hidden);
  } catch (error) {
    if (isInUse(error)) return undefined;
    throw error;
  }
  return { show: () => renamePath(hidden, running), forget: () => removeIfPossible(hidden) };
}

/** What the last run wrote; it may be out of date. Undefined when there is none or it can't be read. */
export function readRunningFile(layout: Layout): RunningFile | undefined {
  try {
    const value = JSON.parse(readTextFile(layout.running) ?? "null") as Partial<RunningFile> | null;
    const { url, pid, temporary, notices } = value ?? {};
    if (typeof url !== "string" || typeof pid !== "number") return undefined;
    return { url, pid, temporary: temporary === true, notices: Array.isArray(notices) ? notices : [] };
  } catch {
    return undefined;
  }
}
