import type { Context } from "../../context.ts";
import { connectOrg } from "../../auth/connect-org.ts";
import type { OktaOrg } from "../../okta/port.ts";
import { forgetToken } from "../../auth/profiles/saved-sign-ins.ts";
import { provisionCliApp } from "../../provision/cli-app.ts";
import { withJournal } from "../../provision/journal.ts";
import { type CompletedSignIn, completeSignIn, type PendingSignIn } from "./save-sign-in.ts";
import { signInByDevice } from "./device.ts";
import type { LoginFlags } from "./flags.ts";

interface Bootstrap extends PendingSignIn {
  readonly token: string;
  readonly scopes: readonly string[];
  readonly flags: LoginFlags;
}

/**
 * By an API token, makes the app for signing in on any device, signs in by it, and ends the token when that is wanted. When
 * anything fails before the sign-in is kept, an app that this run made is removed.
 */
export async function bootstrapSignIn(context: Context, bootstrap: Bootstrap): Promise<CompletedSignIn> {
  const { orgUrl, token, scopes, flags } = bootstrap;
  const org = connectOrg(context, { orgUrl, credential: { kind: "api-token", token } });
  const { result, app } = await withJournal(context, async (journal) => {
    const made = await context.log.step("Prepare the app for signing in", async () => {
      const { id: userId } = await org.whoAmI();
      return provisionCliApp({ org, journal, context }, { userId, scopes });
    });
    const { clientId } = made;
    const credential = await signInByDevice(context, { orgUrl, clientId, scopes, flags });
    return { result: await completeSignIn(context, { ...bootstrap, credential }), app: made };
  });
  const isTokenRevoked = await offerToRevoke(context, org, bootstrap);
  return { ...result, bootstrap: { appId: app.appId, isNewApp: app.isNew, isTokenRevoked } };
}

/** True when the API token has ended. Profiles that had it are forgotten then. */
async function offerToRevoke(
  context: Context,
  org: OktaOrg,
  { token, orgUrl, flags }: Bootstrap,
): Promise<boolean> {
  const { interaction, log, prompts } = context;
  const question = { message: "Revoke the API token? It is no longer needed.", default: true };
  const isWanted = flags.revokeToken ?? (interaction.canAsk && (await prompts.confirm(question)));
  if (!isWanted) return false;
  await log.step("Revoke the API token", () => org.revokeApiToken());
  for (const { name } of await forgetToken(context, orgUrl, token)) {
    log.info(`  Removed the profile ${name}, which used that token.`);
  }
  return true;
}
