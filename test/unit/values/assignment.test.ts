import { expect, test } from "vitest";
import { assignmentWords, parseAssignment } from "../../../src/values/assignment.ts";

test.each([
  [["everyone"], "everyone"],
  [["none"], "none"],
  [["group:Mobile testers"], { groups: ["Mobile testers"] }],
  [["group:everyone"], { groups: ["everyone"] }],
  [["group:A", "group:B", "group:A"], { groups: ["A", "B"] }],
  [["group:a:b"], { groups: ["a:b"] }],
])("%j is read, and written as it is read again", (texts, value) => {
  const parsed = parseAssignment(texts);
  expect(parsed).toMatchObject({ ok: true, value });
  if (parsed.ok) expect(parseAssignment(assignmentWords(parsed.value))).toEqual(parsed);
});

test.each([
  [["Everyone"], "everyone"],
  [["Testers"], "group:Testers"],
  [["group:"], undefined],
  [["everyone", "group:A"], undefined],
  [["none", "everyone"], undefined],
  [[], undefined],
])("%j is refused, with what to type instead where that can be said", (texts, suggestion) => {
  const parsed = parseAssignment(texts);
  expect(parsed.ok).toBe(false);
  if (!parsed.ok) expect(parsed.suggestion).toBe(suggestion);
});
