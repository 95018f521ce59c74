import { basename, resolve } from "node:path";
import type { Context } from "../../context.ts";
import type { Platform } from "../../project/answers.ts";
import type { ProjectManifest } from "../../project/manifest.ts";
import { readManifest } from "../../project/read-manifest.ts";
import type { IfExists } from "../../provision/find-app.ts";
import type { BundleId } from "../../values/bundle-id.ts";
import { parseClientId, type ClientId } from "../../values/client-id.ts";
import { deriveDisplayName, parseDirectory } from "../../values/directory.ts";
import { parseIssuer, type Issuer } from "../../values/issuer.ts";
import type { ProjectName } from "../../values/project-name.ts";
import { buildRedirectUri, type RedirectUri } from "../../values/redirect-uri.ts";
import type { Destination } from "../../flows/org-session.ts";
import { chooseDestination } from "../../flows/choose-destination.ts";
import { explain, type Gathering, startGathering } from "../../flows/fields.ts";
import {
  bundleIdField,
  defaultBundleId,
  nameField,
  postLogoutRedirectUriField,
  redirectUriField,
  defaultPostLogoutFor,
} from "../../flows/app-fields.ts";
import {
  gatherProvisionChoices,
  type ProvisionChoices,
  type ProvisionFlags,
} from "../../flows/provision-options.ts";
import { choosePlatform } from "./platform.ts";
import { gatherUnlockAnswers, type UnlockAnswers, type UnlockFlags } from "./unlock-answers.ts";

/** The flags of `create` as typed. */
export interface CreateFlags extends ProvisionFlags, UnlockFlags {
  readonly platform?: readonly string[];
  readonly name?: string;
  readonly bundleId?: string;
  readonly redirectUri?: string;
  readonly postLogoutRedirectUri?: string;
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
export interface CreateAnswers extends UnlockAnswers {
  /** Absolute. */
  readonly directory: string;
  readonly platform: Platform;
  readonly name: ProjectName;
  readonly bundleId: BundleId;
  readonly redirectUri: RedirectUri;
  readonly postLogoutRedirectUri: RedirectUri;
  readonly destination: Destination | GivenApp;
  readonly provision: ProvisionChoices;
}

const example = "okta-unlock create my-app --platform ios --org local --yes";

/** Gathers the answers from argument, flags, environment and questions. Throws when something is refused or missing. */
export async function gatherAnswers(
  context: Context,
  argument: string | undefined,
  flags: CreateFlags,
): Promise<CreateAnswers> {
  const gathering = startGathering(context, example);
  const given = argument === undefined ? undefined : readDirectory(context, gathering, argument);
  const platform = await choosePlatform(context, gathering, flags.platform);
  const earlier = given === undefined ? undefined : await readManifest(given);
  const name = await gathering.resolve(nameField(nameFallback(context, given, earlier)), flags.name);
  const bundleId = await gathering.resolve(
    bundleIdField(earlier?.answers.bundleId ?? (name && defaultBundleId(name))),
    flags.bundleId,
  );
  const uris = await gatherRedirectUris(gathering, flags, { bundleId, earlier });
  const unlock = await gatherUnlockAnswers(gathering, flags, earlier?.answers);
  const provision = gatherProvisionChoices(context, gathering, flags);
  const destination = await gatherDestination(context, gathering, flags);
  gathering.finish();
  const directory = given ?? (name && resolve(context.cwd, name.directory));
  // finish() has thrown when anything is absent; the compiler can't know.
  if (!directory || !platform || !name || !bundleId || !uris || !unlock || !destination)
    throw new Error("incomplete answers");
  return { directory, platform, name, bundleId, ...uris, ...unlock, destination, provision };
}

function readDirectory(context: Context, gathering: Gathering, argument: string): string | undefined {
  const parsed = parseDirectory(argument);
  return parsed.ok
    ? resolve(context.cwd, parsed.value)
    : gathering.refused(`folder [dir]: ${parsed.problem}`);
}

/** A project that is there already gives its own name, so that the same command finds it in a renamed folder. */
function nameFallback(
  { interaction }: Context,
  directory: string | undefined,
  earlier: ProjectManifest | undefined,
): string | undefined {
  if (earlier !== undefined) return earlier.answers.name.display;
  if (directory !== undefined) return deriveDisplayName(basename(directory));
  return interaction.canAsk ? "My App" : undefined;
}

interface UriSources {
  readonly bundleId: BundleId | undefined;
  readonly earlier: ProjectManifest | undefined;
}

async function gatherRedirectUris(
  gathering: Gathering,
  flags: CreateFlags,
  { bundleId, earlier }: UriSources,
): Promise<Pick<CreateAnswers, "redirectUri" | "postLogoutRedirectUri"> | undefined> {
  const redirectUri = await gathering.resolve(
    redirectUriField(earlier?.okta.redirectUri ?? (bundleId && buildRedirectUri(bundleId))),
    flags.redirectUri,
  );
  const postLogoutRedirectUri = await gathering.resolve(
    postLogoutRedirectUriField(
      redirectUri === earlier?.okta.redirectUri && earlier !== undefined
        ? earlier.okta.postLogoutRedirectUri
        : redirectUri && defaultPostLogoutFor(redirectUri),
      redirectUri,
    ),
    flags.postLogoutRedirectUri,
  );
  return redirectUri && postLogoutRedirectUri && { redirectUri, postLogoutRedirectUri };
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
  const [useless] = orgFlagsOf(flags);
  if (useless !== undefined) {
    return gathering.refused(
      `${useless}: with --issuer and --client-id no org is touched. Leave one of them out`,
    );
  }
  if (issuer === undefined) return gathering.missing("issuer: --issuer <url>, because --client-id is given");
  if (clientId === undefined)
    return gathering.missing("client ID: --client-id <id>, because --issuer is given");
  const parsed = { issuer: parseIssuer(issuer), clientId: parseClientId(clientId) };
  if (!parsed.issuer.ok) return gathering.refused(`issuer (--issuer): ${explain(parsed.issuer)}`);
  if (!parsed.clientId.ok) return gathering.refused(`client ID (--client-id): ${explain(parsed.clientId)}`);
  for (const note of parsed.issuer.notes) context.log.info(note);
  return { kind: "given", issuer: parsed.issuer.value, clientId: parsed.clientId.value };
}

/** What was asked of an org. */
function orgFlagsOf(flags: Pick<CreateFlags, "org"> & ProvisionFlags): string[] {
  const given = [
    ["org (--org)", flags.org],
    ["assignment (--assign)", flags.assign],
    ["implicit assignment (--implicit-assignment)", flags.implicitAssignment],
    ["authorization server (--authorization-server)", flags.authorizationServer],
    ["authentication policy (--sign-on-policy)", flags.signOnPolicy],
  ] as const;
  return given.filter(([, value]) => value !== undefined).map(([name]) => name);
}
