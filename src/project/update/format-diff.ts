import { createTwoFilesPatch } from "diff";
import type { FileChange } from "./file-change.ts";
import { readFileText } from "./read-project-file.ts";

/** The changes as `git diff` prints them. */
export function formatDiff(changes: readonly FileChange[]): string {
  return changes.map(formatChange).join("");
}

function formatChange(change: FileChange): string {
  const { path, movedFrom = path, before, after } = change;
  return [
    `diff --git a/${movedFrom} b/${path}\n`,
    ...listModes(change),
    formatHunks(change, before, after),
  ].join("");
}

function listModes({ path, movedFrom, before, after, isExecutable }: FileChange): string[] {
  const mode = isExecutable === true ? "100755" : "100644";
  if (before === undefined) return [`new file mode ${mode}\n`];
  if (after === undefined) return ["deleted file mode 100644\n"];
  const old = isExecutable === true ? "100644" : "100755";
  return [
    ...(isExecutable === undefined ? [] : [`old mode ${old}\n`, `new mode ${mode}\n`]),
    ...(movedFrom === undefined ? [] : [`rename from ${movedFrom}\n`, `rename to ${path}\n`]),
  ];
}

function formatHunks(
  { path, movedFrom = path }: FileChange,
  before: Buffer | undefined,
  after: Buffer | undefined,
): string {
  if (before !== undefined && after !== undefined && before.equals(after)) return "";
  const [old, now] = [readFileText(before ?? ""), readFileText(after ?? "")];
  if (old === undefined || now === undefined) return `Binary files a/${movedFrom} and b/${path} differ\n`;
  const names = [before ? `a/${movedFrom}` : "/dev/null", after ? `b/${path}` : "/dev/null"] as const;
  return createTwoFilesPatch(...names, old.text, now.text, undefined, undefined, {
    headerOptions: { includeIndex: false, includeUnderline: false, includeFileHeaders: true },
  });
}
