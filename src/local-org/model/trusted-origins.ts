import type { Json } from "../json.ts";
import { toObject } from "../json.ts";
import type { Org } from "../org.ts";
import { readUrl } from "../read-url.ts";

/** What a trusted origin may do (Okta: Trusted Origins API). */
export const trustedOriginScopes = ["CORS", "REDIRECT", "IFRAME_EMBED"] as const;

type TrustedOriginScope = (typeof trustedOriginScopes)[number];

/** Whether an active trusted origin of the org has this scope. `origin` is a browser's `Origin` header: `https://HOST:PORT`. */
export function isTrustedOrigin(org: Org, origin: string, scope: TrustedOriginScope): boolean {
  const wanted = normalizeOrigin(origin);
  return (
    wanted !== undefined &&
    org.store
      .list("trustedOrigins")
      .some(
        (trusted) =>
          trusted.status === "ACTIVE" &&
          normalizeOrigin(trusted.origin) === wanted &&
          hasScope(trusted["scopes"], scope),
      )
  );
}

function hasScope(scopes: Json | undefined, scope: TrustedOriginScope): boolean {
  return Array.isArray(scopes) && scopes.some((each: Json) => toObject(each)?.["type"] === scope);
}

/** The schemes of Okta's trusted origins. */
const originPattern = /^(?:https?|ftp|ionic|capacitor):\/\/[^\s/?#@]+\/?$/iu;

/**
 * The form in which browsers send an origin: lower case, without a default port and a final slash. Undefined for what
 * isn't an origin.
 */
export function normalizeOrigin(text: string): string | undefined {
  const url = originPattern.test(text) ? readUrl(text) : undefined;
  // `origin` is "null" for schemes that only apps use.
  return url && `${url.protocol}//${url.host.toLowerCase()}`;
}
