import type { JsonObject } from "../json.ts";

export type Status = "ACTIVE" | "INACTIVE";

/** The facts of the org itself, under the single key `org`. */
export interface StoredOrg extends Stored {
  readonly subdomain: string;
  /** The port it was first served on. Issuers carry it, so it must not change by itself. */
  readonly port: number;
  readonly seeded: SeededCredentials;
}

/** What `local status` shows: random for each data folder. */
export interface SeededCredentials extends JsonObject {
  readonly apiToken: string;
  readonly admin: LoginAndPassword;
  readonly user: LoginAndPassword;
}

export interface LoginAndPassword extends JsonObject {
  readonly login: string;
  readonly password: string;
}

export interface StoredUser extends Stored {
  readonly status: string;
  readonly profile: JsonObject & { readonly login: string };
}

export interface StoredGroup extends Stored {
  readonly type: "BUILT_IN" | "OKTA_GROUP";
  readonly profile: JsonObject & { readonly name: string };
}

interface StoredMembership extends JsonObject {
  readonly groupId: string;
  readonly userId: string;
}

export interface StoredApp extends Stored {
  readonly name: string;
  readonly label: string;
  readonly status: Status;
  readonly signOnMode: string;
}

/** A group or a user that an app is assigned to. The key is `appId/id`. */
export interface StoredAssignment extends Stored {
  readonly appId: string;
}

export interface StoredGrant extends Stored {
  readonly appId: string;
  readonly scopeId: string;
}

export interface StoredAuthorizationServer extends Stored {
  readonly name: string;
  readonly audiences: readonly string[];
  readonly status: Status;
  readonly default: boolean;
}

export interface StoredPolicy extends Stored {
  readonly authorizationServerId: string;
  readonly name: string;
  readonly status: Status;
  readonly priority: number;
}

export interface StoredRule extends Stored {
  readonly policyId: string;
  readonly name: string;
  readonly status: Status;
  readonly priority: number;
}

export interface StoredScope extends Stored {
  readonly authorizationServerId: string;
  readonly name: string;
}

export interface StoredClaim extends Stored {
  readonly authorizationServerId: string;
  readonly name: string;
}

/** A policy of the org that Okta made: the sign-on policy of apps, the password policy, and so on. */
export interface StoredAccessPolicy extends Stored {
  /** `ACCESS_POLICY` (the sign-on policy of apps), `PASSWORD`, `OKTA_SIGN_ON`… */
  readonly type: string;
  readonly name: string;
}

/** An origin that browsers' requests may come from, or that users may be returned to. */
export interface StoredTrustedOrigin extends Stored {
  readonly name: string;
  readonly origin: string;
  readonly status: Status;
}

export interface StoredApiToken extends Stored {
  readonly name: string;
  readonly userId: string;
  readonly value: string;
}

/** A registration that waits to be redeemed. The key is the token that redeems it. */
export interface StoredRegistration extends Stored {
  readonly userId: string;
  /** How often it was polled. */
  readonly polls: number;
}

/** The salted hash of a user's password; the key is the user's id. Seeded users have theirs in `org.seeded`. */
export interface StoredPassword extends JsonObject {
  readonly userId: string;
  /** Base64url. */
  readonly salt: string;
  /** scrypt, base64url. */
  readonly hash: string;
}

/** A key that an authorization server signs tokens with. The key is `authorizationServerId/kid`. */
export interface StoredSigningKey extends JsonObject {
  readonly kid: string;
  /** `aus…`, or `org` for the org authorization server. */
  readonly authorizationServerId: string;
  /** ACTIVE signs; EXPIRED is still published, so that tokens signed before a rotation verify. */
  readonly status: "ACTIVE" | "EXPIRED";
  readonly created: string;
  readonly lastUpdated: string;
  /** The private key, as a JWK. */
  readonly jwk: JsonObject;
}

/** What the OIDC half keeps: sessions, grants, codes, tokens. The key is `authorizationServerId/Model/id`. */
export interface StoredOidcState extends JsonObject {
  /** Milliseconds since the epoch, by the clock of the org. */
  readonly expiresAt: number;
  /** When it was created, in the same form; left out where it isn't needed. */
  readonly madeAt?: number;
  /** The thumbprint of the DPoP key that a refresh token is bound to. */
  readonly boundTo?: string;
  readonly payload: JsonObject;
}

/** Secrets of the org itself, under the single key `secrets`. */
export interface StoredSecrets extends JsonObject {
  /** The keys that sign cookies. */
  readonly cookieKeys: readonly string[];
}

/** Everything the org remembers, by collection. */
export interface Collections {
  readonly org: StoredOrg;
  readonly users: StoredUser;
  readonly groups: StoredGroup;
  readonly memberships: StoredMembership;
  readonly apps: StoredApp;
  readonly appGroups: StoredAssignment;
  readonly appUsers: StoredAssignment;
  readonly grants: StoredGrant;
  readonly authorizationServers: StoredAuthorizationServer;
  readonly policies: StoredPolicy;
  readonly rules: StoredRule;
  readonly scopes: StoredScope;
  readonly claims: StoredClaim;
  readonly accessPolicies: StoredAccessPolicy;
  readonly trustedOrigins: StoredTrustedOrigin;
  readonly apiTokens: StoredApiToken;
  readonly registrations: StoredRegistration;
  readonly passwords: StoredPassword;
  readonly signingKeys: StoredSigningKey;
  readonly oidc: StoredOidcState;
  readonly secrets: StoredSecrets;
  readonly events: StoredEvent;
}

export type CollectionName = keyof Collections;

/** The actor or a target of an event, in the form of Okta's System Log. */
export interface EventParty extends JsonObject {
  readonly id: string;
  /** `User`, `PublicClientApp`, `AppInstance`, `access_token`, `code`… */
  readonly type: string;
  /** A login, or the id again. */
  readonly alternateId: string;
  readonly displayName: string;
}

/** What a part of the org reports. Holds no token, code or password, not even a hash of one. */
export interface NewEvent {
  /** Okta's name: `app.oauth2.as.token.grant.refresh_token`, `user.session.start`… (Okta: Event types). */
  readonly eventType: string;
  /** One short sentence for people: `Refreshed the tokens`. */
  readonly message: string;
  readonly outcome: "SUCCESS" | "FAILURE" | "CHALLENGE";
  /** Why it was refused, with Okta's text. */
  readonly reason?: string;
  /** What the developer can do about it: one sentence, or a command. Shown on the activity page, not in the System Log. */
  readonly fix?: string;
  readonly actor?: EventParty;
  readonly targets?: readonly EventParty[];
  /** Facts of the request: `clientId`, `grantType`, `requestedScopes`, `redirectUri`, `authorizationServer`. */
  readonly details?: JsonObject;
  readonly ipAddress?: string;
  readonly userAgent?: string;
  readonly requestId?: string;
}

/** An event as it is kept: `id` is unique and ascends with time, `created` is when it happened. */
export interface StoredEvent extends Stored {
  readonly eventType: string;
  readonly message: string;
  readonly outcome: NewEvent["outcome"];
  readonly reason?: string;
  readonly fix?: string;
  readonly actor?: EventParty;
  readonly targets: readonly EventParty[];
  readonly details: JsonObject;
  readonly ipAddress?: string;
  readonly userAgent?: string;
  readonly requestId?: string;
}

/** The fields of every stored object. Times are ISO 8601 in UTC with milliseconds, as Okta writes them. */
export interface Stored extends JsonObject {
  readonly id: string;
  readonly created: string;
  readonly lastUpdated: string;
}
