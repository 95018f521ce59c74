import { type ErrorCode, OktaUnlockError } from "../errors.ts";
import { type Asked, type OktaErrorAnswer, readingOf, type Words } from "./error-messages.ts";

export type { Asked, OktaErrorAnswer } from "./error-messages.ts";

/** A refusal by Okta: our message, with Okta's own code kept for whoever has to tell refusals apart. */
export class OktaRefusal extends OktaUnlockError {
  readonly status: number;
  readonly errorCode: string;

  constructor(code: ErrorCode, answer: OktaErrorAnswer, words: Words) {
    super(code, { ...words, details: detailsOf(answer) });
    this.status = answer.status;
    this.errorCode = answer.errorCode;
  }
}

/** True when `error` is Okta's refusal with one of `codes` (`E0000015`). */
export function isRefusal(error: unknown, ...codes: readonly string[]): error is OktaRefusal {
  return error instanceof OktaRefusal && codes.includes(error.errorCode);
}

/** Turns an error answer of the management API into the error to throw. */
export function refusalOf(asked: Asked, answer: OktaErrorAnswer): OktaRefusal {
  const { code, words } = readingOf(answer);
  return new OktaRefusal(code, answer, words(asked, answer));
}

function detailsOf({ errorCode, errorSummary, errorCauses, errorId, requestId }: OktaErrorAnswer): string[] {
  const ids = [errorId && `error id ${errorId}`, requestId && `request id ${requestId}`].filter(Boolean);
  return [...errorCauses, [`Okta: ${errorCode} ${errorSummary}`, ...ids].join(", ")];
}
