import { describe, expect, test } from "vitest";
import { readRegions, stripRegions } from "../../../src/project/regions.ts";

describe("region marks", () => {
  test.each([
    ["// #region a-b\nx\n// #endregion a-b\n", "x\n"],
    ["  //#region a\n  x\n  //#endregion\n", "  x\n"],
    ["# #region a\nx\n# #endregion\n", "x\n"],
    ["#region a\nx\n#endregion\n", "x\n"],
    ["<!-- #region a -->\nx\n<!-- #endregion a -->\n", "x\n"],
    ["/* #region a */\nx\n/* #endregion */\n", "x\n"],
    ["{/* #region a */}\nx\n{/* #endregion */}\n", "x\n"],
    ["-- #region a\nx\n; #endregion\n", "x\n"],
    ["// #region a\n// #region b\nx\n// #endregion b\n// #endregion a", "x"],
    ["// #region a\nx\n// #endregion\n// #region b\ny\n// #endregion", "x\ny"],
    ['let s = "// #region a"\n', 'let s = "// #region a"\n'],
    ["text about #region and #endregion\n", "text about #region and #endregion\n"],
    ["# regional\n#regions\n", "# regional\n#regions\n"],
    ["no marks, no end", "no marks, no end"],
    ["", ""],
  ])("are stripped from %j", (text, stripped) => {
    expect(stripRegions(text, "a.swift")).toBe(stripped);
  });

  test.each([
    ["x\n// #region a\n", "a.swift:2: the region a is never closed"],
    ["x\n// #endregion\n", "a.swift:2: closes a region that was not opened"],
    ["// #region a\n// #region b\n// #endregion a\n// #endregion b\n", "closes a, but b is open"],
    ["// #region\n// #endregion\n", "needs a name"],
    ["// #region Two Words\n// #endregion\n", "needs a name"],
    [
      "// #region a\nx\n// #endregion\n// #region a\nx\n// #endregion\n",
      "a.swift:4: the region a exists already",
    ],
    ["x\n// #region a\n\n// #endregion\n", "a.swift:4: the region a is empty"],
  ])("that are wrong are refused: %j", (text, message) => {
    expect(() => stripRegions(text, "a.swift")).toThrow(message);
  });
});

test("a region has its lines without the marks of what is inside, and the line of its own mark", () => {
  const text = "x\n// #region a\n  one\n  // #region b\n  two\n  // #endregion b\n// #endregion a\n";
  expect(readRegions(text, "a.swift")).toEqual([
    { name: "a", line: 2, lines: ["  one", "  two"] },
    { name: "b", line: 4, lines: ["  two"] },
  ]);
});
