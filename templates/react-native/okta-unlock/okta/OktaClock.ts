import type { Clock } from "../session/Device";

/**
 * What time it is at Okta: told by its last answer, and counted on by the clocks of this device. What the device shows,
 * which may be hours off, counts only until the first answer.
 *
 * ID tokens are checked by it: with the wrong time, a refresh token that was just rotated would be thrown away.
 */
export class OktaClock {
  private readonly clock: () => Clock;
  private start: { readonly at: number; readonly clock: Clock };

  constructor(clock: () => Clock) {
    this.clock = clock;
    const now = clock();
    this.start = { at: now.wall, clock: now };
  }

  /** One of the clocks stands still while the device sleeps, and the other can be set back: the longer time counts. */
  now(): Date {
    const { wall, steady } = this.clock();
    const { at, clock } = this.start;
    return new Date(at + Math.max(wall - clock.wall, steady - clock.steady));
  }

  /** Takes over the header `Date` of an answer. Browsers do not show it to other sites. */
  set(date: string | null): void {
    const at = Date.parse(date ?? "");
    if (!Number.isNaN(at)) this.start = { at, clock: this.clock() };
  }
}
