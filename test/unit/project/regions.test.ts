import { describe, expect, test } from "vitest";
import { stripRegions } from "../../../src/project/regions.ts";

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
    ["// #region a\n// #endregion\n// #region b\n// #endregion", ""],
    ['let s = "// #region a"\n', 'let s = "// #region a"\n'],
    ["text about #region and #endregion\n", "text about #region and #endregion\n"],
    ["# regional\n#regions\n", "# regional\n#regions\n"],
    ["no marks, no end", "no marks, no end"],
    ["", ""],
  ])("are stripped from %j", (text, stripped) => {
    expect(stripRegions(text, "a.swift")).toBe(stripped);
  });

  test.each([
    ["// #region a\n", "a is never closed"],
    ["x\n// #endregion\n", "a.swift:2: closes a region that was not opened"],
    ["// #region a\n// #region b\n// #endregion a\n// #endregion b\n", "closes a, but b is open"],
    ["// #region\n// #endregion\n", "needs a name"],
    ["// #region Two Words\n// #endregion\n", "needs a name"],
    ["// #region a\n// #endregion\n// #region a\n// #endregion\n", "exists already"],
  ])("that are wrong are refused: %j", (text, message) => {
    expect(() => stripRegions(text, "a.swift")).toThrow(message);
  });
});
