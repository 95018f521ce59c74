import type { Fetch } from "../../../src/context.ts";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createFetch } from "../../../src/okta/transport.ts";
import { type CommandWorld, openCommandWorld } from "../commands/command-world.ts";
import { admitPatient, examine, type Json, type Patient, setField } from "./world.ts";

/** One way that sign-in breaks, and the check that has to be named first. */
interface Row {
  readonly failure: string;
  readonly cause: string;
  /** Breaks the app, or says what the app asks for. */
  readonly stage: (patient: Patient) => Promise<Stage> | Stage;
  /** What `--fix` has to make of it. */
  readonly mends?: true;
}

type Stage = Parameters<typeof examine>[1] | void;

const rows: readonly Row[] = [
  {
    failure: "another redirect URI: two slashes",
    cause: "redirect-uri-registered",
    stage: () => ({ flags: { redirectUri: "com.example.app://callback" } }),
    mends: true,
  },
  {
    failure: "another redirect URI, seen from outside",
    cause: "redirect-uri-registered",
    stage: () => ({ flags: { redirectUri: "com.example.app:/callback/" }, isSignedIn: false }),
  },
  {
    failure: "the app asks for a secret",
    cause: "public-client",
    stage: async ({ changeApp }) =>
      changeApp("credentials.oauthClient.token_endpoint_auth_method", "client_secret_post"),
    mends: true,
  },
  {
    failure: "the app is a web app",
    cause: "app-is-native",
    stage: async (patient) => {
      const web = (await patient.call("POST", "/api/v1/apps", {
        name: "oidc_client",
        label: `Web ${crypto.randomUUID()}`,
        signOnMode: "OPENID_CONNECT",
        credentials: { oauthClient: { token_endpoint_auth_method: "client_secret_basic" } },
        settings: {
          oauthClient: {
            application_type: "web",
            redirect_uris: ["https://app.example.com/callback"],
            response_types: ["code"],
            grant_types: ["authorization_code", "refresh_token"],
          },
        },
      })) as Named;
      return { flags: { clientId: web.id, redirectUri: "https://app.example.com/callback" } };
    },
  },
  {
    failure: "the refresh token grant is missing",
    cause: "refresh-allowed",
    stage: async ({ changeApp }) => changeApp("settings.oauthClient.grant_types", ["authorization_code"]),
    mends: true,
  },
  {
    failure: "offline_access is not requested",
    cause: "offline-access-requested",
    stage: () => ({ flags: { scopes: "openid profile" } }),
  },
  {
    failure: "offline_access is not allowed by the rule",
    cause: "policy-covers-client",
    stage: async (patient) =>
      changeRule(patient, { "conditions.scopes.include": ["openid", "profile", "email"] }),
    mends: true,
  },
  {
    failure: "no policy on default",
    cause: "policy-covers-client",
    stage: async (patient) => removePolicies(patient),
    mends: true,
  },
  {
    failure: "the policy lists other clients",
    cause: "policy-covers-client",
    stage: async (patient) => changePolicy(patient, "conditions.clients.include", ["0oaOfSomebodyElse123"]),
    mends: true,
  },
  {
    failure: "the policy is inactive",
    cause: "policy-covers-client",
    stage: async (patient) => {
      const { id } = await findPolicy(patient);
      await patient.call("POST", `${server}/policies/${id}/lifecycle/deactivate`);
    },
    mends: true,
  },
  {
    failure: "a policy of a higher priority shadows it",
    cause: "policy-covers-client",
    stage: async (patient) => {
      await patient.call("POST", `${server}/policies`, {
        type: "OAUTH_AUTHORIZATION_POLICY",
        status: "ACTIVE",
        name: `Shadow ${crypto.randomUUID()}`,
        description: "of everything",
        priority: 1,
        conditions: { clients: { include: [patient.clientId] } },
      });
    },
    mends: true,
  },
  {
    failure: "nobody is assigned",
    cause: "app-assigned",
    stage: async ({ appId, call }) => {
      for (const { id } of (await call("GET", `/api/v1/apps/${appId}/groups`)) as readonly Named[])
        await call("DELETE", `/api/v1/apps/${appId}/groups/${id}`);
    },
    mends: true,
  },
  {
    failure: "the issuer ends in a slash",
    cause: "issuer-exact",
    stage: ({ flags }) => ({ flags: { issuer: `${flags.issuer}/` } }),
  },
  {
    failure: "the issuer ends in .well-known",
    cause: "issuer-exact",
    stage: ({ flags }) => ({ flags: { issuer: `${flags.issuer}/.well-known/openid-configuration` } }),
  },
  {
    failure: "the host of the Admin Console",
    cause: "issuer-not-admin",
    stage: () => ({ flags: { issuer: "https://acme-admin.okta.com/oauth2/default" } }),
  },
  {
    failure: "another address of the org than the issuer's: a custom domain",
    cause: "issuer-matches-discovery",
    stage: ({ flags }) => ({ flags: { issuer: flags.issuer?.replace("localhost", "127.0.0.1") ?? "" } }),
  },
  {
    failure: "a custom scope at the org authorization server",
    cause: "scopes-known",
    stage: ({ world }) => ({
      flags: { issuer: world.local.url, scopes: "openid offline_access orders:read" },
    }),
  },
  {
    failure: "a scope that the authorization server does not have",
    cause: "scopes-known",
    stage: () => ({ flags: { scopes: "openid offline_access orders:read" }, isSignedIn: false }),
  },
  {
    failure: "the authorization server is not active",
    cause: "authorization-server-active",
    stage: async ({ call }) => {
      await call("POST", `${server}/lifecycle/deactivate`);
    },
  },
  {
    failure: "the authorization server is renamed, seen from outside",
    cause: "discovery-found",
    stage: ({ world }) => ({ flags: { issuer: `${world.local.url}/oauth2/renamed` }, isSignedIn: false }),
  },
  {
    failure: "the org has no API Access Management",
    cause: "authorization-server-active",
    stage: ({ world: { local } }) =>
      void local.faults.add({
        kind: "refusal",
        errorCode: "E0000015",
        path: "/api/v1/authorizationServers/**",
        times: Infinity,
      }),
  },
  {
    failure: "the clock is ten minutes off",
    cause: "clock-in-step",
    stage: ({ world: { local } }) => {
      local.clock.advance(600_000);
    },
  },
  {
    failure: "a scheme with an underscore",
    cause: "redirect-scheme-usable",
    stage: () => ({ flags: { redirectUri: "com.example_app:/callback" } }),
  },
  {
    failure: "a scheme in upper case",
    cause: "redirect-scheme-usable",
    stage: () => ({ flags: { redirectUri: "com.Example.App:/callback" } }),
  },
  {
    failure: "a scheme that begins with a digit",
    cause: "redirect-scheme-usable",
    stage: () => ({ flags: { redirectUri: "1com.example:/callback" } }),
  },
  {
    failure: "the post-logout redirect URI is not registered",
    cause: "post-logout-uri-registered",
    stage: () => ({ flags: { postLogoutRedirectUri: "com.example.app:/bye" } }),
    mends: true,
  },
  {
    failure: "a refresh that is repeated counts as a stolen token: no leeway",
    cause: "refresh-token-rotates",
    stage: async ({ changeApp }) =>
      changeApp("settings.oauthClient.refresh_token", { rotation_type: "ROTATE", leeway: 0 }),
    mends: true,
  },
  {
    failure: "a session ends when it is idle for ten minutes",
    cause: "refresh-window",
    stage: async (patient) =>
      changeRule(patient, {
        "actions.token.accessTokenLifetimeMinutes": 5,
        "actions.token.refreshTokenWindowMinutes": 10,
      }),
  },
  {
    failure: "the app demands DPoP proofs",
    cause: "dpop-not-required",
    stage: async ({ changeApp }) => changeApp("settings.oauthClient.dpop_bound_access_tokens", true),
    mends: true,
  },
  {
    failure: "the app is inactive",
    cause: "app-active",
    stage: async ({ appId, call }) => {
      await call("POST", `/api/v1/apps/${appId}/lifecycle/deactivate`);
    },
    mends: true,
  },
  {
    failure: "the app is inactive, and what it asks for is not registered: the one hides the other",
    cause: "app-active",
    stage: async ({ appId, call }) => {
      await call("POST", `/api/v1/apps/${appId}/lifecycle/deactivate`);
      return {
        flags: { redirectUri: "com.example.app:/new", postLogoutRedirectUri: "com.example.app:/bye" },
      };
    },
    mends: true,
  },
  {
    failure: "the device grant is missing, and somebody asks for it",
    cause: "device-grant-allowed",
    stage: () => ({ flags: { deviceGrant: true } }),
    mends: true,
  },
  {
    failure: "the app is inactive, seen from outside",
    cause: "client-known",
    stage: async ({ appId, call }) => {
      await call("POST", `/api/v1/apps/${appId}/lifecycle/deactivate`);
      return { isSignedIn: false };
    },
  },
  {
    failure: "the org is deactivated",
    cause: "org-active",
    stage: ({ world: { local } }) => {
      local.faults.add({ kind: "refusal", errorCode: "E0000260", times: Infinity });
      return { isSignedIn: false };
    },
  },
  {
    failure: "the rate limit is used up",
    cause: "org-is-okta",
    stage: ({ world: { local } }) => {
      local.faults.add({ kind: "rate-limit", resetAfterSeconds: 30, times: Infinity });
      return { isSignedIn: false };
    },
  },
  {
    failure: "an issuer with plain http",
    cause: "issuer-https",
    stage: ({ flags }) => ({
      flags: { issuer: flags.issuer?.replace("https:", "http:") ?? "" },
      isSignedIn: false,
    }),
  },
  {
    failure: "a certificate that this machine does not trust",
    cause: "org-reachable",
    stage: () => ({ isSignedIn: false, changes: { fetch: untrusting() } }),
  },
  {
    failure: "a proxy that does not answer",
    cause: "org-reachable",
    stage: () => ({ isSignedIn: false, changes: { fetch: throughDeadProxy() } }),
  },
];

/** Rows of the table that can't be broken here, and why. */
const unstaged: Readonly<Record<string, string>> = {
  "no PKCE, or the plain method":
    "only code of somebody else leaves it out: Okta's SDKs always send S256, and Okta refuses a public client without",
  "a stronger sign-on policy": "it only adds a prompt, after sign-in has begun; nothing is broken",
  "the org authorization server used for an API":
    "the API that refuses the token is not ours; the check of the server says it",
  "two apps share a scheme": "only the phone that has both knows",
  "id_token_hint missing on logout":
    "it is in the app's code; the templates send it, and their tests hold that",
  "third-party cookies": "they hit apps in a browser, and these sign in with the system's sheet or tab",
};

const server = "/api/v1/authorizationServers/default";

let world: CommandWorld;
let patient: Patient;

beforeAll(async () => {
  world = await openCommandWorld();
});

afterAll(async () => {
  await world.close();
  console.log(
    `doctor: ${rows.length} failures staged, ${Object.keys(unstaged).length} not: ${Object.keys(unstaged).join("; ")}`,
  );
});

beforeEach(async () => {
  patient = await admitPatient(world);
});

afterEach(async () => {
  world.local.faults.clear();
  world.local.clock.set(new Date());
  await patient.call("POST", `${server}/lifecycle/activate`).catch(() => undefined);
});

test("a healthy app has no problem, and costs at most 12 requests", async () => {
  const { checks, counts, ok, requests } = await examine(patient);
  expect(checks.filter(({ verdict }) => !["pass", "skipped"].includes(verdict))).toEqual([]);
  expect({ ok, fail: counts.fail }).toEqual({ ok: true, fail: 0 });
  expect(requests).toBeLessThanOrEqual(12);
});

test.each(rows)(
  "$failure: $cause is named first, with what to do",
  async ({ stage, cause, mends = false }) => {
    const staged = (await stage(patient)) ?? {};
    const found = await examine(patient, staged);
    const first = found.cause ?? found.checks.find(({ verdict }) => verdict === "warn");
    expect(first).toMatchObject({ id: cause, fixable: mends });
    expect(first?.fix).toBeTruthy();
    if (!mends) return;
    const fixed = await examine(patient, { ...staged, flags: { ...staged.flags, fix: true } });
    expect(fixed.fixed).not.toEqual([]);
    expect(fixed.checks.filter(({ verdict }) => !["pass", "skipped"].includes(verdict))).toEqual([]);
  },
);

interface Named {
  readonly id: string;
}

interface Policy extends Named {
  readonly conditions: { readonly clients: { readonly include: readonly string[] } };
}

async function findPolicy({ call, clientId }: Patient): Promise<Policy> {
  const policies = (await call("GET", `${server}/policies`)) as readonly Policy[];
  const found = policies.find(({ conditions }) => conditions.clients.include.includes(clientId));
  if (found === undefined) throw new Error("the app has no policy");
  return found;
}

async function changePolicy(at: Patient, path: string, value: unknown): Promise<void> {
  const policy = await findPolicy(at);
  await at.call("PUT", `${server}/policies/${policy.id}`, setField({ ...policy }, path.split("."), value));
}

async function removePolicies(at: Patient): Promise<void> {
  await at.call("DELETE", `${server}/policies/${(await findPolicy(at)).id}`);
}

async function changeRule(at: Patient, changes: Readonly<Record<string, unknown>>): Promise<void> {
  const path = `${server}/policies/${(await findPolicy(at)).id}/rules`;
  const [rule] = (await at.call("GET", path)) as readonly (Named & Json)[];
  if (rule === undefined) throw new Error("the policy has no rule");
  const changed = Object.entries(changes).reduce<Json>(
    (result, [field, value]) => setField(result, field.split("."), value),
    rule,
  );
  await at.call("PUT", `${path}/${rule.id}`, changed);
}

/** A real connection to the org, whose authority nobody has named. */
function untrusting(): Fetch {
  return createFetch({}).fetch;
}

/** A real connection to a port where nothing listens, in place of a proxy. */
function throughDeadProxy(): Fetch {
  return createFetch({ HTTPS_PROXY: "http://127.0.0.1:9", NO_PROXY: "" }).fetch;
}
