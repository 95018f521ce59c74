import { hint } from "../../hints.ts";
import { resolve } from "node:path";
import type { Context } from "../../context.ts";
import type { AppFormat } from "../../flows/app-formats.ts";
import { chooseDestination } from "../../flows/choose-destination.ts";
import { assertFree, type EnvFile } from "../../flows/env-file.ts";
import type { Gathering } from "../../flows/fields.ts";
import { toField } from "../../flows/read-field.ts";
import { gatherLease, type LeaseFlags } from "../../flows/lease-fields.ts";
import type { Destination } from "../../flows/org-session.ts";
import { gatherProvisionChoices, type ProvisionFlags } from "../../flows/provision-options.ts";
import { gatherRedirectUris } from "../../flows/redirect-uris.ts";
import type { OrgFlag, UriFlags } from "../../flows/shared-options.ts";
import { answers } from "../../project/answers.ts";
import type { ProvisionSettings } from "../../provision/desired.ts";
import type { IfExists } from "../../provision/find-app.ts";
import { createUniqueLabel } from "../../provision/lease.ts";
import type { Lease } from "../../provision/marker.ts";
import { buildBundleId } from "../../values/bundle-id.ts";
import { hasOwnScheme, readScheme } from "../../values/redirect-uri.ts";

/** All that an app is made with, and where. */
export interface AppAnswers {
  readonly settings: ProvisionSettings;
  readonly destination: Destination;
  readonly envFile: EnvFile | undefined;
}

/**
 * Gathers all that `apps create` needs: flags, environment, questions; the org first, which can fail. Throws what
 * `Gathering.finish` does.
 */
export async function gatherAppAnswers(
  context: Context,
  gathering: Gathering,
  flags: AppsCreateFlags,
): Promise<AppAnswers> {
  const envFile = flags.writeEnv === undefined ? undefined : locateEnvFile(context, flags.writeEnv);
  // Nobody answers questions for a file that can't be written.
  if (envFile) await assertFree(envFile);
  const provision = gatherProvisionChoices(context, gathering, flags);
  const destination = await chooseDestination(context, gathering, {
    flag: flags.org,
    isPreview: flags.dryRun === true,
  });
  const name = await gathering.resolve(toField(answers.name, {}), flags.name);
  const ephemeral = await gatherEphemeralSettings(context, gathering, flags, name?.display);
  const isMadeUp = mayMakeUpUris(context, flags, destination);
  const { redirectUris, postLogoutRedirectUris } = await gatherRedirectUris(gathering, {
    flags,
    bundleId: isMadeUp && name !== undefined ? buildBundleId(name) : undefined,
    isSettled: false,
    isRequired: !isMadeUp,
  });
  const [first] = redirectUris;
  const initiateLoginUri = await gathering.resolve(
    { ...toField(answers.initiateLoginUri, {}), isSettled: true },
    flags.initiateLoginUri,
  );
  const gathered = gathering.all({ name, first, destination });
  const settings = {
    label: gathered.name.display,
    project: readScheme(redirectUris.find(hasOwnScheme) ?? gathered.first),
    redirectUris,
    postLogoutRedirectUris,
    ...(initiateLoginUri && { initiateLoginUri }),
    ...provision,
    ...ephemeral,
  };
  return { settings, destination: gathered.destination, envFile };
}

/**
 * An app that lasts in an org of somebody's is not given a `com.example.…` URI that nobody has seen: where nobody is asked,
 * --yes takes it.
 */
function mayMakeUpUris(
  { interaction }: Pick<Context, "interaction">,
  { ephemeral }: AppsCreateFlags,
  destination: Destination | undefined,
): boolean {
  return destination?.kind !== "okta" || ephemeral === true || interaction.canAsk || interaction.yes;
}

/** No comment marks it: GitLab takes none in a dotenv report. */
function locateEnvFile({ cwd }: Pick<Context, "cwd">, path: string): EnvFile {
  return {
    path: resolve(cwd, path),
    mark: "OKTA_APP_ID=",
    example: hint("apps create", { args: ["native"], "write-env": "okta.env" }),
  };
}

/** The flags of `apps create` as typed. */
export interface AppsCreateFlags extends OrgFlag, ProvisionFlags, LeaseFlags, UriFlags {
  readonly ephemeral?: boolean;
  readonly name?: string;
  readonly initiateLoginUri?: string;
  readonly ifExists?: IfExists;
  readonly dryRun?: boolean;
  readonly format?: AppFormat;
  readonly writeEnv?: string;
}

/** What --ephemeral makes of the settings: a label of its own and an expiry. Nothing without the flag. */
async function gatherEphemeralSettings(
  context: Pick<Context, "env">,
  gathering: Gathering,
  flags: AppsCreateFlags,
  name: string | undefined,
): Promise<{ readonly label: string; readonly lease: Lease } | undefined> {
  if (flags.ephemeral !== true) return refuseItsFlags(gathering, flags);
  if (flags.ifExists !== undefined) {
    gathering.refused("--if-exists: an ephemeral app is always a new one. Leave one of them out");
  }
  const lease = await gatherLease(context, gathering, flags);
  return lease && name !== undefined ? { label: createUniqueLabel(name), lease } : undefined;
}

function refuseItsFlags(gathering: Gathering, { ttl, runId }: AppsCreateFlags): undefined {
  if (ttl !== undefined) gathering.refused("--ttl: only an ephemeral app expires. Add --ephemeral");
  if (runId !== undefined) gathering.refused("--run-id: only an ephemeral app has one. Add --ephemeral");
}
