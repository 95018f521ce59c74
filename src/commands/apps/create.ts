import { resolve } from "node:path";
import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import type { OktaOrg } from "../../org/port.ts";
import { applyProvision, type ProvisionResult } from "../../provision/apply.ts";
import { desiredNativeApp, type ProvisionSettings } from "../../provision/desired.ts";
import { planOffline } from "../../provision/plan.ts";
import { hasChanges, type PlannedRequest, type PlannedStep } from "../../provision/planned-steps.ts";
import { withJournal } from "../../provision/undo.ts";
import { type RedirectUri, schemeOf } from "../../values/redirect-uri.ts";
import {
  defaultPostLogoutFor,
  nameField,
  postLogoutRedirectUriField,
  redirectUriField,
} from "../app-fields.ts";
import { assertFree, type EnvFile, writeEnvFile } from "../env-file.ts";
import { chooseDestination, type Destination } from "../destination.ts";
import { type Field, type Gathering, startGathering } from "../fields.ts";
import { gatherProvisionChoices } from "../provision-options.ts";
import { openOrg } from "../org-session.ts";
import { requestsOf } from "../plan-view.ts";
import { confirmPlan, planWithChoice } from "../provision-flow.ts";
import { ephemeralSettings } from "./ephemeral.ts";
import type { AppsCreateFlags } from "./flags.ts";
import { formatApp } from "./formats.ts";
import { settingsOf } from "./settings.ts";
import { type ShownApp, showApp } from "./show.ts";

/** An app that is as it was asked for. */
export interface CreatedApp {
  readonly app: ShownApp;
  readonly changed: boolean;
  readonly steps: readonly PlannedStep[];
  readonly warnings: readonly string[];
}

/** What `apps create` would do. */
export interface AppPreview {
  readonly org: string;
  readonly steps: readonly PlannedStep[];
  readonly requests: readonly PlannedRequest[];
}

interface AppAnswers {
  readonly settings: ProvisionSettings;
  readonly destination: Destination;
  readonly envFile: EnvFile | undefined;
}

/** Makes a native app, or brings its own app up to date. What this run made is undone when it fails. */
export async function runAppsCreate(context: Context, flags: AppsCreateFlags): Promise<CreatedApp> {
  const { settings, destination, envFile } = await gatherAppAnswers(context, flags);
  if (envFile) await assertFree(envFile);
  const session = await openOrg(context, destination);
  try {
    const desired = desiredNativeApp(settings);
    const plan = await planWithChoice(context, session.org, desired, { ifExists: flags.ifExists });
    if (hasChanges(plan)) await confirmPlan(context, plan);
    return await withJournal(context, async (journal) => {
      const result = await applyProvision(context, session.org, plan, journal);
      const app = await readApp(session.org, result, settings);
      if (envFile) await writeEnvFile(envFile, formatApp(settingsOf(app), "env"), journal);
      return { app, changed: result.changed, steps: plan.steps, warnings: result.warnings };
    });
  } finally {
    await session.close();
  }
}

/** With the URIs that were asked for, though the app may have had others before. */
async function readApp(
  org: OktaOrg,
  { appId, issuer, newApp }: ProvisionResult,
  settings: ProvisionSettings,
): Promise<ShownApp> {
  const app = newApp ?? (await org.getApp(appId));
  if (app === undefined) throw appVanished(appId);
  return { ...(await showApp(org, app, issuer)), ...firstOf(settings) };
}

function appVanished(id: string): OktaUnlockError {
  return new OktaUnlockError("app-conflict", {
    message: `Somebody deleted the app ${id} while it was being changed.`,
    next: "Run the command again: it makes a new one.",
  });
}

function firstOf({ redirectUris, postLogoutRedirectUris }: ProvisionSettings) {
  return { redirectUri: redirectUris[0] ?? null, postLogoutRedirectUri: postLogoutRedirectUris[0] ?? null };
}

/** Says what `apps create` would do in an empty org, without a network. */
export async function previewAppsCreate(context: Context, flags: AppsCreateFlags): Promise<AppPreview> {
  const { settings, destination } = await gatherAppAnswers(context, flags);
  const { steps } = planOffline(desiredNativeApp(settings));
  return {
    org: destination.kind === "local" ? "local" : destination.orgUrl,
    steps,
    requests: requestsOf(steps),
  };
}

const example =
  "okta-unlock apps create native --name 'My App' --redirect-uri com.example.myapp:/callback --org local";

async function gatherAppAnswers(context: Context, flags: AppsCreateFlags): Promise<AppAnswers> {
  const gathering = startGathering(context, example);
  const name = await gathering.resolve(nameField(undefined), flags.name);
  const suggested = name && `com.example.${name.identifier}:/callback`;
  const redirectUris = await gatherUris(gathering, redirectUriField(suggested), flags.redirectUri);
  const [first] = redirectUris;
  const postLogout = await gatherUris(
    gathering,
    postLogoutRedirectUriField(first && defaultPostLogoutFor(first), first),
    flags.postLogoutRedirectUri,
  );
  const ephemeral = await ephemeralSettings(context, gathering, flags, name?.display);
  const destination = await chooseDestination(context, gathering, {
    flag: flags.org,
    isPreview: flags.dryRun === true,
  });
  const provision = gatherProvisionChoices(context, gathering, flags);
  gathering.finish();
  if (!name || !first || !destination) throw new Error("incomplete answers");
  const settings = {
    label: name.display,
    project: schemeOf(first),
    redirectUris,
    postLogoutRedirectUris: postLogout,
    ...provision,
    ...ephemeral,
  };
  const envFile = flags.writeEnv === undefined ? undefined : envFileAt(context, flags.writeEnv);
  return { settings, destination, envFile };
}

/** No comment marks it: GitLab takes none in a dotenv report. */
function envFileAt({ cwd }: Pick<Context, "cwd">, path: string): EnvFile {
  return {
    path: resolve(cwd, path),
    mark: "OKTA_APP_ID=",
    example: "okta-unlock apps create native --write-env okta.env",
  };
}

/** All values of a repeatable flag; without one, what a single field gives. */
async function gatherUris(
  gathering: Gathering,
  field: Field<RedirectUri>,
  given: readonly string[] | undefined,
): Promise<RedirectUri[]> {
  const values = await Promise.all((given ?? [undefined]).map((text) => gathering.resolve(field, text)));
  return values.filter((value) => value !== undefined);
}
