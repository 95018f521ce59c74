import { resolve } from "node:path";
import type { Context } from "../../context.ts";
import type { ProvisionSettings } from "../../provision/desired.ts";
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
import type { EnvFile } from "../../flows/env-file.ts";
import { startGathering } from "../../flows/fields.ts";
import { gatherProvisionChoices } from "../../flows/provision-options.ts";
import { ephemeralSettings } from "./ephemeral.ts";
import type { AppsCreateFlags } from "./flags.ts";

/** All that an app is made with, and where. */
export interface AppAnswers {
  readonly settings: ProvisionSettings;
  readonly destination: Destination;
  readonly envFile: EnvFile | undefined;
}

const example =
  "okta-unlock apps create native --name 'My App' --redirect-uri com.example.myapp:/callback --org local";

/** Gathers all that `apps create` needs: flags, environment, questions. Throws what `Gathering.finish` does. */
export async function gatherAppAnswers(context: Context, flags: AppsCreateFlags): Promise<AppAnswers> {
  const gathering = startGathering(context, example);
  const name = await gathering.resolve(nameField(undefined), flags.name);
  const suggested = name && `com.example.${name.identifier}:/callback`;
  const redirectUris = await gatherUris(
    gathering,
    redirectUriField(suggested),
    flags.redirectUri ?? [undefined],
  );
  const [first] = redirectUris;
  const postLogout = await gatherUris(
    gathering,
    postLogoutRedirectUriField(first && defaultPostLogoutFor(first), first),
    flags.postLogoutRedirectUri ?? [undefined],
  );
  const ephemeral = await ephemeralSettings(context, gathering, flags, name?.display);
  const destination = await chooseDestination(context, gathering, {
    flag: flags.org,
    isPreview: flags.dryRun === true,
  });
  const provision = gatherProvisionChoices(context, gathering, flags);
  gathering.finish();
  if (!name || !first || !destination) throw new Error("incomplete answers");
  const settings = {
    label: name.display,
    project: readScheme(first),
    redirectUris,
    postLogoutRedirectUris: postLogout,
    ...provision,
    ...ephemeral,
  };
  const envFile = flags.writeEnv === undefined ? undefined : envFileAt(context, flags.writeEnv);
  return { settings, destination, envFile };
}

/** No comment marks it: GitLab takes none in a dotenv report. */
function envFileAt({ cwd }: Pick<Context, "cwd">, path: string): EnvFile {
  return {
    path: resolve(cwd, path),
    mark: "OKTA_APP_ID=",
    example: "okta-unlock apps create native --write-env okta.env",
  };
}
