import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A source of the template in `folder`, whether it names answers or not. */
export function readSource(folder: string, listed: readonly string[], file: string): string {
  const from = listed.find((each) => each === file || each === `${file}.hbs`);
  if (from === undefined) throw new Error(`${file} is not there`);
  return readFileSync(join(folder, from), "utf8");
}

/** The lines of a region, but for blank ones. Throws when the source has none of that name. */
export function linesOfRegion(source: string, region: string): readonly string[] {
  const [, text] = source.split(new RegExp(String.raw`^ *// #(?:end)?region ${region}$\n`, "mu"));
  if (text === undefined) throw new Error(`There is no region ${region}`);
  return text.split("\n").filter((line) => line.trim() !== "");
}
