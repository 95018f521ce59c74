import type { Context } from "koa";
import { MinuteBuckets } from "../http/rate-limit.ts";
import type { Org } from "../org.ts";
import type { StoredUser } from "../store/collections.ts";
import { buildStatusChanges, canBecome } from "../users/user-changes.ts";
import { recordOidcEvent } from "./record-event.ts";
import type { EventSubject } from "./record-event.ts";

/** Guesses that an org on the network answers one address in a minute; a person needs a few. */
const mostGuesses = { password: 60, "user code": 20 } as const;

type Guess = keyof typeof mostGuesses;

/** Okta's text for E0000047 on its sign-in page. */
export const tooManyGuesses = "You exceeded the maximum number of requests. Try again in a while.";

const buckets = new WeakMap<Org, MinuteBuckets>();

/**
 * Counts a guess of this client. True when it was one too many. On this machine nothing is counted: whoever is here can read the
 * passwords anyway, and tests sign in faster than people.
 */
export function isGuessTooMany(org: Org, context: Pick<Context, "ip">, guess: Guess): boolean {
  if (org.networkAddress === undefined) return false;
  const counted = buckets.get(org) ?? new MinuteBuckets();
  buckets.set(org, counted);
  // The real time: a clock that a test turns would let guesses through.
  return counted.count(`${guess} ${context.ip}`, mostGuesses[guess], Date.now()).isOver;
}

/** Wrong passwords in a row that lock an account, by Okta's default policy. */
const mostWrongPasswords = 10;

const wrongPasswords = new WeakMap<Org, Map<string, number>>();

/** Forgets the wrong passwords of a user who has just given the right one. */
export function forgetWrongPasswords(org: Org, user: StoredUser): void {
  wrongPasswords.get(org)?.delete(user.id);
}

/** Counts a wrong password. The tenth in a row locks the account: true then. */
export function lockAfterWrongPassword(
  org: Org,
  context: Parameters<typeof recordOidcEvent>[1],
  subject: EventSubject & { readonly user: StoredUser },
): boolean {
  const { user } = subject;
  const counts = wrongPasswords.get(org) ?? new Map<string, number>();
  wrongPasswords.set(org, counts);
  const wrong = (counts.get(user.id) ?? 0) + 1;
  counts.set(user.id, wrong);
  if (wrong < mostWrongPasswords || !canBecome(user, "LOCKED_OUT")) return false;
  counts.delete(user.id);
  org.store.write(buildStatusChanges(org, user, "LOCKED_OUT"));
  recordOidcEvent(org, context, subject, {
    eventType: "user.account.lock",
    message: "Locked the account after 10 wrong passwords",
    outcome: "SUCCESS",
    fix: `Unlock it at ${org.url}/activity/users`,
  });
  return true;
}
