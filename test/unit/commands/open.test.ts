import { expect, test } from "vitest";
import { runOpen } from "../../../src/commands/open/run.ts";
import type { OpenFlags } from "../../../src/commands/open/flags.ts";
import type { Choice, Context } from "../../../src/context.ts";

/** The pages that somebody who names none may choose from. */
async function listChoices(flags: OpenFlags): Promise<readonly unknown[]> {
  let offered: readonly unknown[] = [];
  const select = async ({ choices }: { readonly choices: readonly Choice<unknown>[] }): Promise<never> => {
    offered = choices.map(({ value }) => value);
    throw new Error("nothing is chosen");
  };
  const context = { interaction: { canAsk: true }, prompts: { select } } as unknown as Context;
  await expect(runOpen(context, undefined, flags)).rejects.toThrow("nothing is chosen");
  return offered;
}

test("whoever has named an app or an org is asked for a page of it", async () => {
  expect(await listChoices({})).toEqual(["app", "policy", "tokens", "signin", "logs", "docs"]);
  expect(await listChoices({ org: "acme" })).toEqual(["app", "policy", "tokens", "signin", "logs"]);
  expect(await listChoices({ app: "0oa1" })).toEqual(["app", "policy", "signin", "logs"]);
});
