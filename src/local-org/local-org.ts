import type { AdjustableClock, OrgClock } from "./clock.ts";
import type { Fault } from "./faults/fault.ts";
import type { Faults } from "./faults/faults.ts";
import type { LimitPlan } from "./http/published-limits.ts";
import type { NativeApp, NewNativeApp } from "./native-app.ts";
import type { LocalOrgNotice } from "./notice.ts";
import type { AnsweredRequest } from "./org.ts";

/** How an org is started. */
export interface LocalOrgOptions {
  /**
   * Absolute path of the folder that holds everything the org keeps. Made when missing. Without it: a temporary one, which
   * is removed when the org is closed.
   */
  readonly dataDirectory?: string;
  /**
   * The port. 0 is any free one at first use, and the remembered one after that. Without it: the remembered one, else 8643
   * or the next free one; in a temporary folder any free one.
   */
  readonly port?: number;
  /** Where the org takes its time from, instead of the machine. */
  readonly clock?: OrgClock;
  /** Requests a minute for each kind of resource and token, enforced with 429. Without it nothing is refused. */
  readonly rateLimitPerMinute?: number;
  /**
   * Okta's own limits, those of its free plan or of its customers: requests a minute by kind, half of them for one token;
   * requests at the same time; clients at `/authorize`; changes to the same list of policies. Without it nothing is refused.
   */
  readonly limits?: LimitPlan;
  /** Serves Okta's old registration protocol, by which any program on this machine becomes an administrator. */
  readonly registration?: boolean;
  /** Faults to begin with. */
  readonly faults?: readonly Fault[];
  /** Called with each request when its answer is ready to go out. */
  readonly onRequest?: (request: AnsweredRequest) => void;
  /**
   * How long to wait for another process that has the data folder, in milliseconds. Default 0.
   *
   * @internal
   */
  readonly waitForOwnerMs?: number;
  /**
   * Ends that waiting with its reason. It does not stop an org that runs: that is what `close` is for.
   *
   * @internal
   */
  readonly signal?: AbortSignal;
  /**
   * True when the org runs only as long as one command; other commands are told so. Default false.
   *
   * @internal
   */
  readonly temporary?: boolean;
  /**
   * Milliseconds that its clock is ahead of real time.
   *
   * @internal
   */
  readonly clockOffset?: number;
  /**
   * How long a minute of its limits is, in milliseconds: a test of them has no time for whole ones.
   *
   * @internal
   */
  readonly limitMinute?: number;
  /**
   * An IPv4 address of this machine to listen on besides loopback: everybody who reaches it reaches the org.
   *
   * @internal
   */
  readonly networkAddress?: string;
}

/** Somebody who can sign in. */
export interface LocalOrgUser {
  readonly login: string;
  readonly password: string;
}

/** A local org that runs. */
export interface LocalOrg {
  /** `https://localhost:PORT`. */
  readonly url: string;
  /** The issuer of the authorization server `default`: `https://localhost:PORT/oauth2/default`. */
  readonly issuer: string;
  readonly port: number;
  /** PEM: what a client must trust. */
  readonly caCertificate: string;
  /** The file that holds it, for `NODE_EXTRA_CA_CERTS` and for devices. */
  readonly caCertificatePath: string;
  /** For the management API: `Authorization: SSWS …`. */
  readonly apiToken: string;
  readonly admin: LocalOrgUser;
  /** The test user. */
  readonly user: LocalOrgUser;
  readonly dataDirectory: string;
  /**
   * What this start changed of what people rely on.
   *
   * @internal
   */
  readonly notices: readonly LocalOrgNotice[];
  /** Failures on demand. */
  readonly faults: Faults;
  /** The org's time: tokens run out by it. */
  readonly clock: AdjustableClock;
  /**
   * Makes a native app that somebody can sign in to at once: a public client with PKCE and rotating refresh tokens, assigned
   * to everyone, with an access policy of its own. Throws `okta-refused` when the org would refuse the app.
   */
  addNativeApp(app?: NewNativeApp): Promise<NativeApp>;
  /** Stops answering, closes every connection and the data folder. Calling it again waits for the same. */
  close(): Promise<void>;
  /** `close`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}
