import { computeBackOff, OktaRefusal } from "../okta/port.ts";
import type { ApplyContext, Created, Creation, Run } from "./effect.ts";
import { retryConflict } from "./retry-conflict.ts";
import { removeNew } from "./retry-missing.ts";

/**
 * Creates something; how it is removed is noted before, because its answer may never come. Then it is looked for, by the mark
 * of the run or whatever else tells it apart.
 * @param post sends the request
 */
export async function create(
  { org, journal, context }: Pick<Run, "org" | "journal" | "context">,
  post: () => Promise<Created>,
  creation: Creation,
): Promise<Created> {
  let created: Created | undefined;
  const noted = creation.isNoted
    ? journal.note({
        describe: `possibly ${creation.describe(undefined)}`,
        manualCommand: creation.manualCommand(undefined),
        async undo(signal) {
          const rescue = org.withSignal(signal);
          const search = async () => creation.find(rescue);
          const ours = created ? [created] : await searchForCreated(context, signal, search);
          const remove = async ({ id }: Created) => creation.remove(rescue, id);
          await Promise.all(ours.map(async (each) => removeNew(context, signal, () => remove(each))));
        },
      })
    : undefined;
  try {
    created = creation.hasPriority
      ? await createWithPriority(context, post, async () => (await creation.find(org))[0])
      : await retryConflict(context, post);
  } catch (error) {
    if (!isClearRefusal(error)) throw error;
    noted?.forget();
    const other = await creation.findOther?.();
    if (other === undefined) throw error;
    return other;
  }
  const { id } = created;
  noted?.revise({ describe: creation.describe(id), manualCommand: creation.manualCommand(id) });
  return created;
}

const mostRetries = 3;

/**
 * Creates something that has a priority among others. Okta may answer with 500 when several jobs do so at the same time, and
 * it may have created it all the same: then it is looked for, and created again only when it is not there.
 * https://github.com/okta/terraform-provider-okta/issues/1198
 */
async function createWithPriority<T>(
  context: ApplyContext,
  post: () => Promise<T>,
  find: () => Promise<T | undefined>,
): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await retryConflict(context, post);
    } catch (error) {
      if (!isServerError(error) || attempt >= mostRetries) throw error;
      await context.clock.sleep(computeBackOff(attempt, 1000), context.signal);
    }
    const found = await find();
    if (found !== undefined) return found;
  }
}

function isServerError(error: unknown): boolean {
  return error instanceof OktaRefusal && error.status === 500;
}

/** Below 500 Okta says itself that it did nothing; whatever else happens, it may have created what it was asked for. */
function isClearRefusal(error: unknown): boolean {
  return error instanceof OktaRefusal && error.status < 500;
}

/** Milliseconds before each search. A request that was given up may still be on its way through Okta. */
const pauses = [0, 1000, 2000, 4000];

/** Looks a few times for what a request may have created whose answer was lost; ends as soon as something is found. */
async function searchForCreated<T>(
  { clock }: Pick<ApplyContext, "clock">,
  signal: AbortSignal,
  search: () => Promise<readonly T[]>,
): Promise<readonly T[]> {
  for (const pause of pauses) {
    if (pause > 0) await clock.sleep(pause, signal);
    const found = await search();
    if (found.length > 0) return found;
  }
  return [];
}
