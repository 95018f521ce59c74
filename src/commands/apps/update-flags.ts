import { hint } from "../../hints.ts";
import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import type { AppChanges, ListChange } from "../../provision/app-changes.ts";
import { parseAppLabel } from "../../values/app-label.ts";
import type { Parsed } from "../../values/branded.ts";
import { parseInitiateLoginUri } from "../../values/initiate-login-uri.ts";
import { parseAppRedirectUri, type AppRedirectUri } from "../../values/redirect-uri.ts";
import { parseLeeway, parseRotation } from "../../values/rotation.ts";
import type { Gathering } from "../../flows/fields.ts";
import { explain } from "../../flows/read-field.ts";
import { readAssignment } from "../../flows/provision-options.ts";
import type { OrgFlag } from "../../flows/shared-options.ts";

/** The flags of `apps update` as typed. */
export interface AppsUpdateFlags extends OrgFlag {
  readonly name?: string;
  readonly redirectUri?: readonly string[];
  readonly addRedirectUri?: readonly string[];
  readonly removeRedirectUri?: readonly string[];
  readonly postLogoutRedirectUri?: readonly string[];
  readonly addPostLogoutRedirectUri?: readonly string[];
  readonly removePostLogoutRedirectUri?: readonly string[];
  readonly initiateLoginUri?: string;
  readonly rotation?: string;
  readonly leeway?: string;
  readonly assign?: readonly string[];
  readonly signOnPolicy?: string;
  readonly dryRun?: boolean;
}

/**
 * Reads what is to be changed; what is wrong is noted in `gathering`. Only flags count: a variable that a shell happens to
 * hold must not change an app.
 */
export function readChanges(
  context: Pick<Context, "log">,
  gathering: Gathering,
  flags: AppsUpdateFlags,
): AppChanges {
  const read = <T>(flag: string, parse: (text: string) => Parsed<T>, text: string | undefined) =>
    text === undefined ? undefined : accept(context, gathering, { flag, parse, text });
  const readUris = (flag: string, texts: readonly string[] | undefined) =>
    texts?.map((text) => read(flag, parseAppRedirectUri, text)).filter((uri) => uri !== undefined);
  const { removeRedirectUri, removePostLogoutRedirectUri } = flags;
  return {
    label: read("--name <name>", parseAppLabel, flags.name),
    redirectUris: readListChange(gathering, "redirect-uri", {
      set: readUris("--redirect-uri <uri>", flags.redirectUri),
      add: readUris("--add-redirect-uri <uri>", flags.addRedirectUri),
      remove: removeRedirectUri,
    }),
    postLogoutRedirectUris: readListChange(gathering, "post-logout-redirect-uri", {
      set: readUris("--post-logout-redirect-uri <uri>", flags.postLogoutRedirectUri),
      add: readUris("--add-post-logout-redirect-uri <uri>", flags.addPostLogoutRedirectUri),
      remove: removePostLogoutRedirectUri,
    }),
    initiateLoginUri: read("--initiate-login-uri <url>", parseInitiateLoginUri, flags.initiateLoginUri),
    rotation: read("--rotation <rotate|static>", parseRotation, flags.rotation),
    leeway: read("--leeway <seconds>", parseLeeway, flags.leeway),
    assignment: readAssignment({ env: {} }, gathering, flags.assign),
    signOnPolicy: flags.signOnPolicy,
  };
}

/** Throws `missing-input` when no flag asks for a change. */
export function refuseEmpty(changes: AppChanges): void {
  if (Object.values(changes).some((change) => change !== undefined)) return;
  throw new OktaUnlockError("missing-input", {
    message: "No change was requested.",
    why: "Flags say what to change: --name, --add-redirect-uri and others.",
    next: `See all flags: ${hint("apps update", { help: true })}`,
  });
}

function readListChange(gathering: Gathering, flag: string, change: ListChange): ListChange | undefined {
  const { set, add, remove } = change;
  if (set === undefined && add === undefined && remove === undefined) return undefined;
  if (set !== undefined && (add !== undefined || remove !== undefined)) {
    gathering.refused(
      `--${flag}: it replaces the whole list, so leave out --add-${flag} and --remove-${flag}`,
    );
  }
  for (const uri of findContradictions(add, remove)) {
    gathering.refused(`--add-${flag} and --remove-${flag}: both name ${uri}`);
  }
  return change;
}

function findContradictions(
  add: readonly AppRedirectUri[] = [],
  remove: readonly string[] = [],
): readonly AppRedirectUri[] {
  return add.filter((uri) => remove.includes(uri));
}

function accept<T>(
  { log }: Pick<Context, "log">,
  gathering: Gathering,
  {
    flag,
    parse,
    text,
  }: { readonly flag: string; readonly parse: (text: string) => Parsed<T>; readonly text: string },
): T | undefined {
  const parsed = parse(text);
  if (!parsed.ok) {
    const correction = { flag, refused: text, value: parsed.suggestion };
    return gathering.refused(`${flag.replace(/ .*/u, "")}: ${explain(parsed)}`, correction);
  }
  for (const note of parsed.notes) log.info(note);
  return parsed.value;
}
