import type { OktaApp, OktaOrg } from "../okta/port.ts";
import { AppConflict } from "./app-conflict.ts";
import type { DesiredState } from "./desired.ts";
import { markerOf } from "./marker.ts";

/** What to do about an app that is there already. */
export type IfExists = "reuse" | "update" | "fail";

export interface FindOptions {
  /** Unset: our own app is brought up to date, somebody else's is a conflict. */
  readonly ifExists?: IfExists | undefined;
  /** The app of an earlier run, or the one that was chosen in a conflict. */
  readonly knownAppId?: string | undefined;
}

export interface FoundApp {
  readonly app: OktaApp | undefined;
  readonly warnings: readonly string[];
}

/**
 * Finds the app of a project: by id, else by label and marker. Labels are not unique in Okta, so several can match.
 * Throws `AppConflict` when it can't be decided which app is meant, or when it must not be touched.
 */
export async function findApp(org: OktaOrg, desired: DesiredState, options: FindOptions): Promise<FoundApp> {
  const known = options.knownAppId === undefined ? undefined : await org.getApp(options.knownAppId);
  if (known !== undefined) return { app: usable(known, options), warnings: [] };
  const candidates = await org.findApps(desired.settings.label);
  return { app: choose(candidates, desired, options), warnings: warningsOn(options) };
}

function warningsOn({ knownAppId }: FindOptions): string[] {
  return knownAppId === undefined ? [] : [`The app ${knownAppId} is no longer in the org.`];
}

function choose(
  candidates: readonly OktaApp[],
  desired: DesiredState,
  options: FindOptions,
): OktaApp | undefined {
  const own = candidates.filter((app) => markerOf(app)?.project === desired.settings.project);
  const mayAdopt = options.ifExists === "reuse" || options.ifExists === "update";
  const [first, ...others] = own.length > 0 || !mayAdopt ? own : candidates;
  if (others.length > 0) throw several(first === undefined ? others : [first, ...others], desired);
  if (first !== undefined) return usable(first, options);
  if (candidates.length > 0) throw foreign(candidates, desired);
  return undefined;
}

function usable(app: OktaApp, { ifExists }: FindOptions): OktaApp {
  if (ifExists === "fail") throw exists(app);
  const type = app.settings?.oauthClient?.application_type;
  if (app.name !== "oidc_client" || type !== "native") throw notNative(app);
  return app;
}

function several(apps: readonly OktaApp[], { settings }: DesiredState): AppConflict {
  return new AppConflict(
    {
      message: `The org has ${apps.length} apps named "${settings.label}", and any of them could be meant.`,
      next: "Keep one and remove the others with okta-unlock apps delete <id>, or run the command again with another --name",
    },
    apps,
  );
}

function foreign(apps: readonly OktaApp[], { settings }: DesiredState): AppConflict {
  const isOne = apps.length === 1;
  return new AppConflict(
    {
      message: isOne
        ? `The org already has an app named "${settings.label}", which was not made for this project.`
        : `The org already has ${apps.length} apps named "${settings.label}", none made for this project.`,
      next: isOne
        ? "Use it as it is with --if-exists reuse, bring it up to date with --if-exists update, or run the command again with another --name"
        : "Run the command again with another --name, or render for one of them without touching the org: okta-unlock create --issuer <issuer> --client-id <client id>",
    },
    apps,
  );
}

function exists(app: OktaApp): AppConflict {
  return new AppConflict(
    {
      message: `The org already has the app "${app.label}".`,
      why: "--if-exists fail was given.",
      next: "Run the command again with --if-exists update to bring it up to date.",
    },
    [app],
  );
}

function notNative(app: OktaApp): AppConflict {
  return new AppConflict(
    {
      message: `The app "${app.label}" is not a native OIDC app, and its kind can't be changed.`,
      next: "Run the command again with another --name.",
    },
    [app],
  );
}
