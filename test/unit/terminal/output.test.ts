import { expect, test } from "vitest";
import { createLog } from "../../../src/terminal/log.ts";
import { createOutput, type TerminalStream } from "../../../src/terminal/output.ts";
import { createSecretRegistry } from "../../../src/terminal/secrets.ts";
import { createSession } from "../../../src/terminal/session.ts";
import { formatTable } from "../../../src/terminal/table.ts";

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

async function presentValue(stream: Omit<TerminalStream, "write">): Promise<string> {
  let text = "";
  const write = (part: string): boolean => {
    text += part;
    return true;
  };
  const settings = { env: {}, color: true, secrets: createSecretRegistry() };
  const output = await createOutput({ ...stream, write }, settings);
  const context = { interaction: { json: false } } as Parameters<typeof createSession>[0];
  createSession(context, { stdout: output, stderr: output }).present(
    { value: "word ".repeat(30).trim() },
    { stdout: ({ value }, style, width) => formatTable([["Value", value]], style, width) },
  );
  return text;
}

test("data is broken at the width of a terminal, and one line for each value where another program reads it", async () => {
  const lines = (await presentValue({ isTTY: true, columns: 60 })).trimEnd().split("\n");
  expect(lines.length).toBeGreaterThan(1);
  expect(lines.every((line) => line.length <= 60)).toBe(true);
  expect(await presentValue({})).toBe(`  Value  ${"word ".repeat(30).trim()}\n`);
});

test.each([
  { term: "xterm-256color", drawn: true },
  { term: "dumb", drawn: false },
])("a step moves the cursor in a terminal of the kind $term: $drawn", async ({ term, drawn }) => {
  let text = "";
  const write = (part: string): boolean => {
    text += part;
    return true;
  };
  const settings = { env: { TERM: term }, color: false, secrets: createSecretRegistry() };
  const output = await createOutput({ isTTY: true, write }, settings);
  await createLog(output, { json: false, verbose: false }).step("Check the org", async () => {});
  expect(text.includes("\u001B[2K")).toBe(drawn);
  expect(text).toMatch(/✔ Check the org\n$/u);
});
