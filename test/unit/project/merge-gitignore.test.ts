import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mergeGitignore } from "../../../src/project/merge-gitignore.ts";

const ours = "build/\nDerivedData/\n# of ours\nxcuserdata/\n";

describe("a .gitignore of the user's with our lines", () => {
  test.each([
    ["nothing", "", "# Added by okta-unlock\nbuild/\nDerivedData/\nxcuserdata/\n"],
    ["other lines", "*.log\n", "*.log\n\n# Added by okta-unlock\nbuild/\nDerivedData/\nxcuserdata/\n"],
    ["no end of line", "*.log", "*.log\n\n# Added by okta-unlock\nbuild/\nDerivedData/\nxcuserdata/\n"],
    [
      "line ends of Windows",
      "*.log\r\n",
      "*.log\r\n\r\n# Added by okta-unlock\r\nbuild/\r\nDerivedData/\r\nxcuserdata/\r\n",
    ],
    ["some of ours", "build\nxcuserdata/\n", "build\nxcuserdata/\n\n# Added by okta-unlock\nDerivedData/\n"],
    [
      "an exception",
      "!build/\n**/xcuserdata\n",
      "!build/\n**/xcuserdata\n\n# Added by okta-unlock\nDerivedData/\n",
    ],
  ])("with %s", (_what, theirs, merged) => {
    expect(mergeGitignore(theirs, ours)).toBe(merged);
  });

  test("is left alone when it lacks nothing", () => {
    expect(mergeGitignore("/x\nxcuserdata\n build \nDerivedData/\n", ours)).toBeUndefined();
  });

  test("begins with what the user wrote, and lacks nothing afterwards", () => {
    fc.assert(
      fc.property(fc.string(), (theirs) => {
        const merged = mergeGitignore(theirs, ours);
        if (merged === undefined) return;
        expect(merged.startsWith(theirs)).toBe(true);
        expect(mergeGitignore(merged, ours)).toBeUndefined();
      }),
    );
  });
});
