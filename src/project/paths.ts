import { findFileNameFault } from "../values/file-name.ts";

/** What keeps a path from being one file inside a project on every system; undefined when nothing does. */
export function pathFault(path: string): string | undefined {
  if (path.startsWith("/") || /^[A-Za-z]:/u.test(path)) return "is not relative";
  for (const segment of path.split("/")) {
    const fault = findSegmentFault(segment);
    if (fault !== undefined) return `has a part that ${fault}`;
  }
  return undefined;
}

function findSegmentFault(segment: string): string | undefined {
  if (segment === "." || segment === "..") return "leads elsewhere";
  return isGitFolder(segment) ? "is git's own folder" : findFileNameFault(segment);
}

/**
 * A file in there can be a program that git runs. As in git itself, its short name on Windows counts, and so do characters that
 * macOS passes over.
 */
function isGitFolder(segment: string): boolean {
  const name = segment.replaceAll(/\p{Default_Ignorable_Code_Point}/gu, "").toLowerCase();
  return /^(?:\.git|git~\d+)$/u.test(name);
}

/**
 * What keeps paths from being files of their own inside the project, on systems that ignore case too: each fault as a
 * sentence, with the place of its path in the list.
 */
export function listPathFaults(
  paths: readonly string[],
): readonly (readonly [index: number, fault: string])[] {
  const files = new Set<string>();
  const folders = new Set(paths.flatMap((path) => listFolders(fold(path))));
  return paths.flatMap((path, index) => {
    const fault = findFault(path, files, folders);
    files.add(fold(path));
    return fault === undefined ? [] : [[index, fault] as const];
  });
}

function findFault(
  path: string,
  files: ReadonlySet<string>,
  folders: ReadonlySet<string>,
): string | undefined {
  const fault = pathFault(path);
  if (fault !== undefined) return `The path ${JSON.stringify(path)} ${fault}.`;
  if (files.has(fold(path))) return `The path ${path} is there twice.`;
  return folders.has(fold(path)) ? `The path ${path} is both a file and a folder.` : undefined;
}

/** Names that are one for a system which ignores case, and the form of accented letters. */
function fold(path: string): string {
  return path.normalize("NFC").toLowerCase();
}

function listFolders(path: string): string[] {
  return [...path.matchAll(/\//gu)].map(({ index }) => path.slice(0, index));
}

/**
 * Throws unless every path is a file of its own inside the project, on systems that ignore case too. A template that
 * fails here is a bug of ours, found when we are built, or one that `template check` finds.
 */
export function assertProjectPaths(paths: readonly string[]): void {
  const [first] = listPathFaults(paths);
  if (first !== undefined) throw new Error(first[1]);
}

/** Fills `{{swiftModule}}` and the like; throws on a name that is not among `names`. */
export function fillNames(text: string, names: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{\{([^{}]*)\}\}/gu, (_, name: string) => {
    const value = Object.hasOwn(names, name) ? names[name] : undefined;
    if (value === undefined) throw new Error(`{{${name}}} can't be used in ${JSON.stringify(text)}.`);
    return value;
  });
}
