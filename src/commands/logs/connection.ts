import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { hint } from "../../hints.ts";
import { computeBackOff } from "../../okta/port.ts";
import type { EventFeed, FeedPage } from "./event-feed.ts";
import { computePollPause } from "./poll-pause.ts";
import { findRunningSource, type LogPlace, type LogSource, openSource } from "./source.ts";

/** Milliseconds between two looks for a local org that does not run. */
const lookMilliseconds = 1000;

/** Faults that pass: the same request is right a while later. */
const passing = new Set(["network-unreachable", "okta-unavailable", "rate-limited"]);

/** The way to the org, which may break while somebody watches. */
export class LogConnection {
  readonly #context: Context;
  readonly #place: LogPlace;
  #source: LogSource | undefined;
  #hasAnswered = false;
  #isResetSaid = false;

  constructor(context: Context, place: LogPlace) {
    this.#context = context;
    this.#place = place;
  }

  get #isLocal(): boolean {
    return this.#place.destination.kind === "local";
  }

  /** Where the org is now. The local one is waited for. */
  async source(): Promise<LogSource> {
    this.#source ??= this.#isLocal
      ? await this.#waitForLocal()
      : await openSource(this.#context, this.#place);
    return this.#source;
  }

  async #waitForLocal(): Promise<LogSource> {
    const { log, clock, signal } = this.#context;
    for (let isSaid = false; ; isSaid = true) {
      const found = await findRunningSource(this.#context);
      if (found !== undefined) {
        if (isSaid) log.success("The local org runs.");
        return found;
      }
      if (!isSaid) log.warn(`The local org does not run. Waiting for it: ${hint("local start")}`);
      await clock.sleep(lookMilliseconds, signal);
    }
  }

  /** The next page. What passes is waited out, once the org has answered. */
  async read(feed: EventFeed): Promise<FeedPage> {
    const { log, clock, signal } = this.#context;
    let isSaid = false;
    for (let attempt = 0; ; attempt += 1) {
      try {
        const page = await feed.read((await this.source()).org);
        if (isSaid) log.success("Connected again.");
        this.#hasAnswered = true;
        return page;
      } catch (error) {
        if (signal.aborted || !this.#mayPass(error)) throw error;
        // That the local org was ended is said where it is waited for.
        const isEnded = this.#isLocal && error.code === "network-unreachable" && attempt === 0;
        if (!isSaid && !isEnded) log.warn(`${error.message} Trying again.`);
        isSaid ||= !isEnded;
        // Its address and its token may be others once it is back.
        if (this.#isLocal) this.#source = undefined;
        await clock.sleep(computeBackOff(attempt, 1000), signal);
      }
    }
  }

  #mayPass(error: unknown): error is OktaUnlockError {
    if (!(error instanceof OktaUnlockError) || !this.#hasAnswered) return false;
    // One that was reset has another token.
    return passing.has(error.code) || (this.#isLocal && error.code === "credential-rejected");
  }

  /** How long to wait before the next page; says so when that is for the rate limit. */
  pace({ budget, isBehind }: FeedPage): { readonly wait: number } {
    const pause = computePollPause(budget, isBehind);
    if (pause.isForReset && !this.#isResetSaid)
      this.#context.log.warn(
        `Okta's rate limit is nearly used up; continuing in ${Math.ceil(pause.wait / 1000)} s.`,
      );
    this.#isResetSaid = pause.isForReset;
    return pause;
  }
}
