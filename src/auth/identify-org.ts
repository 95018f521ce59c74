import * as v from "valibot";
import { parseOrgUrl } from "../values/org-url.ts";
import { parseAnswer, notAnOrg } from "../okta/answer.ts";
import { OktaRefusal } from "../okta/errors.ts";
import { noCredential } from "../okta/authorizer.ts";
import { createExchange, type OrgContext } from "../okta/exchange.ts";
import { orgDescription, type OrgDescription } from "../okta/resources.ts";

/** What an org says about itself to everybody. */
export interface OrgIdentity {
  /** `00o…`: the same whichever address the org is called by. */
  readonly id: string;
  /** Undefined when the org names a pipeline that is not known. */
  readonly engine: "identity" | "classic" | undefined;
  /** The address that Okta gave it: `https://<name>.okta.com`. The given one when the org does not say. */
  readonly canonicalUrl: string;
  /** The custom domain, when there is one. */
  readonly customUrl: string | undefined;
}

const purpose = "describe the org";

/**
 * Asks an address which Okta org it is, without a credential (`/.well-known/okta-organization`). `orgUrl` is an origin.
 * Throws `not-an-okta-org` for everything else that answers there, and the network's errors.
 */
export async function identifyOrg(context: OrgContext, orgUrl: string, trust?: string): Promise<OrgIdentity> {
  const exchange = createExchange(context, { orgUrl, authorizer: noCredential, ...(trust && { trust }) });
  const url = `${orgUrl}/.well-known/okta-organization`;
  const answer = await exchange({ method: "GET", url, purpose, authorized: false });
  const parsed = v.safeParse(orgDescription, readJson(orgUrl, answer));
  if (!parsed.success || parsed.output.id === "") throw notAnOrg({ orgUrl, purpose });
  return toIdentity(orgUrl, parsed.output);
}

/** Okta answers for a name that no org has with an error of its own. */
function readJson(orgUrl: string, answer: Parameters<typeof parseAnswer>[1]): unknown {
  try {
    return parseAnswer({ purpose, orgUrl }, answer);
  } catch (error) {
    if (error instanceof OktaRefusal && error.status === 404) throw notAnOrg({ orgUrl, purpose });
    throw error;
  }
}

const engines: Readonly<Record<string, OrgIdentity["engine"]>> = { idx: "identity", v1: "classic" };

function toIdentity(orgUrl: string, { id, pipeline, _links }: OrgDescription): OrgIdentity {
  return {
    id,
    engine: engines[pipeline ?? ""],
    canonicalUrl: parseOrigin(_links?.organization?.href) ?? orgUrl,
    customUrl: parseOrigin(_links?.alternate?.href),
  };
}

function parseOrigin(href: string | undefined): string | undefined {
  const parsed = href === undefined ? undefined : parseOrgUrl(href);
  return parsed?.ok === true ? parsed.value : undefined;
}
