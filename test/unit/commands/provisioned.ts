import { applyProvision } from "../../../src/provision/apply.ts";
import type { DesiredState } from "../../../src/provision/desired.ts";
import { planProvision } from "../../../src/provision/plan.ts";
import { withJournal } from "../../../src/provision/undo.ts";
import type { CommandWorld } from "./command-world.ts";

/** Puts an app with all that belongs to it into the org, by hands that no fault hinders. */
export async function provisionFor(
  { observer, context }: CommandWorld,
  desired: DesiredState,
): Promise<string> {
  const plan = await planProvision(observer, desired);
  const { appId } = await withJournal(context(), (journal) =>
    applyProvision(context(), observer, plan, journal),
  );
  return appId;
}
