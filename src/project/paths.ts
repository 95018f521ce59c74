import { findFileNameFault } from "../values/file-name.ts";

/** What keeps a path from being one file inside a project on every system; undefined when nothing does. */
export function pathFault(path: string): string | undefined {
  if (path.startsWith("/") || /^[A-Za-z]:/u.test(path)) return "is not relative";
  for (const segment of path.split("/")) {
    const fault = isLeadingElsewhere(segment) ? "leads elsewhere" : findFileNameFault(segment);
    if (fault !== undefined) return `has a part that ${fault}`;
  }
  return undefined;
}

function isLeadingElsewhere(segment: string): boolean {
  return segment === "." || segment === "..";
}

/**
 * Throws unless every path is a file of its own inside the project, on systems that ignore case too. A template that
 * fails here is a bug of ours, found when we are built.
 */
export function assertProjectPaths(paths: readonly string[]): void {
  const files = new Set<string>();
  const folders = new Set<string>();
  for (const path of paths) {
    const fault = pathFault(path);
    if (fault !== undefined) throw new Error(`The path ${JSON.stringify(path)} ${fault}.`);
    const lower = path.toLowerCase();
    if (files.has(lower)) throw new Error(`The path ${path} is there twice.`);
    files.add(lower);
    for (let end = lower.lastIndexOf("/"); end > 0; end = lower.lastIndexOf("/", end - 1))
      folders.add(lower.slice(0, end));
  }
  const both = [...files].find((file) => folders.has(file));
  if (both !== undefined) throw new Error(`The path ${both} is both a file and a folder.`);
}

/** Fills `{{swiftModule}}` and the like; throws on a name that is not among `names`. */
export function fillNames(text: string, names: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{\{([^{}]*)\}\}/gu, (_, name: string) => {
    const value = Object.hasOwn(names, name) ? names[name] : undefined;
    if (value === undefined) throw new Error(`{{${name}}} can't be used in ${JSON.stringify(text)}.`);
    return value;
  });
}
