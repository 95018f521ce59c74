import { realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import type { OktaApp } from "../okta/port.ts";
import { applyWishes, type Wish } from "../provision/app-differences.ts";
import { planPolicy } from "../provision/access-policy.ts";
import { activateApp, updateApp } from "../provision/app.ts";
import { planAssignment } from "../provision/assignment.ts";
import { buildDesiredState, type DesiredState } from "../provision/desired.ts";
import type { PlannedStep } from "../provision/planned-steps.ts";
import { planTrustedOrigin } from "../provision/trusted-origin.ts";
import type { AppWish, Check } from "./check.ts";
import type { Facts } from "./facts.ts";
import { listOtherSettings, replaceSettings, wantedSettings } from "./project-files.ts";
import { readServerId, type Subject } from "./subject.ts";

/** Settings of a project to be corrected, as plain data. */
export interface FileChange {
  /** Absolute path of the project. */
  readonly directory: string;
  /** Below it. */
  readonly path: string;
  readonly text: string;
  readonly changes: readonly { readonly key: string; readonly from: string; readonly to: string }[];
}

/** What brings the settings file back to what `okta-unlock.json` says. Undefined when nothing can be corrected. */
export function planFileChange({ project }: Subject): FileChange | undefined {
  if (project?.file?.text === undefined) return undefined;
  const { file, manifest, directory } = project;
  const wanted = wantedSettings(manifest);
  const other = listOtherSettings(file, manifest).filter((name) => file.values[name] !== undefined);
  if (other.length === 0) return undefined;
  return {
    directory,
    path: file.path,
    text: replaceSettings(file, Object.fromEntries(other.map((name) => [name, wanted[name]]))),
    changes: other.map((name) => ({
      key: file.keys[name] ?? name,
      from: file.values[name] ?? "",
      to: wanted[name],
    })),
  };
}

/** Writes the file, all of it or nothing, and nowhere but in the project. */
export function writeFileChange({ directory, path, text }: FileChange): void {
  const target = join(directory, path);
  const folder = realpathSync(dirname(target));
  const root = realpathSync(directory);
  if (folder !== root && !folder.startsWith(root + sep))
    throw new Error(`${path} is in a folder that a link leads out of the project to`);
  const staged = `${target}.${crypto.randomUUID()}.tmp`;
  try {
    writeFileSync(staged, text, { flag: "wx" });
    renameSync(staged, target);
  } finally {
    rmSync(staged, { force: true });
  }
}

/** The steps that give an app what the failed checks miss. Only reads. */
export async function planOrgChanges(
  facts: Facts,
  failed: readonly Check[],
): Promise<readonly PlannedStep[]> {
  const app = failed.length === 0 ? undefined : await facts.app();
  if (app === undefined) return [];
  const steps = [
    ...planAppChanges(app, facts.subject, failed),
    ...(hasMend(failed, "activation") ? [activateApp(app)] : []),
    ...(hasMend(failed, "assignment") ? await planMissingAssignment(facts, app) : []),
    ...(hasMend(failed, "policy") ? await planMissingPolicy(facts, app) : []),
    ...(hasMend(failed, "trusted-origin") ? await planPreviewOrigin(facts) : []),
  ];
  // A step that keeps a policy tells the next one which it is.
  return steps.some(({ action }) => action !== "keep") ? steps : [];
}

function hasMend(failed: readonly Check[], kind: string): boolean {
  return failed.some(({ mend }) => mend?.kind === kind);
}

/** Okta can't change the type of an app, and what fits a native one may break another. */
function planAppChanges(app: OktaApp, subject: Subject, failed: readonly Check[]): readonly PlannedStep[] {
  if (app.settings?.oauthClient?.application_type !== "native") return [];
  const wishes = failed.flatMap(({ mend }) => (mend?.kind === "app" ? mend.wishes(subject) : []));
  const differences = applyWishes(app, mergeWishes(app, wishes));
  return differences.changes.length === 0 ? [] : [updateApp(app, differences)];
}

/** Lists are added to, never cut; several checks may add to the same one. */
function mergeWishes(app: OktaApp, wishes: readonly AppWish[]): readonly Wish[] {
  const paths = [...new Set(wishes.map(({ path }) => path))];
  return paths.map((path) => {
    const same = wishes.filter((wish) => wish.path === path);
    const added = same.flatMap(({ add = [] }) => add);
    if (same.every(({ add }) => add === undefined)) return { path, value: same[0]?.set };
    const current = readList(app, path);
    return { path, value: [...current, ...new Set(added.filter((value) => !current.includes(value)))] };
  });
}

function readList(app: OktaApp, path: string): readonly string[] {
  const value = path
    .split(".")
    .reduce<unknown>((inner, key) => (inner as Readonly<Record<string, unknown>> | undefined)?.[key], app);
  return Array.isArray(value) ? (value as readonly string[]) : [];
}

function describeDesired({ subject, issuer }: Facts, app: OktaApp): DesiredState {
  return buildDesiredState({
    label: app.label,
    project: "",
    redirectUris: [subject.redirectUri],
    postLogoutRedirectUris: [],
    assignment: "everyone",
    keepsGroups: true,
    authorizationServer: readServerId(issuer) ?? "org",
    scopes: subject.scopes,
  });
}

async function planMissingAssignment(facts: Facts, app: OktaApp): Promise<readonly PlannedStep[]> {
  return (await planAssignment(facts.org(), describeDesired(facts, app), app)).steps;
}

async function planMissingPolicy(facts: Facts, app: OktaApp): Promise<readonly PlannedStep[]> {
  const serverId = readServerId(facts.issuer);
  if (serverId === undefined) return [];
  const [groups, everyone] = await Promise.all([facts.groups(), facts.everyone()]);
  const isForAll = groups.length === 0 || groups.some(({ id }) => id === everyone?.id);
  const signIn = {
    clientId: facts.subject.clientId,
    scopes: facts.subject.scopes,
    everyoneGroupId: everyone?.id,
    groupIds: isForAll ? [] : groups.map(({ id }) => id),
  };
  return (await planPolicy(facts.org(), serverId, describeDesired(facts, app), signIn)).steps;
}

async function planPreviewOrigin(facts: Facts): Promise<readonly PlannedStep[]> {
  return (await planTrustedOrigin(facts.org(), facts.subject.webPreview?.origin)).steps;
}
