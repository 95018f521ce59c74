import { expect, test } from "vitest";
import { createOutput } from "../../../src/terminal/output.ts";
import { createSecretRegistry } from "../../../src/terminal/secrets.ts";

async function createStyle(env: Record<string, string>) {
  const settings = { env, color: true, secrets: createSecretRegistry() };
  return (await createOutput({ write: () => true }, settings)).style;
}

test("a style ends at the end of each line, and goes on after another one inside it", async () => {
  const { strong, bad, faint } = await createStyle({ FORCE_COLOR: "1" });
  expect(bad("no")).toBe("\u001B[31mno\u001B[39m");
  expect(bad("")).toBe("");
  expect(bad("a\r\nb")).toBe("\u001B[31ma\u001B[39m\r\n\u001B[31mb\u001B[39m");
  expect(strong(`a${faint("b")}c`)).toBe("\u001B[1ma\u001B[2mb\u001B[22m\u001B[1mc\u001B[22m");
});

test("without colors a style leaves a text as it is", async () => {
  const { strong, accent } = await createStyle({});
  expect([strong("a\nb"), accent("")]).toEqual(["a\nb", ""]);
});
