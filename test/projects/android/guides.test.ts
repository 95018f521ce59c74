import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { androidTemplateFolder, listedFiles, templateFolder } from "../support/render-template.ts";

/** The lines of each region in the files of a template, the blank ones left out. Each is compiled where it stands. */
function regionsIn(folder: string, files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const regions = new Map<string, readonly string[]>();
  for (const file of files) {
    const source = readFileSync(join(folder, file), "utf8");
    for (const [, name = "", text = ""] of source.matchAll(
      /^ *(?:\/\/|#) #region (\S+)$\n([^]*?)^ *(?:\/\/|#) #endregion \1$/gmu,
    )) {
      if (regions.has(name)) throw new Error(`The region ${name} is there twice.`);
      regions.set(
        name,
        text.split("\n").filter((line) => line.trim() !== ""),
      );
    }
  }
  return regions;
}

const ofIos = regionsIn(
  templateFolder,
  listedFiles().filter((file) => file.includes(".swift")),
);
const ofAndroid = regionsIn(
  androidTemplateFolder,
  listedFiles("android").filter((file) => /\.(?:kts?|toml)(?:\.hbs)?$/u.test(file)),
);

/** How the SDK is added: iOS has it in its project file. */
const onlyHere = ["okta-dependencies", "okta-libraries"];

test("the regions are those of iOS, and those that add the SDK", () => {
  expect([...ofAndroid.keys()].toSorted()).toEqual([...ofIos.keys(), ...onlyHere].toSorted());
});

describe.each([...ofAndroid])("the region %s", (_, lines) => {
  test("has a few lines, which fit on a page when they stand alone", () => {
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.length).toBeLessThan(32);
    const indentation = Math.min(...lines.map((line) => line.search(/\S/u)));
    expect(Math.max(...lines.map((line) => line.length - indentation))).toBeLessThanOrEqual(120);
  });
});

test("a call of Okta's SDK in a region names every argument", () => {
  const calls = [...ofAndroid.values()].flat().filter((line) => /\b(?:client|browser)\.\w+\(/u.test(line));
  expect(calls.length).toBeGreaterThan(2);
  const unnamed = calls.filter((line) => /\b(?:client|browser)\.\w+\((?!\)|$|\w+ = )/u.test(line));
  expect(unnamed).toEqual([]);
});
