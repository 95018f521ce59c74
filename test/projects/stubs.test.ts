import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const folder = fileURLToPath(new URL("stubs/ios", import.meta.url));
const modules = readdirSync(folder).filter((name) => name.endsWith(".swift"));

/** The declarations at the top level that neither have a note nor stand right below one that has. */
function withoutSource(source: string): readonly string[] {
  const paragraphs = source.split(/\n\s*\n/u);
  return paragraphs
    .filter((paragraph) => /^(?:@\w+ )*(?:public|open) /mu.test(paragraph) && !/\/\/ \S/u.test(paragraph))
    .map((paragraph) => paragraph.split("\n")[0] ?? "");
}

test.each(modules)("%s says where each of its declarations comes from", (name) => {
  const source = readFileSync(`${folder}/${name}`, "utf8");
  expect(source).toMatch(/^\/\/ .+(?:; notes name|, and).+/u);
  expect(withoutSource(source)).toEqual([]);
});
