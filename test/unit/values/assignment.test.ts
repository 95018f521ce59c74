import { expect, test } from "vitest";
import {
  type Assignment,
  formatAssignment,
  parseAssignment,
  splitAssignments,
} from "../../../src/values/assignment.ts";

test.each<[readonly string[], Assignment]>([
  [["everyone"], "everyone"],
  [["none"], "none"],
  [["group:Mobile testers"], { groups: ["Mobile testers"] }],
  [["group:everyone"], { groups: ["everyone"] }],
  [["group:A", "group:B", "group:A"], { groups: ["A", "B"] }],
  [["group:a:b"], { groups: ["a:b"] }],
  [["everyone", "everyone"], "everyone"],
])("%j is read, and written as it is read again", (texts, value) => {
  expect(parseAssignment(texts)).toMatchObject({ ok: true, value });
  expect(parseAssignment(formatAssignment(value))).toMatchObject({ ok: true, value });
});

test.each([
  ["everyone", ["everyone"]],
  ["group:A, group:B,group:C", ["group:A", "group:B", "group:C"]],
  ["group:Sales, EMEA,group:none of these", ["group:Sales, EMEA", "group:none of these"]],
  ["group:A,everyone", ["group:A", "everyone"]],
  ["group:A,", ["group:A"]],
  ["Testers", ["Testers"]],
])("the variable %j is a list with commas", (text, words) => {
  expect(splitAssignments(text)).toEqual(words);
});

test.each([
  [["Everyone"], "everyone"],
  [["Testers"], "group:Testers"],
  [["group:"], undefined],
  [["everyone", "group:A"], undefined],
  [["none", "everyone"], undefined],
  [[], undefined],
])("%j is refused, with what to type instead where that can be said", (texts, suggestion) => {
  expect(parseAssignment(texts)).toEqual({
    ok: false,
    problem: expect.any(String),
    ...(suggestion && { suggestion }),
  });
});
