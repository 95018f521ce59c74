import type { Branded } from "../values/branded.ts";
import type { Removal } from "./errors.ts";
import type {
  GroupAssignment,
  SignOnPolicy,
  AccessPolicy,
  AccessPolicyRule,
  AuthorizationServer,
  LogEvent,
  OktaApp,
  OktaGroup,
  OktaUser,
  OrgDescription,
  TrustedOrigin,
} from "./resources.ts";

export type {
  AccessPolicy,
  AccessPolicyRule,
  AuthorizationServer,
  GroupAssignment,
  LogEvent,
  OktaApp,
  OktaGroup,
  SignOnPolicy,
  TrustedOrigin,
} from "./resources.ts";
export { isRefusal, OktaRefusal, type Removal } from "./errors.ts";
export { computeBackOff } from "./retries.ts";

/** A JSON object on its way to Okta. */
export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * All that the rest of the program can ask of an org. Each method throws `OktaUnlockError`: `OktaRefusal` when Okta
 * refused (see `isRefusal`), the network family when it could not be reached. Nothing is cached.
 */
export interface OktaOrg
  extends
    AppCalls,
    GroupCalls,
    AccessPolicyCalls,
    SignOnPolicyCalls,
    TrustedOriginCalls,
    SystemLogCalls,
    OrgCalls {
  /** An origin: `https://host`, no trailing slash. */
  readonly orgUrl: string;
  /** What `--org` takes to mean this org, for commands that are shown. */
  readonly flagValue: string;
  /** Now by the org's own clock, as its last answer told it, to about a second; this machine's time before the first one. */
  now(): Date;
  /** The same org for work that another signal stops: undoing goes on after Ctrl-C. */
  withSignal(signal: AbortSignal): OktaOrg;
}

export interface AppCalls {
  /** OIDC apps with exactly this label, active or not. */
  findApps(label: string): Promise<readonly OktaApp[]>;
  /** Every app (or every OIDC app), page by page as they are consumed. */
  listApps(kind: "oidc" | "any"): AsyncIterable<OktaApp>;
  /** Undefined when the org has no such app, or does not show it. */
  getApp(appId: string): Promise<OktaApp | undefined>;
  createApp(body: JsonObject): Promise<OktaApp>;
  /** Replaces the whole app: pass what `getApp` gave, changed. */
  replaceApp(appId: string, app: JsonObject): Promise<OktaApp>;
  /** An app that is active already counts as done. */
  activateApp(appId: string): Promise<void>;
  /** An app that is inactive already counts as done. Says when there is none: that can also mean not yet. */
  deactivateApp(appId: string): Promise<"done" | "gone">;
  /** The app must be inactive. Says when there is none: that can also mean not yet. */
  deleteApp(appId: string): Promise<Removal>;
  /** The `okta.*` scopes that a super administrator granted to the app. */
  listGrantedScopes(appId: string): Promise<readonly string[]>;
  /** Lets the app ask for an `okta.*` scope; only a super administrator may. */
  grantScope(appId: string, scope: string): Promise<void>;
  /** A user who is assigned already counts as done. */
  assignUser(appId: string, userId: string): Promise<void>;
  /** True when a user has the app, by a group or one by one. */
  hasUsers(appId: string): Promise<boolean>;
}

export interface GroupCalls {
  /** Okta's built-in group of all users; undefined when the credential may not see it. */
  findEveryoneGroup(): Promise<OktaGroup | undefined>;
  /** By id (`00g…`). Undefined when there is none, or the credential may not see it. */
  getGroup(groupId: string): Promise<OktaGroup | undefined>;
  /** Groups with exactly this name: groups of other directories can share one. */
  findGroups(name: string): Promise<readonly OktaGroup[]>;
  isGroupAssigned(appId: string, groupId: string): Promise<boolean>;
  /** The groups that an app is assigned to. */
  listAssignments(appId: string): Promise<readonly GroupAssignment[]>;
  /** `assignment` may hold a priority and profile values; one that is there already is replaced. */
  assignGroup(appId: string, groupId: string, assignment?: JsonObject): Promise<void>;
  /** An assignment that is gone already counts as done. */
  unassignGroup(appId: string, groupId: string): Promise<void>;
}

export interface AccessPolicyCalls {
  /** By id (`default` or `aus…`). Undefined when there is none. Refused with E0000015 when the org lacks the feature. */
  findAuthorizationServer(id: string): Promise<AuthorizationServer | undefined>;
  /** The custom authorization servers, active or not. Refused with E0000015 when the org lacks the feature. */
  listAuthorizationServers(): Promise<readonly AuthorizationServer[]>;
  /** In the order of their priority. */
  listPolicies(authorizationServerId: string): Promise<readonly AccessPolicy[]>;
  /** In the order of their priority. */
  listRules(authorizationServerId: string, policyId: string): Promise<readonly AccessPolicyRule[]>;
  createPolicy(authorizationServerId: string, body: JsonObject): Promise<AccessPolicy>;
  createRule(authorizationServerId: string, policyId: string, body: JsonObject): Promise<AccessPolicyRule>;
  /** Its rules go with it. Says when there is none: that can also mean not yet. */
  deletePolicy(authorizationServerId: string, policyId: string): Promise<Removal>;
  /** Says when there is none: that can also mean not yet. */
  deleteRule(authorizationServerId: string, policyId: string, ruleId: string): Promise<Removal>;
}

/** Authentication policies of Identity Engine: how people have to prove who they are. */
export interface SignOnPolicyCalls {
  listSignOnPolicies(): Promise<readonly SignOnPolicy[]>;
  /** An app has exactly one: the former is replaced. */
  assignSignOnPolicy(appId: string, policyId: string): Promise<void>;
}

/** Web pages that may call the org, be returned to or embed it. They are the org's, not an app's. */
export interface TrustedOriginCalls {
  /** Active or not. */
  listTrustedOrigins(): Promise<readonly TrustedOrigin[]>;
  createTrustedOrigin(body: JsonObject): Promise<TrustedOrigin>;
  /** Replaces the whole trusted origin: pass what `listTrustedOrigins` gave, changed. */
  replaceTrustedOrigin(trustedOriginId: string, body: JsonObject): Promise<TrustedOrigin>;
  activateTrustedOrigin(trustedOriginId: string): Promise<void>;
  deactivateTrustedOrigin(trustedOriginId: string): Promise<void>;
  /** Says when there is none: that can also mean not yet. */
  deleteTrustedOrigin(trustedOriginId: string): Promise<Removal>;
}

/** Which events of the System Log are wanted. */
export interface LogQuery {
  readonly since: Date;
  /** A SCIM filter; every event without one. */
  readonly filter?: string | undefined;
  /** At most this many at once: 1 to 1000. */
  readonly limit: number;
}

/** Where a poll goes on: the address that Okta gave for it. */
export type LogCursor = Branded<"LogCursor">;

/** Some events of the System Log. */
export interface LogPage {
  readonly events: readonly LogEvent[];
  /** Where the next ones are; a poll always has one, also when nothing has happened yet. */
  readonly next: LogCursor | undefined;
  /** How many more requests are allowed; undefined when the answer does not say. */
  readonly budget: RateBudget | undefined;
}

/** What an answer says of the rate limit that it counts for. */
export interface RateBudget {
  /** Requests in a minute. */
  readonly limit: number;
  readonly remaining: number;
  /** Milliseconds until it begins anew. */
  readonly resetsIn: number;
}

/** https://developer.okta.com/docs/reference/system-log-query/ */
export interface SystemLogCalls {
  /** The newest events, newest first, or those before a cursor. Those that Okta stores late may be missing. */
  listNewestEvents(from: LogQuery | LogCursor): Promise<LogPage>;
  /**
   * The oldest events that were stored since a time, or since a cursor: none is left out, also one that comes late, so that their
   * times may not ascend.
   */
  pollEvents(from: LogQuery | LogCursor): Promise<LogPage>;
}

export interface OrgCalls {
  /** The owner of the API token. */
  whoAmI(): Promise<OktaUser>;
  /** Ends the API token that the calls are made with, for good. One that Okta does not know already counts as done. */
  revokeApiToken(): Promise<void>;
  /** Open to all: the credential is not sent. */
  describe(): Promise<OrgDescription>;
  /** The issuer by discovery; without an id that of the org authorization server. Undefined when there is none. */
  discoverIssuer(authorizationServerId?: string): Promise<string | undefined>;
}
