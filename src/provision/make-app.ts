import type { JsonObject, OktaApp, OktaOrg } from "../okta/port.ts";
import { isClearRefusal, searchForMade } from "./lost-creation.ts";
import { markerOf } from "./marker.ts";
import { onceMore } from "./once-more.ts";
import type { Run } from "./run.ts";

/** What an app is made of. */
interface NewApp {
  readonly label: string;
  /** Its marker holds the id of the run. */
  readonly body: JsonObject;
}

/** Makes an app; how it is removed is noted before, because its answer may never come. */
export async function makeApp(
  run: Pick<Run, "org" | "journal" | "context" | "id">,
  { label, body }: NewApp,
): Promise<OktaApp> {
  const { org, journal, context } = run;
  let made: OktaApp | undefined;
  const noted = journal.note({
    describe: `maybe an app named "${label}"`,
    manualCommand: `okta-unlock apps list --org ${org.flagValue}`,
    undo: async (signal) => {
      const rescue = org.withSignal(signal);
      if (made !== undefined) return deactivateAndDelete(rescue, made.id);
      // Its id never arrived: it is known by the run in its marker.
      const ours = await searchForMade(context, signal, async () =>
        (await rescue.findApps(label)).filter((app) => markerOf(app)?.run === run.id),
      );
      await Promise.all(ours.map(async ({ id }) => deactivateAndDelete(rescue, id)));
    },
  });
  try {
    made = await onceMore(context, async () => org.createApp(body));
  } catch (error) {
    if (isClearRefusal(error)) noted.forget();
    throw error;
  }
  noted.revise({
    describe: `the app ${made.id}`,
    manualCommand: `okta-unlock apps delete ${made.id} --org ${org.flagValue}`,
  });
  return made;
}

/** Okta deletes inactive apps only. One that is gone already counts as done. */
export async function deactivateAndDelete(org: OktaOrg, appId: string): Promise<void> {
  await org.deactivateApp(appId);
  await org.deleteApp(appId);
}
