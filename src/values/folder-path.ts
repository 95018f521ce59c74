import { accepted, type Parsed, refused } from "./branded.ts";

/** Parses the path of a folder that a flag or a variable names. It is kept as given, relative or absolute. */
export function parseFolderPath(text: string): Parsed<string> {
  if (text.trim() === "") return refused("The name of the folder is empty.");
  if (text.includes("\0")) return refused("The name of the folder contains a control character.");
  if (!text.startsWith("~")) return accepted(text);
  return refused("Only a shell turns ~ into a home folder, and only outside of quotes.");
}
