import type { Context } from "../../context.ts";
import { readOktaYaml } from "../../auth/sign-in/okta-yaml.ts";
import type { LoginFlags } from "./flags.ts";
import type { LoginOrg } from "./org.ts";

/**
 * Offers what `~/.okta/okta.yaml` holds. It is never taken without a yes, and not asked about when an org or a credential
 * was named.
 */
export async function offerOktaYaml(context: Context, flags: LoginFlags): Promise<LoginOrg | undefined> {
  const { env, interaction, prompts } = context;
  const { org, withToken, clientId, privateKey, bootstrap } = flags;
  const named = [org, env["OKTA_UNLOCK_ORG"], env["OKTA_CLIENT_ORGURL"], clientId, privateKey];
  const isNamed = named.some((value) => value !== undefined) || withToken === true || bootstrap === true;
  if (isNamed || !interaction.canAsk) return undefined;
  const found = await readOktaYaml(context);
  if (found === undefined) return undefined;
  const { path, orgUrl, credential } = found;
  const what = credential.kind === "api-token" ? "the API token" : `the service app ${credential.clientId}`;
  const message = `Sign in to ${orgUrl} with ${what} in ${path}?`;
  const isWanted = await prompts.confirm({ message, default: true });
  return isWanted ? { orgUrl, credential } : undefined;
}
