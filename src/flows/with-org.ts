import type { Context } from "../context.ts";
import { chooseDestination } from "./choose-destination.ts";
import { startGathering } from "./fields.ts";
import { assertLocalOrg } from "./local-org.ts";
import { type Destination, openOrg, type OrgSession } from "./org-session.ts";

/**
 * Opens the org that flag and environment name, works in it, and closes it: for commands that work with what is there. Throws
 * `not-signed-in` when it is the local org and there is none; it is not made by a question.
 */
export async function withOrg<T>(
  context: Context,
  flag: string | undefined,
  work: (session: OrgSession) => Promise<T>,
): Promise<T> {
  const session = await openOrg(context, await chooseExistingOrg(context, flag));
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

/** The org that flag and environment name. Throws `not-signed-in` when it is the local org and there is none. */
export async function chooseExistingOrg(context: Context, flag: string | undefined): Promise<Destination> {
  const gathering = startGathering(context);
  const chosen = await chooseDestination(context, gathering, { flag, isPreview: false });
  const { destination } = gathering.all({ destination: chosen });
  if (destination.kind === "local") await assertLocalOrg(context);
  return destination;
}
