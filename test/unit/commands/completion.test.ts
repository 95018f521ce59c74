import { Argument, Command, Option } from "commander";
import { expect, test } from "vitest";
import { suggest } from "../../../src/commands/completion/suggest.ts";

const program = new Command("okta-unlock");
program
  .addCommand(
    new Command("create")
      .summary("create a project")
      .argument("[dir]")
      .option("--platform <name>")
      .addOption(new Option("--if-exists <what>").choices(["reuse", "update"]))
      .option("--org <org>")
      .option("--write-env <path>")
      .option("--dry-run", "print the requests")
      .addOption(new Option("--no-dry-run").hideHelp()),
  )
  .addCommand(
    new Command("apps")
      .addCommand(new Command("show").argument("<app>").option("--org <org>").option("--app <app>"))
      .addCommand(new Command("delete").alias("rm").argument("<app...>").option("--org <org>")),
  )
  .addCommand(new Command("crawl"), { hidden: true })
  .addCommand(new Command("open").addArgument(new Argument("<page>").choices(["app", "policy"])));

function valuesOf(...words: readonly string[]): readonly string[] {
  const wanted = suggest(program, words);
  return wanted.kind === "values" ? wanted.values.map(({ value }) => value) : [wanted.kind];
}

test.each([
  ["a command is completed", ["cr"], ["create"]],
  ["all commands are there before the first letter", [""], ["create", "apps", "open", "help"]],
  ["commands of a noun follow it", ["apps", ""], ["show", "delete", "help"]],
  ["flags of the command are completed", ["create", "--if"], ["--if-exists"]],
  ["a flag that is there already is not offered again", ["create", "--dry-run", "--d"], []],
  ["a hidden flag is not offered", ["create", "--no-"], []],
  ["the values of a flag follow it", ["create", "--if-exists", ""], ["reuse", "update"]],
  ["a value that was begun is completed", ["create", "--if-exists", "u"], ["update"]],
  ["a value is completed behind its flag", ["create", "--if-exists=u"], ["--if-exists=update"]],
  ["bash makes three words of it", ["create", "--if-exists", "=", "u"], ["update"]],
  ["and two when the value is empty", ["create", "--if-exists", "="], ["reuse", "update"]],
  ["a folder is a name on the disk", ["create", ""], ["folders"]],
  ["a file is a name on the disk", ["create", "--write-env", ""], ["files"]],
  ["nothing is known of a second argument, so flags are", ["create", "here", "--w"], ["--write-env"]],
  ["the values of an argument are its choices", ["open", "p"], ["policy"]],
  ["an app is looked up", ["apps", "show", ""], ["lookup"]],
  ["an app that a flag names is looked up", ["apps", "show", "--app", ""], ["lookup"]],
  ["a variadic argument goes on", ["apps", "rm", "0oa1", ""], ["lookup"]],
] as const)("%s", (_title, words, expected) => {
  expect(valuesOf(...words)).toEqual(expected);
});

test("an app is looked up in the org that the line names, spelled in either way", () => {
  const wanted = { kind: "lookup", source: "apps", org: "acme" };
  expect(suggest(program, ["apps", "show", "--org", "acme", ""])).toEqual(wanted);
  expect(suggest(program, ["apps", "show", "--org=acme", ""])).toEqual(wanted);
  // As bash gives `--org https://acme.okta.com`: it breaks words at colons.
  const url = ["https", ":", "//acme.okta.com"];
  const inUrl = { ...wanted, org: "https://acme.okta.com" };
  expect(suggest(program, ["apps", "show", "--org", "=", "acme", ""])).toEqual(wanted);
  expect(suggest(program, ["apps", "show", "--org", ...url, ""])).toEqual(inUrl);
  expect(suggest(program, ["apps", "show", "--org", "=", ...url, ""])).toEqual(inUrl);
});
