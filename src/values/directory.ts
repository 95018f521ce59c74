import type { Branded, Parsed } from "./branded.ts";
import { accepted, refused } from "./branded.ts";
import { parseProjectName } from "./project-name.ts";
import { windowsDeviceNames } from "./reserved-words.ts";

/** The folder a project goes to, as the user gave it: relative or absolute, not yet resolved. */
export type Directory = Branded<"Directory">;

/** Parses the directory argument. It is kept as given; only what some system can't have as a folder is refused. */
export function parseDirectory(text: string): Parsed<Directory> {
  const problem = findDirectoryProblem(text);
  return problem === undefined ? accepted(text as Directory) : refused(problem);
}

function findDirectoryProblem(text: string): string | undefined {
  if (text.trim() === "") return "The name of the folder is empty.";
  if (/[\p{Cc}\p{Cs}]/u.test(text)) return "The directory contains a control character.";
  const name = takeLastSegment(text);
  if (windowsDeviceNames.has(name.toLowerCase().replace(/\..*$/u, ""))) {
    return `A folder can't be named ${name} on Windows.`;
  }
  if (Buffer.byteLength(name) > 200) return "The name of the directory is too long.";
  return undefined;
}

/** The last part of a path with either kind of slash: empty for `/`, `.` for `.`. */
function takeLastSegment(path: string): string {
  return path.split(/[/\\]+/u).findLast((segment) => segment !== "") ?? "";
}

/**
 * A display name for a folder: `my-app` is `My App`, `café_bar` is `Café Bar`. A name with capitals is kept as it is.
 * Takes a path whose last part is a real name (resolve `.` first); falls back to `Unlock App`.
 */
export function deriveDisplayName(path: string): string {
  const words = takeLastSegment(path)
    .split(/[-_.\s]+/u)
    .filter((word) => word !== "");
  const name = words.map(capitalise).join(" ");
  const parsed = parseProjectName(name);
  return parsed.ok ? parsed.value.display : "Unlock App";
}

function capitalise(word: string): string {
  const [first = "", ...rest] = word;
  return /\p{Lu}/u.test(word) ? word : first.toUpperCase() + rest.join("");
}
