import { OktaUnlockError } from "../../errors.ts";

/** `--rate-limit`: a positive whole number. */
export function requestsPerMinute(text: string): number {
  if (/^[1-9]\d{0,6}$/u.test(text)) return Number(text);
  throw new OktaUnlockError("invalid-value", {
    message: `The rate limit ${JSON.stringify(text)} can't be used.`,
    why: "It is a number of requests a minute, from 1.",
    next: "Give a number, for example: okta-unlock local start --rate-limit 100",
  });
}
