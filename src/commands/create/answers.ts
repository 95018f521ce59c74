import { resolve } from "node:path";
import type { Context } from "../../context.ts";
import { chooseDestination } from "../../flows/choose-destination.ts";
import { explain, type Field, type Gathering, startGathering, toField } from "../../flows/fields.ts";
import type { Destination } from "../../flows/org-session.ts";
import {
  gatherProvisionChoices,
  type ProvisionChoices,
  type ProvisionFlags,
} from "../../flows/provision-options.ts";
import { type AnswerName, answerRows, type Known, type ProjectAnswers } from "../../project/answers.ts";
import { readManifest } from "../../project/read-manifest.ts";
import type { OktaSettings } from "../../project/okta-settings.ts";
import { availableTemplates } from "../../project/templates.ts";
import { defaultScopes } from "../../provision/desired.ts";
import type { IfExists } from "../../provision/find-app.ts";
import { refused } from "../../values/branded.ts";
import { type ClientId, parseClientId } from "../../values/client-id.ts";
import { parseDirectory } from "../../values/directory.ts";
import { type Issuer, parseIssuer } from "../../values/issuer.ts";

/** The flags of the project answers as typed; a repeatable one is a list. */
export type AnswerFlags = { readonly [Name in AnswerName]?: string | readonly string[] };

/** The flags of `create` as typed. */
export interface CreateFlags extends ProvisionFlags, AnswerFlags {
  readonly org?: string;
  readonly issuer?: string;
  readonly clientId?: string;
  readonly ifExists?: IfExists;
  readonly git: boolean;
  readonly dryRun?: boolean;
}

/** An app that exists already, given by hand: then no org is touched. */
export interface GivenApp {
  readonly kind: "given";
  readonly issuer: Issuer;
  readonly clientId: ClientId;
}

/** Everything `create` needs to know, parsed. */
export interface CreateAnswers extends ProjectAnswers {
  /** Absolute. */
  readonly directory: string;
  readonly destination: Destination | GivenApp;
  readonly provision: ProvisionChoices;
  readonly ifExists: IfExists | undefined;
  /** Whether the project gets a repository. */
  readonly git: boolean;
}

type GatheredAnswers = { readonly [Name in AnswerName]: ProjectAnswers[Name] | undefined };

/** Gathers the answers from argument, flags, environment and questions. Throws when something is refused or missing. */
export async function gatherAnswers(
  context: Context,
  argument: string | undefined,
  flags: CreateFlags,
): Promise<CreateAnswers> {
  const gathering = startGathering(context);
  const given = argument === undefined ? undefined : readDirectory(context, gathering, argument);
  const { canAsk, yes } = context.interaction;
  // A folder that was refused would have given the name: that is one fault, not two.
  const takesDefaults = canAsk || yes || argument !== undefined;
  const project = await gatherProjectAnswers(gathering, { flags, directory: given, takesDefaults });
  const provision = gatherProvisionChoices(context, gathering, flags);
  const destination = await gatherDestination(context, gathering, flags);
  const answers = gathering.all({ ...project, destination, provision });
  const directory = given ?? resolve(context.cwd, answers.name.directory);
  return { ...answers, directory, ifExists: flags.ifExists, git: flags.git };
}

function readDirectory(context: Context, gathering: Gathering, argument: string): string | undefined {
  const parsed = parseDirectory(argument);
  return parsed.ok
    ? resolve(context.cwd, parsed.value)
    : gathering.refused(`folder [dir]: ${parsed.problem}`, { flag: "<dir>", refused: argument });
}

interface AnswerSources {
  readonly flags: AnswerFlags;
  readonly directory: string | undefined;
  readonly takesDefaults: boolean;
}

/** A project that is there already gives its own answers, so that the same command finds it in a renamed folder. */
async function gatherProjectAnswers(
  gathering: Gathering,
  { flags, directory, takesDefaults }: AnswerSources,
): Promise<GatheredAnswers> {
  const earlier = directory === undefined ? undefined : (await readManifest(directory))?.answers;
  const run: Known = { directory, takesDefaults, templates: availableTemplates() };
  const gathered: Partial<GatheredAnswers> = {};
  for (const [name, row] of answerRows) {
    const known: Known = { ...run, ...gathered };
    const isKept = earlier !== undefined && (row.keepsEarlier?.(known, earlier) ?? true);
    const field = toField(row, known, isKept ? row.write(earlier[name]) : row.fallback(known));
    const value = await resolveOne(gathering, field, [flags[name] ?? []].flat());
    Object.assign(gathered, { [name]: value });
  }
  // Each row gave what it is typed to give.
  return gathered as GatheredAnswers;
}

/** A flag may be repeated, but a project has one value of each. */
function resolveOne<T>(
  gathering: Gathering,
  field: Field<T>,
  given: readonly string[],
): Promise<T | undefined> {
  const [first, ...others] = new Set(given);
  if (others.length === 0) return gathering.resolve(field, first);
  const refusal = given.map((text) => field.parse(text)).find(({ ok }) => !ok);
  const parse = () => refusal ?? refused(`A project has one ${field.label}.`);
  return gathering.resolve({ ...field, parse }, first);
}

async function gatherDestination(
  context: Context,
  gathering: Gathering,
  flags: CreateFlags,
): Promise<Destination | GivenApp | undefined> {
  const { issuer, clientId, org, dryRun } = flags;
  if (issuer === undefined && clientId === undefined) {
    return chooseDestination(context, gathering, { flag: org, isPreview: dryRun === true });
  }
  const [useless] = listOrgFlags(flags);
  if (useless !== undefined) {
    return gathering.refused(
      `${useless}: --issuer and --client-id name an existing app, so no org is contacted. Remove one of them`,
    );
  }
  if (issuer === undefined)
    return gathering.missing("issuer: --issuer <url>, because --client-id is given", {
      flag: "--issuer <url>",
    });
  if (clientId === undefined)
    return gathering.missing("client ID: --client-id <id>, because --issuer is given", {
      flag: "--client-id <id>",
    });
  const parsed = { issuer: parseIssuer(issuer), clientId: parseClientId(clientId) };
  if (!parsed.issuer.ok) {
    const correction = { flag: "--issuer <url>", refused: issuer, value: parsed.issuer.suggestion };
    return gathering.refused(`issuer (--issuer): ${explain(parsed.issuer)}`, correction);
  }
  if (!parsed.clientId.ok) {
    const correction = { flag: "--client-id <id>", refused: clientId, value: parsed.clientId.suggestion };
    return gathering.refused(`client ID (--client-id): ${explain(parsed.clientId)}`, correction);
  }
  for (const note of parsed.issuer.notes) context.log.info(note);
  return { kind: "given", issuer: parsed.issuer.value, clientId: parsed.clientId.value };
}

/** What was asked of an org. */
function listOrgFlags(flags: Pick<CreateFlags, "org"> & ProvisionFlags): string[] {
  const given = [
    ["org (--org)", flags.org],
    ["assignment (--assign)", flags.assign],
    ["implicit assignment (--implicit-assignment)", flags.implicitAssignment],
    ["authorization server (--authorization-server)", flags.authorizationServer],
    ["authentication policy (--sign-on-policy)", flags.signOnPolicy],
  ] as const;
  return given.filter(([, value]) => value !== undefined).map(([name]) => name);
}

/** The settings of a project for an app that the user named. */
export function toSettings({ issuer, clientId }: GivenApp): OktaSettings {
  return { issuer, clientId, scopes: defaultScopes, localOrg: false };
}
