/** The plans whose limits the org can have: Okta's free one, and the one of its customers. */
export type LimitPlan = "integrator" | "workforce";

/** Which limits an org has. */
export interface Limits {
  readonly plan: LimitPlan;
  /** The length of a limit's minute, in milliseconds. Default 60,000. */
  readonly minute?: number;
}

/** Requests that are counted together. */
export interface LimitBucket {
  readonly name: string;
  readonly path: RegExp;
  /** Any method without it. */
  readonly methods?: readonly string[];
  readonly perMinute: Readonly<Record<LimitPlan, number>>;
}

/** Concurrent requests of an org. https://developer.okta.com/docs/reference/rl2-concurrency/ */
export const mostAtOnce: Readonly<Record<LimitPlan, number>> = { integrator: 35, workforce: 75 };

/** Requests to `/authorize` for each client and address. https://developer.okta.com/docs/reference/rl2-client-based/ */
export const clientLimits = { perMinute: 60, atOnce: 5 } as const;

/**
 * The last figures that Okta printed, the free ones for Developer Edition; by now the Admin Console of an org shows its own.
 * The first bucket that fits counts. https://developer.okta.com/docs/reference/rl-global-mgmt/
 */
const buckets: readonly LimitBucket[] = [
  { name: "an app", path: /^\/api\/v1\/apps\/[^/]+$/u, perMinute: { integrator: 100, workforce: 500 } },
  { name: "apps", path: /^\/api\/v1\/apps(?:\/|$)/u, perMinute: { integrator: 20, workforce: 100 } },
  { name: "a group", path: /^\/api\/v1\/groups\/[^/]+$/u, perMinute: { integrator: 100, workforce: 1000 } },
  { name: "groups", path: /^\/api\/v1\/groups(?:\/|$)/u, perMinute: { integrator: 100, workforce: 500 } },
  {
    name: "reading a user",
    path: /^\/api\/v1\/users\/[^/]+$/u,
    methods: ["GET"],
    perMinute: { integrator: 100, workforce: 2000 },
  },
  { name: "users", path: /^\/api\/v1\/users(?:\/|$)/u, perMinute: { integrator: 100, workforce: 600 } },
  { name: "System Log", path: /^\/api\/v1\/logs(?:\/|$)/u, perMinute: { integrator: 20, workforce: 120 } },
  { name: "API", path: /^\/api\//u, perMinute: { integrator: 100, workforce: 1200 } },
  { name: "org OAuth", path: /^\/oauth2\/v1\//u, perMinute: { integrator: 300, workforce: 2000 } },
  { name: "OAuth", path: /^\/oauth2\//u, perMinute: { integrator: 300, workforce: 2000 } },
];

/** The bucket of a request; undefined for discovery documents and keys, which Okta does not limit. */
export function findBucket(method: string, path: string): LimitBucket | undefined {
  if (/\/\.well-known\/|\/keys$/u.test(path)) return undefined;
  return buckets.find((bucket) => bucket.path.test(path) && (bucket.methods?.includes(method) ?? true));
}
