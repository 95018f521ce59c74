import { hint } from "../hints.ts";
import { OktaUnlockError } from "../errors.ts";
import type { OktaApp, OktaOrg } from "../okta/port.ts";
import type { DesiredState } from "./desired.ts";
import { readMarker } from "./marker.ts";

/** What to do about an app that already exists. */
export type IfExists = "reuse" | "update" | "fail";

export interface FindOptions {
  /** Unset: our own app is brought up to date, somebody else's is a conflict. */
  readonly ifExists?: IfExists | undefined;
  /**
   * The app that the project's `okta-unlock.json` names. That file comes with a repository, which may be anybody's: only an app
   * with the mark of this very project is taken for its own.
   */
  readonly namedAppId?: string | undefined;
  /** The app that a person chose in a conflict. */
  readonly chosenAppId?: string | undefined;
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
  const { namedAppId, chosenAppId } = options;
  const knownAppId = chosenAppId ?? namedAppId;
  const known = knownAppId === undefined ? undefined : await org.getApp(knownAppId);
  if (known !== undefined) {
    if (chosenAppId === undefined && !mayUse(known, desired, options)) throw createNamedForeign(known);
    return { app: requireNative(known, options), warnings: [] };
  }
  const candidates = await org.findApps(desired.settings.label);
  return { app: chooseApp(candidates, desired, options), warnings: warnIfGone(knownAppId) };
}

function warnIfGone(knownAppId: string | undefined): string[] {
  return knownAppId === undefined ? [] : [`The app ${knownAppId} is no longer in the org.`];
}

/** `fail` is left to `requireNative`, which says so of any app. */
function mayUse(app: OktaApp, desired: DesiredState, { ifExists }: FindOptions): boolean {
  return ifExists !== undefined || isOwn(app, desired);
}

function isOwn(app: OktaApp, { settings }: DesiredState): boolean {
  return readMarker(app)?.project === settings.project;
}

function chooseApp(
  candidates: readonly OktaApp[],
  desired: DesiredState,
  options: FindOptions,
): OktaApp | undefined {
  const own = candidates.filter((app) => isOwn(app, desired));
  const mayAdopt = options.ifExists === "reuse" || options.ifExists === "update";
  const [first, ...others] = own.length > 0 || !mayAdopt ? own : candidates;
  if (others.length > 0) throw createSeveral(first === undefined ? others : [first, ...others], desired);
  if (first !== undefined) return requireNative(first, options);
  if (candidates.length > 0) throw createForeign(candidates, desired);
  return undefined;
}

function requireNative(app: OktaApp, { ifExists }: FindOptions): OktaApp {
  if (ifExists === "fail") throw createExists(app);
  const type = app.settings?.oauthClient?.application_type;
  if (app.name !== "oidc_client" || type !== "native") throw createNotNative(app);
  return app;
}

function createSeveral(apps: readonly OktaApp[], { settings }: DesiredState): AppConflict {
  return new AppConflict(
    {
      message: `The org has ${apps.length} apps named "${settings.label}", and it is not clear which one to use.`,
      next: `Keep one and delete the others with ${hint("apps delete", { args: ["<id>"] })}, or run the command again with another --name`,
    },
    apps,
  );
}

function createForeign(apps: readonly OktaApp[], { settings }: DesiredState): AppConflict {
  const isOne = apps.length === 1;
  return new AppConflict(
    {
      message: isOne
        ? `The org already has an app named "${settings.label}", which was not made for this project.`
        : `The org already has ${apps.length} apps named "${settings.label}", none of them made for this project.`,
      next: isOne
        ? "Use it unchanged with --if-exists reuse, update it with --if-exists update, or run the command again with another --name"
        : `Run the command again with another --name, or use one of them without changing the org: ${hint("create", { issuer: "<issuer>", "client-id": "<client id>" })}`,
    },
    apps,
  );
}

function createNamedForeign(app: OktaApp): AppConflict {
  return new AppConflict(
    {
      message: `okta-unlock.json names the app "${app.label}", which was not made for this project.`,
      why: "Whoever wrote that file chose the app. To update it would let the app of this project sign in as that one.",
      next: "Use it unchanged with --if-exists reuse. If you trust this project, update the app with --if-exists update",
      isNamedByProject: true,
    },
    [app],
  );
}

function createExists(app: OktaApp): AppConflict {
  return new AppConflict(
    {
      message: `The org already has the app "${app.label}".`,
      why: "--if-exists fail was given.",
      next: "To update it, run the command again with --if-exists update.",
    },
    [app],
  );
}

function createNotNative(app: OktaApp): AppConflict {
  return new AppConflict(
    {
      message: `The app "${app.label}" is not a native OIDC app, and Okta can't change the type of an app.`,
      next: "Run the command again with another --name.",
    },
    [app],
  );
}

/** One of the apps that could be meant. */
export interface AppChoice {
  readonly id: string;
  readonly clientId: string;
  readonly label: string;
  readonly status: string;
  /** `native`, `web`, `browser` or `service`. */
  readonly type: string;
  /** ISO 8601; empty when Okta does not tell. */
  readonly created: string;
  /** True when the app was made by this tool. */
  readonly isMarked: boolean;
}

/** Several existing apps match, or one that must not be changed. To continue, plan again with a choice as `chosenAppId`. */
export class AppConflict extends OktaUnlockError {
  readonly choices: readonly AppChoice[];
  /** True when the only reason to take the app is that `okta-unlock.json` names it. */
  readonly isNamedByProject: boolean;

  constructor(
    details: {
      readonly message: string;
      readonly why?: string;
      readonly next: string;
      readonly isNamedByProject?: true;
    },
    apps: readonly OktaApp[],
  ) {
    const choices = apps.map(toChoice);
    super("app-conflict", { ...details, details: choices.map(describeChoice) });
    this.choices = choices;
    this.isNamedByProject = details.isNamedByProject === true;
  }
}

/** The client ID of an OIDC app; Okta makes it equal to the app's id unless told otherwise. */
export function clientIdOf(app: OktaApp): string {
  return app.credentials?.oauthClient?.client_id ?? app.id;
}

function toChoice(app: OktaApp): AppChoice {
  return {
    id: app.id,
    clientId: clientIdOf(app),
    label: app.label,
    status: app.status,
    type: app.settings?.oauthClient?.application_type ?? "unknown",
    created: app.created ?? "",
    isMarked: readMarker(app) !== undefined,
  };
}

function describeChoice({ id, label, status, type, created, isMarked }: AppChoice): string {
  const madeBy = isMarked ? ", made by okta-unlock" : "";
  return `${id} "${label}" ${status.toLowerCase()}, ${type}${created && `, created ${created.slice(0, 10)}`}${madeBy}`;
}
