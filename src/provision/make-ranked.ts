import { OktaRefusal } from "../okta/port.ts";
import { jitteredPause } from "./jitter.ts";
import { onceMore } from "./once-more.ts";
import type { ApplyContext } from "./run.ts";

const most = 3;

/**
 * Makes something that has a priority among others. Okta may answer with 500 when several jobs do so at the same time, and
 * it may have made it all the same: then it is looked for, and made again only when it is not there.
 * https://github.com/okta/terraform-provider-okta/issues/1198
 */
export async function makeRanked<T>(
  context: ApplyContext,
  make: () => Promise<T>,
  find: () => Promise<T | undefined>,
): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await onceMore(context, make);
    } catch (error) {
      if (!isFailure(error) || attempt >= most) throw error;
      await context.clock.sleep(jitteredPause(500, attempt), context.signal);
    }
    const found = await find();
    if (found !== undefined) return found;
  }
}

function isFailure(error: unknown): boolean {
  return error instanceof OktaRefusal && error.status === 500;
}
