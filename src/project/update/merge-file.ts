import { createTwoFilesPatch } from "diff";
import { hashContents } from "../manifest.ts";
import { mergeGitignore } from "../merge-gitignore.ts";
import type { PlannedFile } from "../plan.ts";
import type { FileChange } from "./file-change.ts";
import { mergeText, type SideNames } from "./merge-text.ts";
import type { FormerFile } from "./pair-files.ts";
import { type FileText, readFileText, writeLineEnds } from "./read-project-file.ts";

/** How conflicts are left: between marks in the file, or as a patch beside it. */
export type ConflictStyle = "markers" | "reject";

/** A file that is there, and what the template makes of it. */
export interface FileVersions {
  readonly former: FormerFile | undefined;
  readonly yours: Buffer;
  readonly today: PlannedFile;
}

export interface MergedFile {
  readonly kind: Extract<FileChange["kind"], "updated" | "merged" | "conflict"> | "same";
  readonly contents: Buffer;
  readonly conflicts: number;
  /** What goes beside it. */
  readonly rejected?: { readonly suffix: string; readonly contents: Buffer };
}

/** Merges one file. Whatever the user wrote is in the result. */
export function mergeFile(versions: FileVersions, style: ConflictStyle, names: SideNames): MergedFile {
  const { former, yours, today } = versions;
  const made = former !== undefined && isAsMade(former) ? former.made : undefined;
  const wanted = Buffer.from(today.contents);
  if (made?.sha256 === today.sha256 || yours.equals(wanted)) return same(yours);
  // Ours began with theirs: its hash says nothing of what they wrote.
  if (today.path === ".gitignore" && former?.made !== undefined && made === undefined)
    return addLines(versions);
  const text = readFileText(yours);
  if (former !== undefined && isUntouched(former, yours)) return update(yours, wanted, text);
  const todaysText = readFileText(today.contents);
  if (text === undefined || todaysText === undefined || today.kind === "binary")
    return keepBinary(yours, wanted);
  const base = made && readFileText(made.contents)?.text;
  return mergeTexts({ base, yours: text, today: todaysText.text, path: today.path }, style, names);
}

/** The version that is recorded renders what the project got: else it was made by another one. */
function isAsMade({ made, sha256 }: FormerFile): boolean {
  return made?.sha256 === sha256;
}

/** Line ends that git changed at check-out are no edit. */
export function isUntouched({ sha256 }: FormerFile, yours: Buffer): boolean {
  if (hashContents(yours) === sha256) return true;
  const text = readFileText(yours);
  return text?.lineEnd === "\r\n" && hashContents(text.text) === sha256;
}

function same(contents: Buffer): MergedFile {
  return { kind: "same", contents, conflicts: 0 };
}

function update(yours: Buffer, wanted: Buffer, text: FileText | undefined): MergedFile {
  const today = readFileText(wanted);
  // A script for Windows has its line ends from the template.
  const keepsLineEnd = text?.lineEnd === "\r\n" && today?.lineEnd === "\n" && !today.text.includes("\r");
  const contents = keepsLineEnd ? Buffer.from(writeLineEnds(today.text, "\r\n")) : wanted;
  return contents.equals(yours) ? same(yours) : { kind: "updated", contents, conflicts: 0 };
}

function addLines({ yours, today }: FileVersions): MergedFile {
  const text = mergeGitignore(yours.toString("utf8"), String(today.contents));
  return text === undefined ? same(yours) : { kind: "merged", contents: Buffer.from(text), conflicts: 0 };
}

/** Pictures can't be merged: theirs stays, and the new one lies beside it. */
function keepBinary(yours: Buffer, wanted: Buffer): MergedFile {
  return { kind: "conflict", contents: yours, conflicts: 1, rejected: { suffix: ".new", contents: wanted } };
}

interface Texts {
  readonly base: string | undefined;
  readonly yours: FileText;
  readonly today: string;
  readonly path: string;
}

function mergeTexts({ base, yours, today, path }: Texts, style: ConflictStyle, names: SideNames): MergedFile {
  const merged = mergeText({ base, yours: yours.text, template: today }, names);
  const write = (text: string): Buffer => Buffer.from(writeLineEnds(text, yours.lineEnd));
  if (merged.conflicts === 0) {
    const isSame = merged.marked === yours.text;
    return { kind: isSame ? "same" : "merged", contents: write(merged.marked), conflicts: 0 };
  }
  const { conflicts } = merged;
  if (style === "markers") return { kind: "conflict", contents: write(merged.marked), conflicts };
  const patch = createTwoFilesPatch(
    `a/${path}`,
    `b/${path}`,
    merged.yours,
    merged.template,
    undefined,
    undefined,
    {
      headerOptions: { includeIndex: false, includeUnderline: false, includeFileHeaders: true },
    },
  );
  const rejected = { suffix: ".rej", contents: Buffer.from(patch) };
  return { kind: "conflict", contents: write(merged.yours), conflicts, rejected };
}
