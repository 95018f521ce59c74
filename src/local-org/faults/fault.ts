/** Which requests a fault is for, and how often it happens. */
export interface FaultMatch {
  /** `GET`, `POST`…; any method without it. */
  readonly method?: string;
  /**
   * A path in which `*` stands for one segment or a part of it, and a segment `**` for any number of segments, none
   * included. Without it, any path that Okta has too.
   */
  readonly path?: string;
  /** How many requests it hits; `Infinity` for all. Default 1, for latency all. */
  readonly times?: number;
  /** How many matching requests pass before the first hit. Default 0. */
  readonly skip?: number;
}

/** `before`: the request is not carried out. `after`: it is, but its answer never arrives. */
export type FaultMoment = "before" | "after";

/** 429, as the API (E0000047) or OAuth says it. */
export interface RateLimitFault {
  readonly kind: "rate-limit";
  /** Sets X-Rate-Limit-Reset; without it the header is missing. */
  readonly resetAfterSeconds?: number;
}

/** A status from 400 to 599. */
export interface StatusFault {
  readonly kind: "status";
  readonly status: number;
  /** Default `okta`. */
  readonly body?: FaultBody;
  /** Default `before`. */
  readonly when?: FaultMoment;
}

/** An error of Okta's catalogue: a feature is missing (E0000015), a role is too weak (E0000006)… */
export interface RefusalFault {
  readonly kind: "refusal";
  readonly errorCode: RefusalCode;
}

/** An error as OAuth writes it: `invalid_grant` ends a session. Without a path it is for the token endpoints. */
export interface OAuthErrorFault {
  readonly kind: "oauth-error";
  readonly error: OAuthErrorCode;
  /** Okta's text for the error when left out. */
  readonly description?: string;
}

/** The answer comes later. */
export interface LatencyFault {
  readonly kind: "latency";
  readonly milliseconds: number;
  /** Whether the request is carried out after the waiting or at once. Default `before`: the waiting comes first. */
  readonly when?: FaultMoment;
}

/** The connection breaks. `after`: the change was made, the answer is lost. */
export interface DropFault {
  readonly kind: "drop";
  readonly when: FaultMoment;
}

/** The answer breaks off in the middle, or it is whole and not JSON. */
export interface DamageFault {
  readonly kind: "truncated-body" | "malformed-json";
}

/** What goes wrong. */
export type FaultKind =
  | RateLimitFault
  | StatusFault
  | RefusalFault
  | OAuthErrorFault
  | LatencyFault
  | DropFault
  | DamageFault;

/** The body of a `status` fault: Okta's, a proxy's page, or none. */
export type FaultBody = "okta" | "html" | "empty";

export const refusalCodes = [
  "E0000006",
  "E0000010",
  "E0000011",
  "E0000015",
  "E0000060",
  "E0000239",
  "E0000260",
] as const;

/** The errors of Okta's catalogue that can be had on demand. */
export type RefusalCode = (typeof refusalCodes)[number];

export const oauthErrorCodes = [
  "access_denied",
  "invalid_client",
  "invalid_grant",
  "invalid_request",
  "invalid_scope",
  "server_error",
  "temporarily_unavailable",
  "unauthorized_client",
] as const;

/** The OAuth errors that can be had on demand (RFC 6749, 5.2). */
export type OAuthErrorCode = (typeof oauthErrorCodes)[number];

/** A failure on demand. */
export type Fault = FaultMatch & FaultKind;
