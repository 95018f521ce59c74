import type { Context } from "../../context.ts";
import { createUniqueLabel } from "../../provision/lease.ts";
import type { Lease } from "../../provision/marker.ts";
import type { Gathering } from "../../flows/fields.ts";
import { gatherLease } from "../../flows/lease-fields.ts";
import type { AppsCreateFlags } from "./flags.ts";

/** What --ephemeral makes of the settings: a label of its own and an expiry. Nothing without the flag. */
export async function ephemeralSettings(
  context: Pick<Context, "env">,
  gathering: Gathering,
  flags: AppsCreateFlags,
  name: string | undefined,
): Promise<{ readonly label: string; readonly lease: Lease } | undefined> {
  if (flags.ephemeral !== true) return refuseItsFlags(gathering, flags);
  if (flags.ifExists !== undefined) {
    gathering.refused("--if-exists: an ephemeral app is always a new one. Leave one of them out");
  }
  const lease = await gatherLease(context, gathering, flags);
  return lease && name !== undefined ? { label: createUniqueLabel(name), lease } : undefined;
}

function refuseItsFlags(gathering: Gathering, { ttl, runId }: AppsCreateFlags): undefined {
  if (ttl !== undefined) gathering.refused("--ttl: only an ephemeral app expires. Add --ephemeral");
  if (runId !== undefined) gathering.refused("--run-id: only an ephemeral app has one. Add --ephemeral");
}
