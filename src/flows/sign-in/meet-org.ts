import type { Context } from "../../context.ts";
import { identifyOrg, type OrgIdentity } from "../../auth/identify-org.ts";
import type { LoginOrg } from "./org.ts";

/** Asks an address which org it is, unless that is known, and says what a person should know of it. Throws what `identifyOrg` does. */
export async function meet(context: Context, { orgUrl, identity }: LoginOrg): Promise<OrgIdentity> {
  const { log } = context;
  const met = identity ?? (await log.step(`Look at ${orgUrl}`, () => identifyOrg(context, orgUrl)));
  if (met.canonicalUrl !== orgUrl) log.info(`  ${new URL(orgUrl).host} is a domain of ${met.canonicalUrl}.`);
  if (met.engine === "classic")
    log.warn("This org runs on Okta's Classic Engine, which has no sign-on policies for single apps.");
  return met;
}
