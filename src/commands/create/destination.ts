import type { Context } from "../../context.ts";
import { chooseDestination } from "../../flows/choose-destination.ts";
import type { Gathering } from "../../flows/fields.ts";
import { explain } from "../../flows/read-field.ts";
import type { Destination } from "../../flows/org-session.ts";
import type { ProvisionFlags } from "../../flows/provision-options.ts";
import type { OktaSettings } from "../../project/okta-settings.ts";
import { defaultScopes } from "../../provision/desired.ts";
import { type ClientId, parseClientId } from "../../values/client-id.ts";
import { type Issuer, parseIssuer } from "../../values/issuer.ts";

/** An app that exists already, given by hand: then no org is touched. */
export interface GivenApp {
  readonly kind: "given";
  readonly issuer: Issuer;
  readonly clientId: ClientId;
}

/** The flags that say which app the project is for. */
export interface DestinationFlags extends ProvisionFlags {
  readonly org?: string;
  readonly issuer?: string;
  readonly clientId?: string;
  /** A setting of the app. */
  readonly initiateLoginUri?: string | readonly string[];
  readonly dryRun?: boolean;
}

/** The org that gets the app, or the app that is there already. */
export async function gatherDestination(
  context: Context,
  gathering: Gathering,
  flags: DestinationFlags,
): Promise<Destination | GivenApp | undefined> {
  const { issuer, clientId, org, dryRun } = flags;
  if (issuer === undefined && clientId === undefined) {
    return chooseDestination(context, gathering, { flag: org, isPreview: dryRun === true });
  }
  const [useless] = listOrgFlags(flags);
  if (useless !== undefined) {
    return gathering.refused(
      `${useless}: --issuer and --client-id name an existing app, so no org is contacted. Remove one of them`,
    );
  }
  if (issuer === undefined)
    return gathering.missing("issuer: --issuer <url>, because --client-id is given", {
      flag: "--issuer <url>",
    });
  if (clientId === undefined)
    return gathering.missing("client ID: --client-id <id>, because --issuer is given", {
      flag: "--client-id <id>",
    });
  const parsed = { issuer: parseIssuer(issuer), clientId: parseClientId(clientId) };
  if (!parsed.issuer.ok) {
    const correction = { flag: "--issuer <url>", refused: issuer, value: parsed.issuer.suggestion };
    return gathering.refused(`issuer (--issuer): ${explain(parsed.issuer)}`, correction);
  }
  if (!parsed.clientId.ok) {
    const correction = { flag: "--client-id <id>", refused: clientId, value: parsed.clientId.suggestion };
    return gathering.refused(`client ID (--client-id): ${explain(parsed.clientId)}`, correction);
  }
  for (const note of parsed.issuer.notes) context.log.info(note);
  return { kind: "given", issuer: parsed.issuer.value, clientId: parsed.clientId.value };
}

/** What was asked of an org. */
function listOrgFlags(flags: DestinationFlags): string[] {
  const given = [
    ["org (--org)", flags.org],
    ["assignment (--assign)", flags.assign],
    ["implicit assignment (--implicit-assignment)", flags.implicitAssignment],
    ["authorization server (--authorization-server)", flags.authorizationServer],
    ["authentication policy (--sign-on-policy)", flags.signOnPolicy],
    ["initiate login URI (--initiate-login-uri)", flags.initiateLoginUri],
  ] as const;
  return given.filter(([, value]) => value !== undefined).map(([name]) => name);
}

/** The settings of a project for an app that the user named. */
export function toSettings({ issuer, clientId }: GivenApp): OktaSettings {
  return { issuer, clientId, scopes: defaultScopes, localOrg: false };
}
