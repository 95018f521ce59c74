import { lstatSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Context } from "../../context.ts";
import { readProjectFile } from "../../doctor/project-files.ts";
import { describeProject, type Subject } from "../../doctor/subject.ts";
import { OktaUnlockError } from "../../errors.ts";
import { startGathering } from "../../flows/fields.ts";
import { hint } from "../../hints.ts";
import { manifestName } from "../../project/manifest.ts";
import { readManifest } from "../../project/read-manifest.ts";
import { defaultScopes } from "../../provision/desired.ts";
import { platforms } from "../../values/platform.ts";
import { accepted, type Parsed, refused } from "../../values/branded.ts";

export interface DoctorFlags {
  readonly issuer?: string;
  readonly clientId?: string;
  readonly redirectUri?: string;
  readonly postLogoutRedirectUri?: string;
  readonly scopes?: string;
  readonly org?: string;
  readonly fix?: boolean;
  readonly deviceGrant?: boolean;
}

/**
 * What is to be examined: the app that flags name, else the project in the folder, else those that `create` makes for several
 * platforms, each in a folder below. Throws `missing-input` and `data-unreadable`.
 */
export async function readSubjects(
  context: Context,
  directory: string | undefined,
  flags: DoctorFlags,
): Promise<readonly Subject[]> {
  const { issuer, clientId, redirectUri } = flags;
  if ([issuer, clientId, redirectUri].some((value) => value !== undefined))
    return [await gatherSubject(context, flags)];
  const folder = resolve(context.cwd, directory ?? ".");
  const own = await readProject(folder);
  if (own !== undefined) return [own];
  const below = await readProjectsIn(
    listFolders(folder).filter((name) => isPlatform(name)),
    folder,
  );
  if (below.length === 0) throw createNoProject(context, folder);
  return below;
}

async function readProject(folder: string): Promise<Subject | undefined> {
  const manifest = await readManifest(folder);
  if (manifest === undefined) return undefined;
  return describeProject({ directory: folder, manifest, file: readProjectFile(folder, manifest) });
}

async function readProjectsIn(names: readonly string[], folder: string): Promise<readonly Subject[]> {
  const found = await Promise.all(names.map(async (name) => readProject(join(folder, name))));
  return found.filter((subject) => subject !== undefined);
}

function isPlatform(name: string): boolean {
  return (platforms as readonly string[]).includes(name);
}

/** The folders in a folder, without links: what they lead to is not in it. */
function listFolders(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  } catch {
    return [];
  }
}

const mostOthers = 5;

/** Projects that somebody may have meant, in folders of any name. */
function findOthers(folder: string): readonly string[] {
  return listFolders(folder)
    .filter((name) => hasProject(join(folder, name)))
    .slice(0, mostOthers);
}

/** One, or those that `create` makes for several platforms. */
function hasProject(folder: string): boolean {
  return ["", ...platforms].some((below) => isFile(join(folder, below, manifestName)));
}

function isFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** Letter by letter, as the app has them: what is wrong with them is for the checks to say. */
async function gatherSubject(context: Context, flags: DoctorFlags): Promise<Subject> {
  const gathering = startGathering(context);
  const values = gathering.all({
    issuer: await gathering.resolve(
      { ...createField("issuer", "--issuer <url>"), variable: "OKTA_UNLOCK_ISSUER" },
      flags.issuer,
    ),
    clientId: await gathering.resolve(
      { ...createField("client ID", "--client-id <id>"), variable: "OKTA_UNLOCK_CLIENT_ID" },
      flags.clientId,
    ),
    redirectUri: await gathering.resolve(
      { ...createField("redirect URI", "--redirect-uri <uri>"), variable: "OKTA_UNLOCK_REDIRECT_URI" },
      flags.redirectUri,
    ),
  });
  return {
    ...values,
    postLogoutRedirectUri: flags.postLogoutRedirectUri?.trim(),
    scopes: flags.scopes?.split(/[\s,]+/u).filter((scope) => scope !== "") ?? defaultScopes,
    project: undefined,
  };
}

function createField(label: string, flag: string) {
  return { label, flag, question: `Which ${label}?`, parse: (text: string) => parsePlain(label, text) };
}

function parsePlain(label: string, text: string): Parsed<string> {
  const value = text.trim();
  if (value === "") return refused(`The ${label} is empty.`);
  return /[\s\p{Cc}]/u.test(value)
    ? refused(`The ${label} contains a space or a control character.`)
    : accepted(value);
}

function createNoProject({ cwd }: Pick<Context, "cwd">, folder: string): OktaUnlockError {
  const [other, ...rest] = findOthers(folder);
  if (resolve(cwd) !== folder && hasProject(cwd))
    return new OktaUnlockError("missing-input", {
      message: `${folder} has no ${manifestName}.`,
      why: "The current folder is the project itself.",
      next: `Run it without a folder: ${hint("doctor")}`,
    });
  if (other !== undefined)
    return new OktaUnlockError("missing-input", {
      message: `${folder} has no ${manifestName}.`,
      why: `There are projects in folders below: ${[other, ...rest].join(", ")}.`,
      next: `Name one: ${hint("doctor", { args: [join(folder, other)] })}`,
    });
  return new OktaUnlockError("missing-input", {
    message: `${folder} has no ${manifestName}.`,
    why: "It is not an okta-unlock project. An app that was made elsewhere can be checked by its values.",
    next: `Name the app: ${hint("doctor", { issuer: "<issuer>", "client-id": "<client id>", "redirect-uri": "<redirect uri>" })}`,
  });
}
