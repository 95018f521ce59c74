import { applyProvision } from "../../../src/provision/apply.ts";
import type { DesiredState } from "../../../src/provision/desired.ts";
import { planProvision } from "../../../src/provision/plan.ts";
import { withJournal } from "../../../src/provision/journal.ts";
import type { CommandWorld } from "./command-world.ts";

/** Puts an app with all that belongs to it into the org, by hands that no fault hinders. */
export async function provisionFor(world: CommandWorld, desired: DesiredState): Promise<string> {
  const plan = await planProvision(world.observer, desired);
  const { appId } = await withJournal(world.context(), (journal) =>
    applyProvision(world.context(), world.observer, plan, journal),
  );
  return appId;
}
