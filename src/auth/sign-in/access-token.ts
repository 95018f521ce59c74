import type { Clock } from "../../context.ts";

/** An access token for the org's API. */
export interface AccessToken {
  readonly value: string;
  /** With `DPoP` each request carries a proof as well. */
  readonly scheme: "Bearer" | "DPoP";
  /** Seconds that it lasts. */
  readonly lifetime: number;
  /** What was granted: it can be less than what was asked for. */
  readonly scopes: readonly string[];
}

/** Keeps one access token in memory. */
export interface TokenKeeper {
  /** The kept token, or a new one when it is about to end. Callers at the same time share one request. */
  current(): Promise<AccessToken>;
  /** Forgets the token that was sent in this `Authorization` header; a newer one stays. */
  forget(authorization: string | undefined): void;
}

const mostEarly = 60_000;

export function createTokenKeeper(
  clock: Pick<Clock, "now">,
  request: () => Promise<AccessToken>,
): TokenKeeper {
  let kept: { readonly token: AccessToken; readonly until: number } | undefined;
  let pending: Promise<AccessToken> | undefined;
  const renew = async (): Promise<AccessToken> => {
    const asked = clock.now().getTime();
    const token = await request();
    const lifetime = token.lifetime * 1000;
    kept = { token, until: asked + lifetime - Math.min(mostEarly, lifetime / 2) };
    return token;
  };
  return {
    async current() {
      if (kept !== undefined && clock.now().getTime() < kept.until) return kept.token;
      pending ??= renew().finally(() => {
        pending = undefined;
      });
      return pending;
    },
    forget(authorization) {
      if (kept !== undefined && authorization === authorizationOf(kept.token)) kept = undefined;
    },
  };
}

/** The `Authorization` header that carries a token. */
export function authorizationOf({ scheme, value }: AccessToken): string {
  return `${scheme} ${value}`;
}
