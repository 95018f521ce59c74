import { identifyOrg } from "../../auth/identify-org.ts";
import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { findLastingOrg } from "../../flows/org-session.ts";
import { hint } from "../../hints.ts";
import { findAdminHost } from "../../values/web-address.ts";
import type { OrgPage } from "./pages.ts";

/** A custom domain does not tell where the Admin Console is: the org does. No host but one of Okta's is taken for it. */
export async function findAdminUrl(context: Context, page: OrgPage, orgUrl: string): Promise<string> {
  const known = findAdminHost(new URL(orgUrl).host);
  if (known !== undefined) return `https://${known}`;
  const { canonicalUrl } = await identifyOrg(context, orgUrl);
  const host = findAdminHost(new URL(canonicalUrl).host);
  if (host !== undefined) return `https://${host}`;
  throw new OktaUnlockError("okta-refused", {
    message: `The address of the Admin Console of ${new URL(orgUrl).host} is not known.`,
    why: "The org does not say which okta.com address it has.",
    next: `Name it by that address: ${hint("open", { args: [page], org: "https://<your-org>.okta.com" })}`,
  });
}

/** The address of the local org that runs. Throws when it runs at another port than the address that it was named by. */
export async function findLocalUrl(context: Context, named?: string): Promise<string> {
  const local = await findLastingOrg(context);
  if (local === undefined) {
    throw new OktaUnlockError("network-unreachable", {
      message: "The local org is not running, so it has no pages.",
      next: `Start it in another terminal: ${hint("local start")}`,
    });
  }
  if (named === undefined || new URL(named).port === new URL(local.url).port) return local.url;
  throw new OktaUnlockError("network-unreachable", {
    message: `The local org does not run at ${new URL(named).origin}.`,
    why: `It runs at ${local.url}.`,
    next: `See what is wrong: ${hint("doctor")}`,
  });
}
