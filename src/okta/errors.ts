import { type ErrorCode, OktaUnlockError } from "../errors.ts";

/** What messages may tell of the credential that was sent: nothing secret. */
export interface CredentialSummary {
  readonly kind: "api-token" | "service-app" | "device";
  /** The profile that keeps it: it was good once. */
  readonly profile?: string;
  /** An API token that does not look like one. */
  readonly isOdd?: true;
}

/** What was asked of the org, for messages: `purpose` completes "Okta refused to …". */
export interface RequestInfo {
  readonly purpose: string;
  readonly orgUrl: string;
  /** Left out where none is sent. */
  readonly credential?: CredentialSummary;
  /** What the refusal is to name; the rights that `whoami` shows unless given. */
  readonly needs?: NeededRight;
}

/** What a call needs that not every credential of this program has. */
export interface NeededRight {
  /** The `okta.*` scope. */
  readonly scope: string;
  /** The least administrator role, as the Admin Console calls it. */
  readonly role: string;
}

/** When a rate limit is reset. */
export interface Reset {
  /** By the server's clock. */
  readonly at: Date;
  /** Milliseconds. */
  readonly wait: number;
}

/** Okta's error body (https://developer.okta.com/docs/reference/error-codes/) and where it came from. */
export interface OktaErrorAnswer {
  readonly status: number;
  readonly errorCode: string;
  readonly errorSummary: string;
  readonly errorCauses: readonly string[];
  readonly errorId: string | undefined;
  readonly requestId: string | undefined;
  /** When a rate limit is reset, if the answer says so. */
  readonly reset: Reset | undefined;
}

/** A refusal in our words. */
export interface Message {
  readonly message: string;
  readonly why?: string;
  readonly next: string;
}

/** A refusal by Okta: our message, with Okta's own code kept for whoever has to tell refusals apart. */
export class OktaRefusal extends OktaUnlockError {
  readonly status: number;
  readonly errorCode: string;

  constructor(code: ErrorCode, answer: OktaErrorAnswer, words: Message) {
    super(code, { ...words, details: listDetails(answer) });
    this.status = answer.status;
    this.errorCode = answer.errorCode;
  }
}

/** True when `error` is Okta's refusal with one of `codes` (`E0000015`). */
export function isRefusal(error: unknown, ...codes: readonly string[]): error is OktaRefusal {
  return error instanceof OktaRefusal && codes.includes(error.errorCode);
}

function listDetails({
  errorCode,
  errorSummary,
  errorCauses,
  errorId,
  requestId,
}: OktaErrorAnswer): string[] {
  const ids = [errorId && `error id ${errorId}`, requestId && `request id ${requestId}`].filter(Boolean);
  return [...errorCauses, [`Okta: ${errorCode} ${errorSummary}`, ...ids].join(", ")];
}

/** The call's result; undefined when Okta says that there is no such thing. */
export async function allowMissing<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (isRefusal(error, "E0000007")) return undefined;
    throw error;
  }
}

/** Removes something; "gone" when Okta says that there is no such thing. */
export async function removeUnlessGone(remove: () => Promise<unknown>): Promise<Removal> {
  try {
    await remove();
    return "removed";
  } catch (error) {
    if (isRefusal(error, "E0000007")) return "gone";
    throw error;
  }
}

/** What a removal met. */
export type Removal = "removed" | "gone";

/** Takes a refusal with one of `codes`, which mean "it is that way already", for success. */
export async function ignoreRefusals(codes: readonly string[], call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (!isRefusal(error, ...codes)) throw error;
  }
}
