import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { StageContext } from "../../../src/project/stage.ts";

/** Every file below a folder with its text, by its path with forward slashes; folders that are empty end with a slash. */
export function treeOf(folder: string): Record<string, string> {
  const tree: Record<string, string> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(folder.length + 1).replaceAll("\\", "/");
    if (entry.isFile()) tree[name] = readFileSync(path, "latin1");
    else if (readdirSync(path).length === 0) tree[`${name}/`] = "";
  }
  return tree;
}

/** The slice of the context that staging asks for, with a clock that is real and a list of what would be left over. */
export function stageContext(
  cwd = "/",
  signal = new AbortController().signal,
): StageContext & { readonly left: string[] } {
  const left: string[] = [];
  return {
    cwd,
    signal,
    left,
    platform: process.platform,
    leftovers: {
      add: (line) => {
        left.push(line);
        return () => void left.splice(left.indexOf(line), 1);
      },
    },
    clock: {
      now: () => new Date(),
      sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    },
  };
}
