import { resolve } from "node:path";
import type { Context } from "../../context.ts";
import type { Platform } from "../../project/answers.ts";
import type { ProvisionSettings } from "../../provision/desired.ts";
import { createUniqueLabel } from "../../provision/lease.ts";
import { readScheme } from "../../values/redirect-uri.ts";
import {
  defaultPostLogoutFor,
  gatherUris,
  nameField,
  postLogoutRedirectUriField,
  redirectUriField,
} from "../../flows/app-fields.ts";
import type { Destination } from "../../flows/chosen-destination.ts";
import { chooseDestination } from "../../flows/destination.ts";
import { type Gathering, startGathering } from "../../flows/fields.ts";
import { gatherLease, type LeaseFlags } from "../../flows/lease-fields.ts";
import { gatherProvisionChoices, type ProvisionFlags } from "../../flows/provision-options.ts";
import { platformNames } from "./platforms.ts";

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

const example = "okta-unlock run --org local -- npm test";

/** Gathers the answers from flags, environment and defaults; at most the org is asked for. */
export async function gatherRunAnswers(context: Context, flags: RunFlags): Promise<RunAnswers> {
  const gathering = startGathering(context, example);
  const settings = await gatherSettings(context, gathering, flags);
  const destination = await chooseDestination(context, gathering, { flag: flags.org, isPreview: false });
  gathering.finish();
  if (!settings || !destination) throw new Error("incomplete answers");
  const writeEnv = flags.writeEnv === undefined ? undefined : resolve(context.cwd, flags.writeEnv);
  return { settings, destination, writeEnv };
}

async function gatherSettings(
  context: Context,
  gathering: Gathering,
  flags: RunFlags,
): Promise<ProvisionSettings | undefined> {
  const { env } = context;
  const fallback = platformNames[flags.platform ?? "ios"];
  const name = await gathering.resolve(
    nameField(undefined),
    flags.name ?? env["OKTA_UNLOCK_NAME"] ?? fallback,
  );
  const lease = await gatherLease(context, gathering, flags);
  if (name === undefined || lease === undefined) return undefined;
  const redirectUris = await gatherUris(
    gathering,
    redirectUriField(undefined),
    flags.redirectUri ?? [env["OKTA_UNLOCK_REDIRECT_URI"] ?? `com.example.${name.identifier}:/callback`],
  );
  const [first] = redirectUris;
  if (first === undefined) return undefined;
  const postLogoutRedirectUris = await gatherUris(
    gathering,
    postLogoutRedirectUriField(undefined, first),
    flags.postLogoutRedirectUri ?? [
      env["OKTA_UNLOCK_POST_LOGOUT_REDIRECT_URI"] ?? defaultPostLogoutFor(first),
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
