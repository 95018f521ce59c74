import { expect, test } from "vitest";
import { createOutput } from "../../../src/terminal/output.ts";
import { createSecretRegistry } from "../../../src/terminal/secrets.ts";

function styleOf(env: Record<string, string>) {
  return createOutput({ write: () => true }, { env, color: true, secrets: createSecretRegistry() }).style;
}

test("a style ends at the end of each line, and goes on after another one inside it", () => {
  const { strong, bad, faint } = styleOf({ FORCE_COLOR: "1" });
  expect(bad("no")).toBe("\u001B[31mno\u001B[39m");
  expect(bad("")).toBe("");
  expect(bad("a\r\nb")).toBe("\u001B[31ma\u001B[39m\r\n\u001B[31mb\u001B[39m");
  expect(strong(`a${faint("b")}c`)).toBe("\u001B[1ma\u001B[2mb\u001B[22m\u001B[1mc\u001B[22m");
});

test("without colors a style leaves a text as it is", () => {
  const { strong, accent } = styleOf({});
  expect([strong("a\nb"), accent("")]).toEqual(["a\nb", ""]);
});
