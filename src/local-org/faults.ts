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

/** Failures on demand. They hit in the order they were added. */
export interface Faults {
  /** Returns the function that takes it back. */
  add(fault: Fault): () => void;
  /** Takes all of them back. */
  clear(): void;
  /** The faults that can still hit. */
  list(): readonly ArmedFault[];
  /** The requests that were hit so far; the last thousand of them. */
  readonly hits: readonly FaultHit[];
}

/** A fault that can still hit. */
export interface ArmedFault {
  /** Names it among all that this run of the org had. */
  readonly id: string;
  readonly fault: Fault;
  /** How many more requests it hits; may be `Infinity`. */
  readonly left: number;
}

/** A request that a fault has hit. */
export interface FaultHit {
  readonly kind: Fault["kind"];
  readonly method: string;
  readonly path: string;
}

/** What the server asks for each request. */
export interface FaultSource extends Faults {
  /** Arms a fault; `add` with its name as the result. */
  arm(fault: Fault): ArmedFault;
  /** Takes one back by its name. False when there is none. */
  disarm(id: string): boolean;
  /** The faults that hit this request: every latency, and the first of the others. Counts them. */
  take(method: string, path: string): readonly Fault[];
}

export function newFaults(initial: readonly Fault[]): FaultSource {
  const source = new FaultList();
  for (const fault of initial) source.add(fault);
  return source;
}

interface Armed {
  readonly id: string;
  readonly fault: Fault;
  skip: number;
  left: number;
}

/** An org under a test of hours must not grow. */
const mostHits = 1000;

class FaultList implements FaultSource {
  #armed: Armed[] = [];
  #made = 0;
  readonly #hits: FaultHit[] = [];

  get hits(): readonly FaultHit[] {
    return this.#hits;
  }

  add(fault: Fault): () => void {
    const { id } = this.arm(fault);
    return () => void this.disarm(id);
  }

  arm(fault: Fault): ArmedFault {
    this.#made += 1;
    const usually = isLatency(fault) ? Infinity : 1;
    const armed: Armed = {
      id: `fault-${this.#made}`,
      fault,
      skip: fault.skip ?? 0,
      left: fault.times ?? usually,
    };
    this.#armed.push(armed);
    return { id: armed.id, fault, left: armed.left };
  }

  disarm(id: string): boolean {
    const before = this.#armed.length;
    this.#armed = this.#armed.filter((armed) => armed.id !== id);
    return this.#armed.length < before;
  }

  clear(): void {
    this.#armed = [];
  }

  list(): readonly ArmedFault[] {
    return this.#armed.map(({ id, fault, left }) => ({ id, fault, left }));
  }

  take(method: string, path: string): readonly Fault[] {
    const taken: Fault[] = [];
    if (isOwnPath(path)) return taken;
    for (const armed of this.#armed) {
      const isFree = isLatency(armed.fault) || taken.every(isLatency);
      if (!isFree || !matches(armed.fault, method, path) || !hitsNow(armed)) continue;
      taken.push(armed.fault);
      this.#hits.push({ kind: armed.fault.kind, method, path });
    }
    this.#armed = this.#armed.filter((armed) => armed.left > 0);
    this.#hits.splice(0, this.#hits.length - mostHits);
    return taken;
  }
}

function isLatency(fault: Fault): boolean {
  return fault.kind === "latency";
}

function hitsNow(armed: Armed): boolean {
  if (armed.skip > 0) {
    armed.skip -= 1;
    return false;
  }
  armed.left -= 1;
  return true;
}

/** What only the local org has: its own pages and what faults are taken back by. No fault hits there. */
export function isOwnPath(path: string): boolean {
  return path === "/" || /^\/(?:activity|api\/local)(?:\/|$)/u.test(path);
}

const tokenEndpoints = "/oauth2/**/token";

function matches(fault: Fault, method: string, path: string): boolean {
  const methodFits = fault.method === undefined || fault.method.toUpperCase() === method;
  const pattern = fault.path ?? (fault.kind === "oauth-error" ? tokenEndpoints : undefined);
  return methodFits && (pattern === undefined || patternOf(pattern).test(path));
}

function patternOf(path: string): RegExp {
  const segments = path.split("/").slice(path.startsWith("/") ? 1 : 0);
  return new RegExp(`^${segments.map((segment) => segmentPattern(segment)).join("")}$`, "u");
}

function segmentPattern(segment: string): string {
  if (segment === "**") return "(?:/[^/]*)*";
  const texts = segment.split("*").map((text) => text.replaceAll(/[.+?^${}()|[\]\\/]/gu, String.raw`\$&`));
  return `/${texts.join("[^/]*")}`;
}
