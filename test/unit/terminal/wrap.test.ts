import fc from "fast-check";
import { expect, test } from "vitest";
import { markCommand, toPlainText } from "../../../src/values/command-text.ts";
import { wrap } from "../../../src/terminal/wrap.ts";

test("no line is longer than the width unless it is one word, and no word is lost", () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{1,30}$/u), { minLength: 1 });
  fc.assert(
    fc.property(
      words,
      fc.integer({ min: 10, max: 60 }),
      fc.integer({ min: 0, max: 6 }),
      (list, width, indent) => {
        const lines = wrap(list.join(" "), { width, indent }).split("\n");
        for (const line of lines) expect(line.length <= width || !line.trim().includes(" ")).toBe(true);
        expect(lines.map((line) => line.trim()).join(" ")).toBe(list.join(" "));
      },
    ),
  );
});

test("a command that does not fit behind its sentence stays whole, on a line of its own", () => {
  const command = "anything --at 'all that'  is a command";
  const step = `Let the simulator trust the org: ${markCommand(command)}. Then go on as before.`;
  const wrapped = wrap(step, { width: 40, indent: 2 });
  expect(toPlainText(wrapped)).toBe(
    `Let the simulator trust the org:\n    ${command}\n  Then go on as before.`,
  );
  expect(wrap(step, { width: 100, indent: 2 })).toBe(step);
});

test("prose takes a hundred columns at most, on the widest terminal", () => {
  const lines = wrap("word ".repeat(60).trim(), { width: 200, indent: 2 }).split("\n");
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
});

test("letters of East Asia and emoji count for two columns", () => {
  expect(wrap("銀行 銀行 銀行 🏦🏦", { width: 10, indent: 0 })).toBe("銀行 銀行\n銀行 🏦🏦");
});

test("a long text is read once, not once for each of its words", () => {
  const words = "word ".repeat(200_000).trim();
  expect(wrap(words, { width: Number.POSITIVE_INFINITY, indent: 2 })).toBe(words);
  expect(wrap(words, { width: 80, indent: 0 }).replaceAll("\n", " ")).toBe(words);
});
