import { expect, test } from "vitest";
import { type Assignment, formatAssignment, parseAssignment } from "../../../src/values/assignment.ts";

test.each<[readonly string[], Assignment]>([
  [["everyone"], "everyone"],
  [["none"], "none"],
  [["group:Mobile testers"], { groups: ["Mobile testers"] }],
  [["group:everyone"], { groups: ["everyone"] }],
  [["group:A", "group:B", "group:A"], { groups: ["A", "B"] }],
  [["group:a:b"], { groups: ["a:b"] }],
])("%j is read, and written as it is read again", (texts, value) => {
  expect(parseAssignment(texts)).toMatchObject({ ok: true, value });
  expect(parseAssignment(formatAssignment(value))).toMatchObject({ ok: true, value });
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
