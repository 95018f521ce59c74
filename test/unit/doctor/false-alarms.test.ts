import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { TestOrg } from "../local-org/support.ts";
import { pemOf, rsaKey, serviceApp } from "../auth/sign-in/support.ts";
import { type CommandWorld, openCommandWorld } from "../commands/command-world.ts";
import { admitPatient, type Examined, examine, type Json, type Patient } from "./world.ts";

/** What somebody else has in the org, or in the app. */
interface Row {
  readonly what: string;
  readonly stage: (patient: Patient) => Promise<{ readonly issuer?: string } | void>;
  /** What is more than a pass: a warning that is true. */
  readonly warns?: readonly string[];
}

let world: CommandWorld;
/** What undoes what a row has changed for other apps. */
const undo: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  world = await openCommandWorld();
});

afterEach(async () => {
  for (const each of undo.splice(0).toReversed()) await each();
});

afterAll(async () => world.close());

const servers = "/api/v1/authorizationServers";

async function addPolicy(
  { call }: Patient,
  clients: readonly string[],
  { server = "default", priority = 1, rules = [] as readonly Json[], isActive = true } = {},
): Promise<void> {
  const path = `${servers}/${server}/policies`;
  const { id } = (await call("POST", path, {
    type: "OAUTH_AUTHORIZATION_POLICY",
    status: "ACTIVE",
    name: `Policy ${crypto.randomUUID()}`,
    description: "of another team",
    priority,
    conditions: { clients: { include: clients } },
  })) as Named;
  undo.push(async () => call("DELETE", `${path}/${id}`));
  for (const rule of rules) await addRule(call, `${path}/${id}/rules`, rule);
  if (!isActive) await call("POST", `${path}/${id}/lifecycle/deactivate`);
}

async function addRule(
  call: Patient["call"],
  path: string,
  { isOff = false, idleMinutes = 10_080, ...conditions }: Json,
): Promise<void> {
  const { id } = (await call("POST", path, {
    type: "RESOURCE_ACCESS",
    name: `Rule ${crypto.randomUUID()}`,
    conditions: {
      people: { groups: { include: ["EVERYONE"] } },
      grantTypes: { include: ["authorization_code"] },
      scopes: { include: ["*"] },
      ...conditions,
    },
    actions: { token: { accessTokenLifetimeMinutes: 5, refreshTokenWindowMinutes: idleMinutes } },
  })) as Named;
  if (isOff) await call("POST", `${path}/${id}/lifecycle/deactivate`);
}

interface Named {
  readonly id: string;
}

async function addGroup({ call }: Patient): Promise<string> {
  const { id } = (await call("POST", "/api/v1/groups", {
    profile: { name: `Group ${crypto.randomUUID()}` },
  })) as Named;
  return id;
}

/** The app is for these groups, and for nobody else. */
async function assignOnly({ call, appId }: Patient, groupIds: readonly string[]): Promise<void> {
  for (const { id } of (await call("GET", `/api/v1/apps/${appId}/groups`)) as readonly Named[])
    await call("DELETE", `/api/v1/apps/${appId}/groups/${id}`);
  for (const id of groupIds) await call("PUT", `/api/v1/apps/${appId}/groups/${id}`, {});
}

const forGroups = (...include: readonly string[]): Json => ({ people: { groups: { include } } });
const machines: Json = { people: undefined, grantTypes: { include: ["client_credentials"] } };

const rows: readonly Row[] = [
  {
    what: "policies of a higher priority: for other clients, and one that is off",
    stage: async (patient) => {
      await addPolicy(patient, ["ALL_CLIENTS"], { isActive: false });
      await addPolicy(patient, ["0oaOfSomebodyElse123"]);
    },
  },
  {
    what: "a policy of a higher priority for all clients, whose rules are off, for machines, for a group, for all",
    stage: async (patient) => {
      const group = await addGroup(patient);
      await addPolicy(patient, ["ALL_CLIENTS"], {
        rules: [
          { isOff: true, scopes: { include: ["openid"] } },
          machines,
          { ...forGroups(group), idleMinutes: 10 },
          {},
        ],
      });
    },
  },
  {
    what: "a policy of a higher priority for this client and others",
    stage: async (patient) => addPolicy(patient, ["0oaOfSomebodyElse123", patient.clientId], { rules: [{}] }),
  },
  {
    what: "an app for two groups, and a rule for each",
    stage: async (patient) => {
      const [one, other] = [await addGroup(patient), await addGroup(patient)];
      await assignOnly(patient, [one, other]);
      await addPolicy(patient, [patient.clientId], { rules: [forGroups(one), forGroups(other)] });
    },
  },
  {
    what: "an app for everyone, and a rule for one group",
    stage: async (patient) =>
      addPolicy(patient, [patient.clientId], { rules: [forGroups(await addGroup(patient))] }),
    warns: ["policy-covers-client"],
  },
  {
    what: "people who are assigned one by one",
    stage: async (patient) => {
      await assignOnly(patient, []);
      const [user] = (await patient.call("GET", "/api/v1/users?limit=1")) as readonly Named[];
      await patient.call("POST", `/api/v1/apps/${patient.appId}/users`, { id: user?.id, scope: "USER" });
    },
  },
  {
    what: "an authorization server of their own",
    stage: async (patient) => {
      const server = (await patient.call("POST", servers, {
        name: `Orders ${crypto.randomUUID()}`,
        description: "",
        audiences: ["api://orders"],
      })) as Named & { readonly issuer: string };
      await addPolicy(patient, ["ALL_CLIENTS"], { server: server.id, rules: [{}] });
      return { issuer: server.issuer };
    },
  },
  {
    what: "an app with more redirect URIs and grants than ours",
    stage: async ({ changeApp }) => {
      await changeApp("settings.oauthClient.redirect_uris", [
        "https://app.example.com/callback",
        "com.example.app:/callback",
        "com.example.app.debug:/callback",
      ]);
      await changeApp("settings.oauthClient.post_logout_redirect_uris", [
        "https://app.example.com/",
        "com.example.app:/logout",
      ]);
      await changeApp("settings.oauthClient.grant_types", [
        "urn:ietf:params:oauth:grant-type:device_code",
        "refresh_token",
        "authorization_code",
      ]);
    },
  },
  {
    what: "the org authorization server",
    stage: async () => ({ issuer: world.local.url }),
  },
];

function listAlarms({ checks }: Examined): readonly string[] {
  return checks
    .filter(({ verdict }) => verdict !== "pass" && verdict !== "skipped")
    .map(({ id, verdict, evidence }) => `${verdict} ${id}: ${evidence}`);
}

test.each(rows)("no alarm: $what", async ({ stage, warns = [] }) => {
  const patient = await admitPatient(world);
  const flags = (await stage(patient)) ?? {};
  const found = await examine(patient, { flags });
  expect(listAlarms(found)).toEqual(
    warns.map((id) => expect.stringMatching(new RegExp(`^warn ${id}:`, "u")) as unknown),
  );
  expect(found.ok).toBe(true);
});

/** The checks that need to see the app. */
const ofApp = [
  "app-exists",
  "app-active",
  "app-is-native",
  "app-assigned",
  "post-logout-uri-registered",
  "refresh-token-rotates",
  "policy-covers-client",
  "refresh-window",
];

/** What a service app asks for, and the checks that it can't answer for want of which scope. */
const grants: readonly [
  asked: readonly string[],
  missing: Readonly<Record<string, readonly string[]>>,
  granted?: readonly string[],
][] = [
  [
    ["okta.apps.read"],
    {
      "okta.authorizationServers.read": [
        "authorization-server-active",
        "policy-covers-client",
        "refresh-window",
      ],
    },
  ],
  [["okta.apps.read", "okta.authorizationServers.read"], {}],
  [["okta.apps.read", "okta.groups.read", "okta.authorizationServers.read"], {}],
  [
    ["okta.logs.read"],
    {
      "okta.authorizationServers.read": ["authorization-server-active"],
      "okta.apps.read": ofApp,
    },
  ],
  [
    ["okta.policies.read"],
    {
      "was not granted okta.policies.read": ["authorization-server-active", ...ofApp],
    },
    ["okta.logs.read"],
  ],
];

test.each(grants)(
  "a service app with %j: no alarm, and what it can't see names the scope",
  async (...row) => {
    const [asked, missing, granted = asked] = row;
    const patient = await admitPatient(world);
    const call: TestOrg["call"] = async (method, path, body) => {
      const json = await patient.call(method, path, body);
      return { json } as Awaited<ReturnType<TestOrg["call"]>>;
    };
    const { credential } = await serviceApp({ url: world.local.url, call }, { granted });
    const env = {
      OKTA_CLIENT_ORGURL: world.local.url,
      OKTA_CLIENT_AUTHORIZATIONMODE: "PrivateKey",
      OKTA_CLIENT_CLIENTID: credential.clientId,
      OKTA_CLIENT_SCOPES: asked.join(" "),
      OKTA_CLIENT_PRIVATEKEY: pemOf(rsaKey),
    };
    const found = await examine(patient, { changes: { env } });
    expect(listAlarms(found)).toEqual([]);
    const unseen = found.checks.filter(({ verdict }) => verdict === "skipped");
    const named = Object.keys(missing).map((scope) => {
      const theirs = unseen.filter(({ evidence, fix }) => evidence.includes(scope) && fix !== null);
      return [scope, theirs.map(({ id }) => id)];
    });
    expect(Object.fromEntries(named)).toEqual(missing);
    expect(unseen).toHaveLength(Object.values(missing).flat().length);
  },
);
