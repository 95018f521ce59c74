import { type Dirent, readdirSync, statSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { hashContents } from "../manifest.ts";
import type { FormerFile } from "./pair-files.ts";
import { readFileText, readProjectFile } from "./read-project-file.ts";
import { computeSimilarity, sameFile } from "./similarity.ts";

/** Folders of tools: nobody moves a source file there. */
const skipped = /^(?:\..*|node_modules|pods|build|deriveddata|dist|vendor)$/iu;
/** More than a project of ours grows to; in what is larger nothing is looked for. */
const mostFiles = 5000;
const largest = 256 * 1024;

/**
 * Where the user moved files of the template to: files that `okta-unlock.json` does not name, and that are the same or have half
 * of their lines in common. Looks at the folder when it is first asked.
 */
export function createMoveFinder(
  directory: string,
  known: ReadonlySet<string>,
): (file: FormerFile) => string | undefined {
  let candidates: string[] | undefined;
  return (file) => {
    candidates ??= listFiles(directory).filter((path) => !known.has(path));
    const found = findMoved(directory, file, candidates);
    if (found !== undefined) candidates.splice(candidates.indexOf(found), 1);
    return found;
  };
}

function findMoved(directory: string, file: FormerFile, candidates: readonly string[]): string | undefined {
  const text = file.made && readFileText(file.made.contents)?.text;
  let [best, most]: [string | undefined, number] = [undefined, sameFile];
  for (const path of candidates.filter((each) => extname(each) === extname(file.path))) {
    const candidate = readProjectFile(directory, path);
    if (candidate.kind !== "file") continue;
    const { bytes } = candidate;
    if (hashContents(bytes) === file.sha256) return path;
    const found = readFileText(bytes)?.text;
    if (text === undefined || found === undefined) continue;
    // The name tells, too: of two that are as similar, it is the one that kept it.
    const similarity = computeSimilarity(text, found) + (basename(path) === basename(file.path) ? 0.01 : 0);
    if (similarity > most) [best, most] = [path, similarity];
  }
  return best;
}

function listFiles(directory: string): string[] {
  const found: string[] = [];
  const visit = (folder: string): void => {
    for (const entry of readFolder(join(directory, folder))) {
      if (skipped.test(entry.name) || found.length > mostFiles) continue;
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) visit(path);
      else if (entry.isFile() && statSync(join(directory, path)).size <= largest) found.push(path);
    }
  };
  visit("");
  return found;
}

function readFolder(path: string): readonly Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch {
    return [];
  }
}
