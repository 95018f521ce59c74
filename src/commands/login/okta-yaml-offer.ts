import type { Context } from "../../context.ts";
import { readOktaYaml } from "../../org/profiles/okta-yaml.ts";
import type { OrgUrl } from "../../values/org-url.ts";

export interface FoundSignIn {
  readonly orgUrl: OrgUrl;
  readonly token: string;
}

/** Offers what `~/.okta/okta.yaml` holds. It is never taken without a yes, and not asked about when an org was named. */
export async function offerOktaYaml(
  context: Context,
  { org, withToken }: { readonly org?: string; readonly withToken?: boolean },
): Promise<FoundSignIn | undefined> {
  const { env, interaction, prompts } = context;
  const isNamed = [org, env["OKTA_UNLOCK_ORG"], env["OKTA_CLIENT_ORGURL"]].some(
    (value) => value !== undefined,
  );
  if (isNamed || withToken === true || !interaction.canAsk) return undefined;
  const found = await readOktaYaml(context);
  if (found === undefined) return undefined;
  const isWanted = await prompts.confirm({
    message: `Sign in to ${found.orgUrl} with the API token in ${found.path}?`,
    default: true,
  });
  return isWanted ? found : undefined;
}
