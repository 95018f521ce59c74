import { expect, test } from "vitest";
import { parseWebPreview } from "../../../src/values/web-preview.ts";

test("a React Native project has a web preview unless nobody wants one", () => {
  expect(parseWebPreview("true", "react-native")).toMatchObject({ ok: true, value: true });
  expect(parseWebPreview("false", "react-native")).toMatchObject({ ok: true, value: false });
});

test.each(["ios", "android"] as const)("an %s project has none", (platform) => {
  expect(parseWebPreview("false", platform)).toMatchObject({ ok: true, value: false });
  expect(parseWebPreview("true", platform)).toEqual({
    ok: false,
    problem: "Only React Native has a web preview.",
    suggestion: "false",
  });
});

test("before the platform is known either answer can be right", () => {
  expect(parseWebPreview("true")).toMatchObject({ ok: true, value: true });
});
