import type { Context } from "../context.ts";
import type {
  AccessPolicy,
  AccessPolicyRule,
  OktaApp,
  OktaGroup,
  OktaOrg,
  TrustedOrigin,
} from "../okta/port.ts";
import type { AuthorizationServer, GroupAssignment } from "../okta/port.ts";
import { OktaUnlockError } from "../errors.ts";
import { clientIdOf } from "../provision/find-app.ts";
import { type Coverage, findCoverage } from "../provision/policy-coverage.ts";
import { createAnnouncer } from "../okta/retries.ts";
import { type Device, listDevices } from "./machine/android.ts";
import { listSimulators, type Simulator } from "./machine/simulators.ts";
import { ask, type ProbeAnswer, readJson, readTextOf, type Route } from "./probes/ask.ts";
import { type AuthorizeReading, probeAuthorize } from "./probes/authorize.ts";
import { probeDevice, probeToken, type TokenReading } from "./probes/token.ts";
import { readMeantIssuer, readServerId, type Subject } from "./subject.ts";
import { isAppId } from "../values/client-id.ts";

/** Whether somebody is signed in to the org of the app. */
export type OrgAccess =
  | { readonly kind: "signed-in"; readonly org: OktaOrg }
  /** Why not, and the command that helps. */
  | { readonly kind: "absent"; readonly why: string; readonly next: string };

/** The org for a command that a fix names; undefined when it is found without. */
export function orgFlagOf({ access }: { readonly access: OrgAccess }): string | undefined {
  return access.kind === "signed-in" ? access.org.flagValue : undefined;
}

export type FactsContext = Pick<
  Context,
  "fetch" | "signal" | "clock" | "version" | "log" | "spawn" | "env" | "platform"
>;

/** What is looked at, and how it is reached. */
export interface FactsSource {
  readonly subject: Subject;
  readonly route: Route;
  readonly access: OrgAccess;
}

/** The discovery document of an authorization server, as far as a check reads it. */
export interface Discovery {
  readonly answer: ProbeAnswer;
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  /** Empty where there is none. */
  readonly deviceEndpoint: string;
}

/** Everything that checks ask for; each is looked up once, whoever asks. */
export interface Facts {
  readonly context: FactsContext;
  readonly subject: Subject;
  readonly access: OrgAccess;
  /** The issuer without what an issuer can't have; the network checks ask there. */
  readonly issuer: string;
  organization(): Promise<ProbeAnswer>;
  discovery(): Promise<Discovery>;
  authorize(): Promise<AuthorizeReading>;
  /** The same request with a redirect URI that no app has: what it must not accept. */
  authorizeControl(): Promise<AuthorizeReading>;
  /** The same request for the web preview of the project. */
  authorizePreview(): Promise<AuthorizeReading>;
  token(): Promise<TokenReading>;
  /** Asks for a device code, which nobody is going to use. */
  device(): Promise<TokenReading>;
  app(): Promise<OktaApp | undefined>;
  groups(): Promise<readonly GroupAssignment[]>;
  /** Undefined where the credential may not see it. */
  everyone(): Promise<OktaGroup | undefined>;
  server(): Promise<AuthorizationServer | undefined>;
  policies(): Promise<readonly AccessPolicy[]>;
  rules(policyId: string): Promise<readonly AccessPolicyRule[]>;
  coverage(): Promise<Coverage>;
  trustedOrigins(): Promise<readonly TrustedOrigin[]>;
  /** Those of this machine that can be started; undefined when nothing lists them. */
  simulators(): Promise<readonly Simulator[] | undefined>;
  /** Android devices and emulators that run; undefined without adb. */
  devices(): Promise<readonly Device[] | undefined>;
  /** The org's port, for somebody who is signed in. */
  org(): OktaOrg;
}

/** Facts about one app. Nothing is asked before a check asks for it. */
export function createFacts(context: FactsContext, source: FactsSource): Facts {
  const route = { ...source.route, announce: createAnnouncer(context) };
  return {
    context,
    ...source,
    ...createOutsideFacts(context, { ...source, route }),
    ...createOrgFacts(source),
    ...createMachineFacts(context),
  };
}

function createMachineFacts(context: FactsContext) {
  return {
    simulators: once(async () => listSimulators(context)),
    devices: once(async () => listDevices(context)),
  };
}

function once<T>(look: () => Promise<T>): () => Promise<T> {
  let found: Promise<T> | undefined;
  return () => (found ??= look());
}

function createOutsideFacts(context: FactsContext, { subject, route }: FactsSource) {
  const issuer = readMeantIssuer(subject) ?? subject.issuer;
  const discovery = once(async () =>
    toDiscovery(await ask(context, route, `${issuer}/.well-known/openid-configuration`)),
  );
  const authorizeWith = async (redirectUri: string): Promise<AuthorizeReading> => {
    const { authorizationEndpoint } = await discovery();
    return probeAuthorize(context, route, authorizationEndpoint, { ...subject, redirectUri });
  };
  return {
    issuer,
    organization: once(async () =>
      ask(context, route, `${new URL(issuer).origin}/.well-known/okta-organization`),
    ),
    discovery,
    authorize: once(async () => authorizeWith(subject.redirectUri)),
    authorizeControl: once(async () => authorizeWith(`${subject.redirectUri}/nope`)),
    authorizePreview: once(async () => authorizeWith(subject.webPreview?.redirectUri ?? "")),
    device: once(async () => probeDevice(context, route, (await discovery()).deviceEndpoint, subject)),
    token: once(async () => probeToken(context, route, (await discovery()).tokenEndpoint, subject)),
  };
}

function toDiscovery(answer: ProbeAnswer): Discovery {
  const json = answer.status === 200 ? readJson(answer) : undefined;
  return {
    answer,
    issuer: readTextOf(json, "issuer"),
    authorizationEndpoint: readTextOf(json, "authorization_endpoint"),
    tokenEndpoint: readTextOf(json, "token_endpoint"),
    deviceEndpoint: readTextOf(json, "device_authorization_endpoint"),
  };
}

function createOrgFacts({ subject, access }: FactsSource) {
  const org = (): OktaOrg => {
    if (access.kind === "signed-in") return access.org;
    throw new Error("a check that needs a sign-in does not say so");
  };
  const serverId = readServerId(readMeantIssuer(subject) ?? "") ?? "";
  const app = once(async () => findApp(org(), subject));
  const appId = async (): Promise<string> => (await app())?.id ?? "";
  const groups = once(async () => org().listAssignments(await appId()));
  const everyone = once(async () => findEveryone(org()));
  const policies = once(async () => org().listPolicies(serverId));
  const known = new Map<string, Promise<readonly AccessPolicyRule[]>>();
  const rules = async (policyId: string): Promise<readonly AccessPolicyRule[]> => {
    const asked = known.get(policyId) ?? org().listRules(serverId, policyId);
    known.set(policyId, asked);
    return asked;
  };
  const coverage = once(async () => {
    const [assigned, all, found] = await Promise.all([groups(), everyone(), app()]);
    const isForAll =
      found?.settings?.implicitAssignment === true || assigned.some(({ id }) => id === all?.id);
    const judged = await findCoverage(await policies(), rules, {
      clientId: subject.clientId,
      scopes: subject.scopes,
      everyoneGroupId: all?.id,
      groupIds: isForAll ? [] : assigned.map(({ id }) => id),
    });
    // In which groups the people are who are assigned one by one, only they know.
    const isHidden = !judged.isCovered && judged.letsIn === "some" && !isForAll && assigned.length === 0;
    return isHidden ? { ...judged, letsIn: "unknown" as const } : judged;
  });
  const server = once(async () => org().findAuthorizationServer(serverId));
  const trustedOrigins = once(async () => org().listTrustedOrigins());
  return { org, app, groups, everyone, server, policies, rules, coverage, trustedOrigins };
}

/** Without the right to see it: whoever knows it only by its id has to do without. */
async function findEveryone(org: OktaOrg): Promise<OktaGroup | undefined> {
  try {
    return await org.findEveryoneGroup();
  } catch (error) {
    if (error instanceof OktaUnlockError && error.code === "permission-denied") return undefined;
    throw error;
  }
}

/** By the id that the project keeps, else by its client ID, which is the app's id unless somebody chose another one. */
async function findApp(org: OktaOrg, { clientId, project }: Subject): Promise<OktaApp | undefined> {
  const ids = [...new Set([project?.manifest.okta.appId, clientId])].filter((id) => id !== undefined);
  for (const id of ids) {
    const app = isAppId(id) ? await org.getApp(id) : undefined;
    if (app !== undefined && clientIdOf(app) === clientId) return app;
  }
  if (isAppId(clientId)) return undefined;
  for await (const app of org.listApps("oidc")) if (clientIdOf(app) === clientId) return app;
  return undefined;
}
