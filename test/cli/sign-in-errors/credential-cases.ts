import { generateKeyPairSync } from "node:crypto";
import { afterAll } from "vitest";
import type { Lane } from "../../support/signed-in-lane.ts";
import { startTestOrg } from "../../unit/local-org/support.ts";
import { cliApp } from "../../unit/auth/sign-in/device-support.ts";
import { pemOf } from "../../unit/auth/sign-in/support.ts";
import type { Case, Given } from "./case.ts";
import { signedInAt } from "./surroundings.ts";

export const stranger = pemOf(generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey);
const nobody = "0oaNobody00000000000";

export const credentialCases: readonly Case[] = [
  {
    name: "an API token that is none",
    given: () => ({ token: "my-okta-password" }),
    ends: [
      {
        commands: ["login by token"],
        exitCode: 3,
        code: "credential-rejected",
        message: /does not accept this API token. It does not look like one/u,
        next: /^Make one in the Admin Console of .*: okta-unlock login --org https:/u,
      },
    ],
  },
  {
    name: "an API token of another org",
    given: (_lane, { otherOrg }) => ({ token: otherOrg.apiToken }),
    ends: [
      {
        commands: ["login by token", "whoami by environment"],
        exitCode: 3,
        code: "credential-rejected",
        message: /does not accept this API token. It belongs to another org/u,
        next: /OKTA_CLIENT_TOKEN.*: okta-unlock login --org https:/u,
      },
    ],
  },
  {
    name: "an API token that was revoked",
    given: revokedToken,
    ends: [
      {
        commands: ["whoami by token", "apps list by token"],
        exitCode: 3,
        code: "credential-rejected",
        message: /the API token of the profile work any more/u,
        next: /: okta-unlock login --org \S+ --name work$/u,
      },
    ],
  },
  {
    name: "a role that is too weak (E0000006)",
    // Every token may ask whose it is.
    given(lane) {
      for (const part of ["apps", "groups", "authorizationServers", "policies"]) {
        refuse(lane, `/api/v1/${part}`, "E0000006");
      }
      return {};
    },
    ends: [
      {
        commands: ["login by token", "whoami by token"],
        exitCode: 0,
        message: /"kind":"role","name":"Application Administrator"/u,
        next: /Security > Administrators/u,
      },
      {
        commands: ["apps list by token"],
        exitCode: 3,
        code: "permission-denied",
        message: /The owner of this API token is not allowed to list the apps/u,
        next: /: okta-unlock whoami --org work$/u,
      },
      {
        commands: ["apps list by service-app"],
        exitCode: 3,
        code: "permission-denied",
        message: /The service app is not allowed to list the apps/u,
        next: /: okta-unlock whoami --org work$/u,
      },
      {
        commands: ["apps list by device"],
        exitCode: 3,
        code: "permission-denied",
        message: /You are not allowed to list the apps/u,
        next: /: okta-unlock whoami --org work$/u,
      },
    ],
  },
  {
    name: "a token that may do nothing at all (E0000006)",
    given: (lane) => refuse(lane, "/api/v1/**", "E0000006"),
    ends: [
      {
        commands: ["login by token", "whoami by token"],
        exitCode: 3,
        code: "permission-denied",
        message: /refuses everything to this credential/u,
        next: /: okta-unlock login --org https:/u,
      },
    ],
  },
  {
    name: "no API Access Management (E0000015)",
    given: (lane) => refuse(lane, "/api/v1/authorizationServers/**", "E0000015"),
    ends: [
      {
        commands: ["login by token", "whoami by token"],
        exitCode: 0,
        message: /"kind":"feature","name":"API Access Management"/u,
        next: /An Integrator Free Plan org has it/u,
      },
      {
        commands: ["apps create by token"],
        exitCode: 0,
        message: /"warnings":\["The org does not have API Access Management/u,
        next: /The org authorization server is used instead/u,
      },
    ],
  },
  {
    name: "a deactivated org (E0000260)",
    given: (lane) => refuse(lane, "/**", "E0000260"),
    ends: [
      {
        commands: [
          "login by token",
          "login by service-app",
          "login by device",
          "whoami by token",
          "apps list by service-app",
          "apps list by device",
        ],
        exitCode: 4,
        code: "okta-refused",
        message: /has deactivated the org/u,
        next: /signup.*: okta-unlock create --org local$/u,
      },
    ],
  },
  {
    name: "a clock that is behind",
    given({ org }) {
      org.clock.advance(600_000);
      return {};
    },
    ends: [
      {
        commands: ["login by service-app", "apps list by service-app"],
        exitCode: 3,
        code: "credential-rejected",
        message: /clocks differ. This machine's clock is 10 minutes behind/u,
        next: /^Synchronize this machine's clock/u,
      },
    ],
  },
  {
    name: "a clock that is ahead",
    given({ org }) {
      org.clock.advance(-600_000);
      return {};
    },
    ends: [
      {
        commands: ["login by service-app"],
        exitCode: 3,
        code: "credential-rejected",
        message: /clocks differ. This machine's clock is 10 minutes ahead/u,
        next: /^Synchronize this machine's clock/u,
      },
    ],
  },
  {
    name: "a wrong key ID",
    given: () => ({ keyId: "key-9" }),
    ends: [
      {
        commands: ["login by service-app", "apps list by environment"],
        exitCode: 3,
        code: "credential-rejected",
        message: /no active key with the key ID key-9/u,
        next: /OKTA_CLIENT_KEYID.*: okta-unlock login .* --key-id <kid>$/u,
      },
    ],
  },
  {
    name: "a wrong private key",
    given: () => ({ privateKey: stranger }),
    ends: [
      {
        commands: ["login by service-app", "apps list by environment"],
        exitCode: 3,
        code: "credential-rejected",
        message: /does not accept the private key of the service app/u,
        next: /OKTA_CLIENT_PRIVATEKEY.*: okta-unlock login .* --private-key <key.pem>$/u,
      },
    ],
  },
  {
    name: "a client ID that nobody has",
    given: () => ({ clientId: nobody }),
    ends: [
      {
        commands: ["login by device"],
        exitCode: 3,
        code: "credential-rejected",
        message: /has no active native app with the client ID 0oaNobody/u,
        next: /: okta-unlock login .* --client-id <client id>$/u,
      },
      {
        commands: ["login by service-app", "apps list by environment"],
        exitCode: 3,
        code: "credential-rejected",
        message: /has no active app with the client ID 0oaNobody/u,
        next: /OKTA_CLIENT_CLIENTID.*: okta-unlock login .* --private-key <key.pem>$/u,
      },
    ],
  },
  {
    name: "a client ID of another org",
    given: (_lane, { otherOrg }) => ({
      orgUrl: otherOrg.url,
      env: { NODE_EXTRA_CA_CERTS: otherOrg.caCertificatePath },
    }),
    ends: [
      {
        commands: ["login by device"],
        exitCode: 3,
        code: "credential-rejected",
        message: /has no active native app .*another org/u,
        next: /: okta-unlock login .* --client-id <client id>$/u,
      },
      {
        commands: ["login by service-app"],
        exitCode: 3,
        code: "credential-rejected",
        message: /has no active app .*another org/u,
        next: /: okta-unlock login .* --private-key <key.pem>$/u,
      },
    ],
  },
  {
    name: "an app without the device grant",
    given: async ({ org }) => ({
      clientId: await cliApp(org, { grants: ["authorization_code", "refresh_token"] }),
    }),
    ends: [
      {
        commands: ["login by device"],
        exitCode: 3,
        code: "credential-rejected",
        message: /grant types Device Authorization and Refresh Token/u,
        next: /^Turn on both .*: okta-unlock login .* --client-id 0oa/u,
      },
    ],
  },
  {
    name: "a native app that is taken for a service app",
    given: async ({ deviceClientId }) => ({ clientId: deviceClientId }),
    ends: [
      {
        commands: ["login by service-app"],
        exitCode: 3,
        code: "credential-rejected",
        message: /does not sign in with a private key/u,
        next: /: okta-unlock login .* --client-id 0oa\w+$/u,
      },
    ],
  },
  {
    name: "a service app that is taken for a native one",
    given: async ({ clientId }) => ({ clientId }),
    ends: [
      {
        commands: ["login by device"],
        exitCode: 3,
        code: "credential-rejected",
        message: /is not a native app/u,
        next: /: okta-unlock login .* --private-key <key.pem>$/u,
      },
    ],
  },
  {
    name: "a scope that was not granted",
    given: () => ({ scopes: "okta.users.manage" }),
    ends: [
      {
        commands: ["login by device", "login by service-app", "apps list by environment"],
        exitCode: 3,
        code: "permission-denied",
        message: /was not granted okta.users.manage/u,
        next: /Okta API Scopes, then run the command again/u,
      },
    ],
  },
];

function refuse(lane: Lane, path: string, errorCode: "E0000006" | "E0000015" | "E0000260"): Given {
  lane.break(path, { kind: "refusal", errorCode });
  return {};
}

async function revokedToken(): Promise<Given> {
  const org = await startTestOrg({}, afterAll);
  const env = { NODE_EXTRA_CA_CERTS: org.caCertificatePath };
  const home = await signedInAt(org.url, org.apiToken, env);
  await org.call("DELETE", "/api/v1/api-tokens/current");
  return { env, home };
}
