import * as v from "valibot";
import { parseAnswer, unexpectedShape } from "../okta/answer.ts";
import type { Authorizer } from "../okta/authorizer.ts";
import type { CredentialSummary } from "../okta/errors.ts";
import { isRefusal, OktaRefusal } from "../okta/errors.ts";
import { OktaUnlockError } from "../errors.ts";
import { hint } from "../hints.ts";
import { createExchange, type OrgContext } from "../okta/exchange.ts";
import { oktaUser } from "../okta/resources.ts";
import { type OrgConnection, createAuthorizer } from "./connect-org.ts";
import { type Credential, summarizeCredential } from "./credential.ts";
import { type Area, areas, type Holder, type Right, judgeRight, type Verdict } from "./rights.ts";

/** Who a credential is to the org, and what it can do there. Plain data. */
export interface CredentialCheck {
  readonly who: Identity;
  /** `okta.*` scopes of the access token; undefined for an API token, which has none. */
  readonly scopes: readonly string[] | undefined;
  /** One for each part of the org that this program works on. */
  readonly rights: readonly Right[];
}

type Identity =
  /** `login` is undefined when the credential may not read its own profile. */
  | { readonly kind: "user"; readonly id: string | undefined; readonly login: string | undefined }
  /** `label` is undefined when the app may not read itself. */
  | { readonly kind: "client"; readonly clientId: string; readonly label: string | undefined };

/**
 * Finds out who a credential is and what it can do, without changing anything. Throws `credential-rejected` when the org
 * does not accept it (E0000011), `permission-denied` when it refuses every question, `okta-refused` when the org is deactivated (E0000260), the errors of getting an access
 * token, and those of the network.
 */
export async function checkCredential(
  context: OrgContext,
  connection: OrgConnection,
): Promise<CredentialCheck> {
  const { credential, timeout } = connection;
  const orgUrl = new URL(connection.orgUrl).origin;
  const where = { orgUrl, ...(connection.trust !== undefined && { trust: connection.trust }) };
  const authorizer = createAuthorizer(context, where, credential);
  const get = createGet(
    context,
    { ...where, authorizer, timeout },
    summarizeCredential(credential, connection.flagValue),
  );
  const scopes = (await authorizer.grantedScopes?.())?.filter((scope) => scope.startsWith("okta."));
  const who = await identify(get, orgUrl, credential);
  const roles = who.kind === "user" && scopes === undefined ? await readActiveRoles(get, who.id) : undefined;
  const holder: Holder = { orgUrl, credential, scopes, roles };
  const rights = await Promise.all(
    areas.map(async (area) => judgeRight(area, holder, await probe(get, area, holder))),
  );
  if (who.kind === "user" && who.id === undefined && rights.every(({ read }) => isForbidden(read))) {
    throw createNothingAllowed(orgUrl);
  }
  return { who, scopes, rights };
}

function isForbidden(read: Verdict): boolean {
  return read.can === "no" && read.missing.kind !== "feature";
}

/** Every token may ask whose it is: an org, or whatever stands before it, that refuses this refuses everything. */
function createNothingAllowed(orgUrl: string): OktaUnlockError {
  return new OktaUnlockError("permission-denied", {
    message: `${orgUrl} refuses everything to this credential, even to tell who you are.`,
    why: "It may not be used from this network, its owner is suspended, or something in front of the org refuses it.",
    next: `See what the org says of it in the Admin Console > Reports > System Log, then: ${hint("login", { org: orgUrl })}`,
  });
}

/** Reads JSON as the credential. */
type Get = (purpose: string, path: string) => Promise<unknown>;

function createGet(
  context: OrgContext,
  connection: { orgUrl: string; trust?: string; authorizer: Authorizer; timeout: number | undefined },
  credential: CredentialSummary,
): Get {
  const { orgUrl } = connection;
  const exchange = createExchange(context, connection);
  return async (purpose, path) => {
    const answer = await exchange({ method: "GET", url: orgUrl + path, purpose, authorized: true });
    return parseAnswer({ purpose, orgUrl, credential }, answer);
  };
}

async function identify(get: Get, orgUrl: string, credential: Credential): Promise<Identity> {
  if (credential.kind === "service-app") {
    const { clientId } = credential;
    const app = v.safeParse(
      v.looseObject({ label: v.string() }),
      await allowForbidden(() => get("read the service app", `/api/v1/apps/${encodeURIComponent(clientId)}`)),
    );
    return { kind: "client", clientId, label: app.success ? app.output.label : undefined };
  }
  const purpose = "tell who you are";
  const json = await allowForbidden(() => get(purpose, "/api/v1/users/me"));
  if (json === undefined) return { kind: "user", id: undefined, login: undefined };
  const user = v.safeParse(oktaUser, json);
  if (!user.success) throw unexpectedShape({ purpose, orgUrl }, ["a user was expected"]);
  return { kind: "user", id: user.output.id, login: user.output.profile.login };
}

/** What may not be read does not end the check; a token that is not accepted, and a deactivated org, do. */
async function allowForbidden(read: () => Promise<unknown>): Promise<unknown> {
  try {
    return await read();
  } catch (error) {
    if (isRefusal(error, "E0000006", "E0000007", "E0000022", "E0000038")) return undefined;
    throw error;
  }
}

/** How reading one thing of an area went; without the scope for it the request is not sent. */
async function probe(
  get: Get,
  { noun, path }: Area,
  { orgUrl, scopes }: Holder,
): Promise<"done" | "forbidden" | "feature-missing"> {
  const hasScope = scopes?.some((scope) => scope === `okta.${noun}.read` || scope === `okta.${noun}.manage`);
  if (hasScope === false) return "forbidden";
  const purpose = `read ${noun}`;
  try {
    if (Array.isArray(await get(purpose, path))) return "done";
    throw unexpectedShape({ purpose, orgUrl }, ["a list was expected"]);
  } catch (error) {
    if (!(error instanceof OktaRefusal)) throw error;
    if (error.code === "permission-denied") return "forbidden";
    // The Classic Engine does not know the kind of policy that is asked for (E0000001).
    if (error.code === "feature-missing" || (noun === "policies" && error.status === 400))
      return "feature-missing";
    throw error;
  }
}

const roleList = v.array(v.looseObject({ type: v.string(), status: v.nullish(v.string()) }));

/**
 * The kinds of the administrator roles that a user has (`SUPER_ADMIN`); undefined when they can't be read, which takes
 * rights of its own.
 */
async function readActiveRoles(
  get: (purpose: string, path: string) => Promise<unknown>,
  userId: string | undefined,
): Promise<readonly string[] | undefined> {
  if (userId === undefined) return undefined;
  try {
    const json = await get(
      "read your administrator roles",
      `/api/v1/users/${encodeURIComponent(userId)}/roles`,
    );
    const parsed = v.safeParse(roleList, json);
    if (!parsed.success) return undefined;
    return parsed.output.filter(({ status }) => status !== "INACTIVE").map(({ type }) => type);
  } catch (error) {
    if (error instanceof OktaRefusal && error.code !== "okta-unavailable") return undefined;
    throw error;
  }
}
