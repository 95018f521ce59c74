import { expect, test } from "vitest";
import { joinNames } from "../../../src/values/join-names.ts";

test.each([
  { names: [], said: "" },
  { names: ["ios"], said: "ios" },
  { names: ["ios", "android"], said: "ios and android" },
  { names: ["android", "ios", "react-native"], said: "android, ios and react-native" },
])("$names are said as: $said", ({ names, said }) => {
  expect(joinNames(names)).toBe(said);
});
