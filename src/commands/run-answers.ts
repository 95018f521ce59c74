import { resolve } from "node:path";
import type { Context } from "../context.ts";
import { chooseDestination } from "../flows/choose-destination.ts";
import { type Gathering, gatherUris, startGathering, toField } from "../flows/fields.ts";
import { gatherLease, type LeaseFlags } from "../flows/lease-fields.ts";
import type { Destination } from "../flows/org-session.ts";
import { gatherProvisionChoices, type ProvisionFlags } from "../flows/provision-options.ts";
import { answers } from "../project/answers.ts";
import type { ProvisionSettings } from "../provision/desired.ts";
import { createUniqueLabel } from "../provision/lease.ts";
import { buildBundleId } from "../values/bundle-id.ts";
import { type Platform, platformNames } from "../values/platform.ts";
import { buildPostLogoutRedirectUri, buildRedirectUri, readScheme } from "../values/redirect-uri.ts";

/** The flags of `run` as typed. */
export interface RunFlags extends LeaseFlags, ProvisionFlags {
  readonly platform?: Platform;
  readonly name?: string;
  readonly redirectUri?: readonly string[];
  readonly postLogoutRedirectUri?: readonly string[];
  readonly org?: string;
  readonly writeEnv?: string;
  readonly passCredentials?: boolean;
}

/** Everything `run` needs to know, parsed. */
export interface RunAnswers {
  readonly settings: ProvisionSettings;
  readonly destination: Destination;
  /** Absolute. */
  readonly writeEnv: string | undefined;
}

/** Gathers the answers from flags, environment and defaults; at most the org is asked for. */
export async function gatherRunAnswers(context: Context, flags: RunFlags): Promise<RunAnswers> {
  const gathering = startGathering(context);
  const settings = await gatherSettings(context, gathering, flags);
  const destination = await chooseDestination(context, gathering, { flag: flags.org, isPreview: false });
  const writeEnv = flags.writeEnv === undefined ? undefined : resolve(context.cwd, flags.writeEnv);
  return { ...gathering.all({ settings, destination }), writeEnv };
}

async function gatherSettings(
  context: Context,
  gathering: Gathering,
  flags: RunFlags,
): Promise<ProvisionSettings | undefined> {
  const { env } = context;
  const fallback = platformNames[flags.platform ?? "ios"];
  const name = await gathering.resolve(
    toField(answers.name, {}),
    flags.name ?? env[answers.name.variable] ?? fallback,
  );
  const lease = await gatherLease(context, gathering, flags);
  if (name === undefined || lease === undefined) return undefined;
  const redirectUris = await gatherUris(
    gathering,
    toField(answers.redirectUri, {}),
    flags.redirectUri ?? [env[answers.redirectUri.variable] ?? buildRedirectUri(buildBundleId(name))],
  );
  const [first] = redirectUris;
  if (first === undefined) return undefined;
  const postLogoutRedirectUris = await gatherUris(
    gathering,
    toField(answers.postLogoutRedirectUri, { redirectUri: first }),
    flags.postLogoutRedirectUri ?? [
      env[answers.postLogoutRedirectUri.variable] ?? buildPostLogoutRedirectUri(first),
    ],
  );
  return {
    label: createUniqueLabel(name.display),
    project: readScheme(first),
    redirectUris,
    postLogoutRedirectUris,
    ...gatherProvisionChoices(context, gathering, flags),
    lease,
  };
}
