import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { environmentTopic } from "../../../src/commands/help/environment.ts";
import { exitCodesTopic } from "../../../src/commands/help/exit-codes.ts";
import { nameProgram } from "../../../src/hints.ts";
import { declareEveryCommand } from "../../support/command-tree.ts";
import { describeCommand, describeGlobalOptions, listPages } from "../../support/reference/command-page.ts";
import { listTerms } from "../../support/reference/man-facts.ts";
import { writeManPage } from "../../support/reference/write-man-page.ts";
import { writeMarkdown } from "../../support/reference/write-markdown.ts";

const docs = join(import.meta.dirname, "../../../docs");
const program = await declareEveryCommand();
const verbs = listPages(describeCommand(program)).filter(({ children }) => children.length === 0);

afterAll(() => {
  nameProgram(() => "okta-unlock");
});

test.each(["okta-unlock", "node /home/me/okta-unlock/bin/okta-unlock.js"])(
  "docs/reference.md and docs/okta-unlock.1 say what the commands of %s declare: --update writes them",
  async (name) => {
    nameProgram(() => name);
    const { markdown, man } = await writePages();
    await expect(markdown).toMatchFileSnapshot(join(docs, "reference.md"));
    await expect(man).toMatchFileSnapshot(join(docs, "okta-unlock.1"));
  },
);

test.each(verbs)("$path has a summary, a description and an example", (page) => {
  expect(page.summary).toMatch(/^[a-z].*[^.]$/u);
  expect(page.description).toMatch(/^[A-Z].*\.$/u);
  expect(page.examples.filter((line) => !line.startsWith("#"))).not.toEqual([]);
});

test("the summary of each command takes one line of the help at 80 columns", () => {
  // Unless it is asked for, a command is listed without its arguments.
  const indent = 2 + "help [command]".length + 2;
  const long = program
    .createHelp()
    .visibleCommands(program)
    .map((command) => command.summary())
    .filter((summary) => indent + summary.length > 80);
  expect(long).toEqual([]);
});

test.each(verbs)("every argument and option of $path has a description", ({ parameters, optionGroups }) => {
  const all = [...parameters, ...optionGroups.flatMap(({ options }) => options)];
  expect(all.filter(({ description }) => !/^[\w<-]/u.test(description))).toEqual([]);
});

const hasMandoc = spawnSync("mandoc", ["-Tlint"], { input: "" }).error === undefined;

test.skipIf(!hasMandoc)("mandoc finds nothing to say of the man page", async () => {
  const { man } = await writePages();
  const { stdout } = spawnSync("mandoc", ["-Tlint"], { input: man, encoding: "utf8" });
  expect(stdout).toBe("");
});

test.skipIf(!hasMandoc)("the man page shows what roff would take for marks, within 80 columns", async () => {
  const { man } = await writePages();
  const { stdout } = spawnSync("mandoc", ["-Tascii", "-Owidth=78"], { input: man, encoding: "utf8" });
  // A letter is written over itself to be bold, an underscore to be underlined.
  const text = stdout.replaceAll(/.\u0008/gu, "");
  for (const shown of [
    "sh -c 'npm run build; npm test'",
    "echo 'eval \"$(okta-unlock completion bash)\"' >> ~/.bashrc",
  ])
    expect(text).toContain(shown);
  const long = text.split("\n").filter((line) => line.length > 80);
  // A path can't be broken.
  expect(long.filter((line) => !line.includes("> ~/.config/fish/"))).toEqual([]);
});

async function writePages(): Promise<{ readonly markdown: string; readonly man: string }> {
  const declared = await declareEveryCommand();
  const pages = describeCommand(declared);
  const globalOptions = describeGlobalOptions(declared);
  const [exitCodes, variables] = [listTerms(exitCodesTopic), listTerms(environmentTopic)];
  const facts = { globalOptions, exitCodes, variables };
  return { markdown: writeMarkdown(pages, globalOptions), man: writeManPage(pages, facts) };
}
