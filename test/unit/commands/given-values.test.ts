import type { Command } from "commander";
import { describe, expect, test } from "vitest";
import { OktaUnlockError } from "../../../src/errors.ts";
import { declareEveryCommand, listVerbs, parseLine } from "../../support/command-tree.ts";

interface Valued {
  /** `apps create`. */
  readonly line: string;
  /** What stands for its arguments. */
  readonly args: readonly string[];
  readonly flag: string;
  /** A value that it takes. */
  readonly value: string;
  readonly isRepeatable: boolean;
  /** Its value may be left out. */
  readonly mayStandAlone: boolean;
}

const commands = listVerbs(await declareEveryCommand());
const valued = commands.flatMap(({ line, command }) =>
  command.options
    .filter(({ required, optional }) => required || optional)
    .map(({ long, description, flags, argChoices, optional }): Valued => {
      const flag = long ?? flags;
      const isRepeatable = description.includes("repeatable");
      return {
        line,
        args: fillArguments(command),
        flag,
        value: argChoices?.[0] ?? "a",
        isRepeatable,
        mayStandAlone: optional,
      };
    }),
);

describe("every flag that takes a value", () => {
  test("is known here", () => {
    expect(valued.length).toBeGreaterThan(70);
  });

  test.each(valued)("$line $flag refuses an empty one and names itself", async (each) => {
    for (const empty of [[each.flag, ""], [each.flag, "  "], [`${each.flag}=`]]) {
      expect(await given(each, ...empty)).toMatchObject({
        code: "invalid-value",
        exitCode: 2,
        message: `${each.flag} is empty.`,
        next: expect.stringContaining(`okta-unlock ${each.line} --help`),
      });
    }
  });

  // A default of commander's would count as a value that was given before.
  test.each(valued)("$line $flag may be given once", async (each) => {
    expect(await given(each, each.flag, each.value)).toBe("ran");
  });

  test.each(valued)("$line $flag does not take the next flag for it", async (each) => {
    const outcome = await given(each, each.flag, "--yes");
    const said = outcome instanceof OktaUnlockError ? `${outcome.code}: ${outcome.message}` : outcome;
    const refusal = `invalid-value: ${each.flag} needs a value, but --yes follows, which is a flag.`;
    expect(said).toBe(each.mayStandAlone ? "ran" : refusal);
  });

  test.each(valued.filter(({ isRepeatable }) => !isRepeatable))(
    "$line $flag refuses a second one",
    async (each) => {
      expect(await given(each, each.flag, each.value, each.flag, each.value)).toMatchObject({
        code: "invalid-value",
        message: `${each.flag} is given twice.`,
      });
    },
  );
});

const withArguments = commands.filter(
  ({ line, command }) => command.registeredArguments.length > 0 && line !== "run",
);

test.each(withArguments)("the argument of $line may not be empty", async ({ line, command }) => {
  const [argument, ...others] = command.registeredArguments;
  expect(await parse([...line.split(" "), "", ...others.map(() => "x")])).toMatchObject({
    code: "invalid-value",
    exitCode: 2,
    message: expect.stringMatching(new RegExp(`^.${argument?.name()}. is empty\\.$`, "u")),
  });
});

test("the command of run may have empty arguments", async () => {
  expect(await parse(["run", "--", "program", ""])).toBe("ran");
});

test("several values of a repeatable flag and of an argument are all kept", async () => {
  const program = await declareEveryCommand();
  const flags: unknown[] = [];
  const apps = program.commands.find((command) => command.name() === "apps");
  for (const command of apps?.commands ?? [])
    command.action((...all: unknown[]) => void flags.push(all[0], all[1]));
  await program.parseAsync(["apps", "delete", "one", "two"], { from: "user" });
  await program.parseAsync(["apps", "update", "app", "--assign", "group:A", "--assign", "group:B"], {
    from: "user",
  });
  expect(flags[0]).toEqual(["one", "two"]);
  expect(flags[3]).toMatchObject({ assign: ["group:A", "group:B"] });
});

function given({ line, args }: Valued, ...flags: readonly string[]) {
  return parse([...line.split(" "), ...flags, ...args]);
}

/** What the command line is refused with; `ran` when it is not. */
async function parse(args: readonly string[]): Promise<unknown> {
  return parseLine(await declareEveryCommand(), args);
}

/** `apps create` has one of a few; every other one is any text. */
function fillArguments({ registeredArguments }: Command): string[] {
  return registeredArguments.map(({ argChoices }) => argChoices?.[0] ?? "x");
}
