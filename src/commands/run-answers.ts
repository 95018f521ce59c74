import { resolve } from "node:path";
import type { Context } from "../context.ts";
import { chooseDestination } from "../flows/choose-destination.ts";
import { type Gathering, startGathering } from "../flows/fields.ts";
import { toField } from "../flows/read-field.ts";
import { gatherLease, type LeaseFlags } from "../flows/lease-fields.ts";
import type { Destination } from "../flows/org-session.ts";
import { gatherProvisionChoices, type ProvisionFlags } from "../flows/provision-options.ts";
import { gatherRedirectUris } from "../flows/redirect-uris.ts";
import type { UriFlags } from "../flows/shared-options.ts";
import { answers } from "../project/answers.ts";
import type { ProvisionSettings } from "../provision/desired.ts";
import { createUniqueLabel } from "../provision/lease.ts";
import { buildBundleId } from "../values/bundle-id.ts";
import { platformNames } from "../values/platform.ts";
import { hasOwnScheme, readScheme } from "../values/redirect-uri.ts";

/** The flags of `run` as typed. */
export interface RunFlags extends LeaseFlags, ProvisionFlags, UriFlags {
  readonly platform?: string;
  readonly name?: string;
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
  const platform = await gathering.resolve(
    { ...toField(answers.platform, {}, "ios"), isSettled: true },
    flags.platform,
  );
  const fallback = platform && platformNames[platform];
  const nameField = { ...toField(answers.name, {}, fallback), isSettled: true, isDerived: true } as const;
  const name = await gathering.resolve(nameField, flags.name);
  const lease = await gatherLease(context, gathering, flags);
  const bundleId = name && buildBundleId(name);
  const { redirectUris, postLogoutRedirectUris } = await gatherRedirectUris(gathering, {
    flags,
    bundleId,
    isSettled: true,
  });
  const provision = gatherProvisionChoices(context, gathering, flags);
  const [first] = redirectUris;
  if (name === undefined || lease === undefined || first === undefined) return undefined;
  return {
    label: createUniqueLabel(name.display),
    project: readScheme(redirectUris.find(hasOwnScheme) ?? first),
    redirectUris,
    postLogoutRedirectUris,
    ...provision,
    lease,
  };
}
