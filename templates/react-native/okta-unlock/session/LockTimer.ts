import type { Clock } from "./Device";

/**
 * Measures how long the app is away. React Native has no clock that runs while the device sleeps and that nobody can
 * set, so both are asked, and the longer time counts. A wall clock that went back was set: that is always too long.
 */
export class LockTimer {
  /** In milliseconds. Zero is always too long. */
  readonly limit: number;
  private readonly leftAt: Clock | null;

  constructor(limit: number, leftAt: Clock | null = null) {
    this.limit = limit;
    this.leftAt = leftAt;
  }

  get isAway(): boolean {
    return this.leftAt !== null;
  }

  /** Leaving twice does not start the time anew. */
  leave(now: Clock): LockTimer {
    return new LockTimer(this.limit, this.leftAt ?? now);
  }

  /** Whether the app has been away for too long. */
  isOver(now: Clock): boolean {
    if (this.leftAt === null) return false;
    const byWall = now.wall - this.leftAt.wall;
    return byWall < 0 || Math.max(byWall, now.steady - this.leftAt.steady) >= this.limit;
  }

  comeBack(): LockTimer {
    return new LockTimer(this.limit);
  }
}
