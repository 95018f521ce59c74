import type { ClientId } from "../values/client-id.ts";
import type { Issuer } from "../values/issuer.ts";
import type { OrgUrl } from "../values/org-url.ts";

/** All that a project knows of Okta: the values its configuration file holds. No secret is among them. */
export interface OktaSettings {
  readonly issuer: Issuer;
  readonly clientId: ClientId;
  /** In the order they are requested: `openid profile email offline_access`. */
  readonly scopes: readonly string[];
  /** Unknown when the user gave issuer and client ID by hand. */
  readonly org?: OrgUrl;
  readonly appId?: string;
  /** True when the org is the embedded one. */
  readonly localOrg: boolean;
}

/** Settings for a preview that touches no org: what only Okta can say reads `<issuer>` and `<client id>`. */
export function placeholderSettings(known: Pick<OktaSettings, "scopes" | "localOrg">): OktaSettings {
  return { ...known, issuer: "<issuer>" as Issuer, clientId: "<client id>" as ClientId };
}
