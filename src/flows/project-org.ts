import type { Context } from "../context.ts";
import { OktaUnlockError } from "../errors.ts";
import type { OktaOrg } from "../okta/port.ts";
import type { OktaSettings } from "../project/okta-settings.ts";
import { isLoopback } from "../values/web-address.ts";
import { findWay } from "./issuer-org.ts";
import { assertLocalOrg } from "./local-org.ts";

/** The org of a project: the local one, which may have to be started, or one at Okta that we are signed in to. */
export type ProjectOrg = { readonly kind: "local" } | { readonly kind: "connected"; readonly org: OktaOrg };

/**
 * The org that the issuer of a project names. A credential goes only to the org that it belongs to, whatever the project says. Throws
 * `not-signed-in`.
 */
export async function findProjectOrg(
  context: Context,
  { issuer, localOrg }: Pick<OktaSettings, "issuer" | "localOrg">,
): Promise<ProjectOrg> {
  if (localOrg || (await isLocalIssuer(context, new URL(issuer)))) {
    await assertLocalOrg(context);
    return { kind: "local" };
  }
  const { access } = await findWay(context, issuer, undefined);
  if (access.kind === "signed-in") return { kind: "connected", org: access.org };
  throw new OktaUnlockError("not-signed-in", { message: access.why, next: access.next });
}

async function isLocalIssuer(context: Context, issuer: URL): Promise<boolean> {
  if (!isLoopback(issuer)) return false;
  const { readLocalOrgStatus } = await import("../local-org/index.ts");
  const { url } = await readLocalOrgStatus(context.localOrgDirectory);
  return url !== undefined && new URL(url).port === issuer.port;
}
