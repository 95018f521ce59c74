import type { Branded, Parsed } from "./branded.ts";
import { accepted, refused } from "./branded.ts";
import { findFileNameFault } from "./file-name.ts";
import { parseProjectName } from "./project-name.ts";

/** The folder a project goes to, as the user gave it: relative or absolute, not yet resolved. */
export type Directory = Branded<"Directory">;

/**
 * Parses the directory argument. It is kept as given; only what some system can't have as a folder is refused, in each of its
 * parts: a project goes from one system to another by git.
 */
export function parseDirectory(text: string): Parsed<Directory> {
  const problem = findDirectoryProblem(text);
  return problem === undefined ? accepted(text as Directory) : refused(problem, suggestDirectory(text));
}

/** Leaves room for the name of a staging folder beside it. */
const longestName = 200;

function findDirectoryProblem(text: string): string | undefined {
  if (text.trim() === "") return "The name of the folder is empty.";
  if (/[\p{Cc}\p{Cs}]/u.test(text)) return "The directory contains a control character.";
  if (homeDirectory.test(text)) return "Only a shell knows what ~ stands for: leave out the quotes.";
  for (const segment of listSegments(text)) {
    const fault = findFileNameFault(segment);
    if (fault !== undefined) return `The folder name ${JSON.stringify(segment)} ${fault}.`;
  }
  return Buffer.byteLength(takeLastSegment(text)) > longestName
    ? "The name of the directory is too long."
    : undefined;
}

/** `~/x` and `~anna/x`; a folder may well be called `~x`. */
const homeDirectory = /^~(?:$|[/\\]|[^/\\]+[/\\])/u;

/** The names in a path: without a drive, `.` and `..`. */
function listSegments(path: string): readonly string[] {
  const names = path.replace(/^[A-Za-z]:(?=[/\\]|$)/u, "").split(/[/\\]+/u);
  return names.filter((name) => name !== "" && name !== "." && name !== "..");
}

/** The same path with the blanks and dots at the ends of its names left out, and what Windows refuses replaced. */
function suggestDirectory(text: string): string | undefined {
  if (homeDirectory.test(text)) return undefined;
  const [drive = ""] = /^[A-Za-z]:(?=[/\\]|$)/u.exec(text) ?? [];
  const repaired = drive + text.slice(drive.length).split("/").map(repairName).join("/");
  return repaired !== "" && findDirectoryProblem(repaired) === undefined ? repaired : undefined;
}

function repairName(name: string): string {
  if (name === "." || name === "..") return name;
  return name.replaceAll(/[<>:"|?*\p{Cc}\p{Cs}]+/gu, "-").replaceAll(/^ +|[-. ]+$/gu, "");
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
  // A long name is cut.
  return parsed.ok ? parsed.value.display : (parsed.suggestion ?? "Unlock App");
}

function capitalise(word: string): string {
  const [first = "", ...rest] = word;
  return /\p{Lu}/u.test(word) ? word : first.toUpperCase() + rest.join("");
}
