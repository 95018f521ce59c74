import type { OrgClock } from "../clock.ts";
import type { JsonObject } from "../json.ts";
import type { Org } from "../org.ts";
import { stamp } from "../org.ts";
import type { Change } from "../store/change.ts";
import { put } from "../store/change.ts";
import type { StoredAccessPolicy } from "../store/collections.ts";
import type { Store } from "../store/store.ts";

interface SystemPolicy {
  readonly type: string;
  /** What its id begins with. */
  readonly prefix: "00p" | "rst";
  readonly name: string;
  readonly description: string;
  /** Whether it is for the group Everyone, rather than for everything. */
  readonly isForEveryone?: boolean;
  readonly settings?: JsonObject;
}

const usual = {
  name: "Default Policy",
  description: "The default policy applies in all situations if no other policy applies.",
};

/** The policies that Okta makes with every org (Identity Engine), besides the sign-on policy of apps. */
const systemPolicies: readonly SystemPolicy[] = [
  { type: "OKTA_SIGN_ON", prefix: "00p", ...usual, isForEveryone: true },
  { type: "PASSWORD", prefix: "00p", ...usual, isForEveryone: true, settings: describePasswordRules() },
  {
    type: "MFA_ENROLL",
    prefix: "00p",
    ...usual,
    isForEveryone: true,
    settings: {
      type: "AUTHENTICATORS",
      authenticators: [{ key: "okta_password", enroll: { self: "REQUIRED" } }],
    },
  },
  { type: "PROFILE_ENROLLMENT", prefix: "rst", ...usual },
  {
    type: "IDP_DISCOVERY",
    prefix: "00p",
    name: "Idp Discovery Policy",
    description: "The default IdP Discovery Policy",
  },
];

/** The rules that the local org checks passwords by (users/passwords.ts), in the form of Okta's policy. */
function describePasswordRules(): JsonObject {
  return {
    password: {
      complexity: {
        minLength: 8,
        minLowerCase: 1,
        minUpperCase: 1,
        minNumber: 1,
        minSymbol: 0,
        excludeUsername: true,
        dictionary: { common: { exclude: false } },
        excludeAttributes: [],
      },
      age: { maxAgeDays: 0, expireWarnDays: 0, minAgeMinutes: 0, historyCount: 0 },
      lockout: {
        maxAttempts: 10,
        autoUnlockMinutes: 0,
        userLockoutNotificationChannels: [],
        showLockoutFailures: false,
      },
    },
    recovery: {
      factors: {
        recovery_question: { status: "INACTIVE", properties: { complexity: { minLength: 4 } } },
        okta_email: {
          status: "INACTIVE",
          properties: { recoveryToken: { tokenLifetimeMinutes: 60 } },
        },
        okta_sms: { status: "INACTIVE" },
        okta_call: { status: "INACTIVE" },
      },
    },
    delegation: { options: { skipUnlock: false } },
  };
}

/** The system policies that an org lacks. */
export function listMissingPolicies(store: Store, clock: OrgClock): Change[] {
  const everyone = store.list("groups").find(({ profile }) => profile.name === "Everyone");
  const known = new Set(store.list("accessPolicies").map(({ type }) => type));
  return systemPolicies
    .filter(({ type }) => !known.has(type))
    .map((policy) => createSystemPolicy(clock, policy, everyone?.id))
    .map((policy) => put("accessPolicies", policy.id, policy));
}

/** The id of the org's own policy of a type; empty when there is none. */
export function findOrgPolicy({ store }: Org, wanted: string): string {
  return store.list("accessPolicies").find(({ type }) => type === wanted)?.id ?? "";
}

/** A policy that Okta made, and that the local org only shows. */
export function createSystemPolicy(
  clock: OrgClock,
  { type, prefix, name, description, isForEveryone = false, settings }: SystemPolicy,
  everyoneId = "",
): StoredAccessPolicy {
  const people = { groups: { include: [everyoneId] } };
  const provider = type === "PASSWORD" ? { authProvider: { provider: "OKTA" } } : {};
  return {
    ...stamp(clock, prefix),
    name,
    description,
    status: "ACTIVE",
    type,
    priority: 1,
    system: true,
    conditions: isForEveryone ? { people, ...provider } : null,
    ...(settings !== undefined && { settings }),
  };
}
