import { resolve } from "node:path";
import type { Context } from "../../context.ts";
import { readProjectFile } from "../../doctor/project-files.ts";
import { describeProject, type Subject } from "../../doctor/subject.ts";
import { OktaUnlockError } from "../../errors.ts";
import { startGathering } from "../../flows/fields.ts";
import { hint } from "../../hints.ts";
import { manifestName } from "../../project/manifest.ts";
import { readManifest } from "../../project/read-manifest.ts";
import { defaultScopes } from "../../provision/desired.ts";
import { accepted, type Parsed, refused } from "../../values/branded.ts";

export interface DoctorFlags {
  readonly issuer?: string;
  readonly clientId?: string;
  readonly redirectUri?: string;
  readonly postLogoutRedirectUri?: string;
  readonly scopes?: string;
  readonly org?: string;
  readonly fix?: boolean;
}

/** What is to be examined: the app that flags name, else the project in the folder. Throws `missing-input` and `data-unreadable`. */
export async function readSubject(
  context: Context,
  directory: string | undefined,
  flags: DoctorFlags,
): Promise<Subject> {
  const { issuer, clientId, redirectUri } = flags;
  if ([issuer, clientId, redirectUri].some((value) => value !== undefined))
    return gatherSubject(context, flags);
  const folder = resolve(context.cwd, directory ?? ".");
  const manifest = await readManifest(folder);
  if (manifest === undefined) throw createNoProject(folder);
  return describeProject({ directory: folder, manifest, file: readProjectFile(folder, manifest) });
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

function createNoProject(folder: string): OktaUnlockError {
  return new OktaUnlockError("missing-input", {
    message: `${folder} has no ${manifestName}.`,
    why: "It is no project of okta-unlock. An app that was made elsewhere can be checked by its values.",
    next: `Name the app: ${hint("doctor", { issuer: "<issuer>", "client-id": "<client id>", "redirect-uri": "<redirect uri>" })}`,
  });
}
