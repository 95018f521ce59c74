import { expect, test } from "vitest";
import { declareEveryCommand, listVerbs } from "../../support/command-tree.ts";

test("the help of a command is no wider than people like to read, however wide the terminal is", async () => {
  let help = "";
  const write = (text: string): void => {
    help += text;
  };
  const program = await declareEveryCommand({ width: 200, write });
  for (const { command } of [{ command: program }, ...listVerbs(program)]) command.outputHelp();
  const lines = help.split("\n");
  expect(lines.length).toBeGreaterThan(500);
  // An example is one line, so that it can be copied.
  const prose = lines.filter((line) => !line.startsWith("  okta-unlock "));
  expect(prose.filter((line) => line.length > 100)).toEqual([]);
  expect(Math.max(...prose.map((line) => line.length))).toBeGreaterThan(90);
});
