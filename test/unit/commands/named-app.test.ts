import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Choice, Context } from "../../../src/context.ts";
import { planWithChoice } from "../../../src/flows/plan-with-choice.ts";
import { buildDesiredState } from "../../../src/provision/desired.ts";
import { type CommandWorld, openCommandWorld } from "./command-world.ts";

let world: CommandWorld;
beforeAll(async () => {
  world = await openCommandWorld();
});
afterAll(() => world.close());

const desired = buildDesiredState({
  label: "Clone",
  project: "com.example.clone",
  redirectUris: ["com.example.clone:/callback"],
  postLogoutRedirectUris: ["com.example.clone:/logout"],
  assignment: "everyone",
});

/** Somebody who takes the offered choice of that number. */
function attended(number: number): Context {
  const context = world.context();
  const select = async <T>({ choices }: { readonly choices: readonly Choice<T>[] }) => choices[number]!.value;
  return {
    ...context,
    interaction: { ...context.interaction, canAsk: true },
    prompts: { ...context.prompts, select },
  };
}

describe("an app that okta-unlock.json names and that is not the project's", () => {
  test("is asked about, and left alone by whoever presses Enter", async () => {
    const { id } = await world.observer.createApp({ ...desired.app, label: "Payroll", profile: {} });
    const planning = planWithChoice(attended(0), world.observer, desired, { namedAppId: id });
    await expect(planning).rejects.toMatchObject({ code: "interrupted" });
    expect(world.said.join(" ")).toContain("Whoever wrote that file chose the app.");
  });

  test("is used by whoever chooses it", async () => {
    const { id } = await world.observer.createApp({ ...desired.app, label: "Payroll", profile: {} });
    const plan = await planWithChoice(attended(1), world.observer, desired, { namedAppId: id });
    expect(plan.steps[0]).toMatchObject({ action: "update", knows: { appId: id } });
  });
});
