import { expect } from "vitest";
import { unemulated } from "../../../../../src/local-org/management/unemulated.ts";
import { unemulatedValues } from "../../../../../src/local-org/oidc/unemulated.ts";
import { answerOf, Browser, tokenRequest } from "../../oidc/browser.ts";
import type { TestOrg } from "../../support.ts";
import { ask, sharedApp } from "../oidc-requests.ts";
import { newApp } from "../requests.ts";
import { differs } from "../table.ts";

// One row for each of the data table, by which the local org answers such requests.
for (const [name, ...paths] of unemulated) {
  differs(
    "not emulated",
    paths.map((path) => `\`${path}\``).join(", "),
    `501 E0000060: The local org has no ${name}.`,
    async (org) => {
      for (const path of paths) await expectMissing(org, path, name);
    },
  );
}

// And one for each value of an OAuth parameter.
for (const { endpoint, parameter, values, error, missing } of unemulatedValues) {
  const asked = (values ?? [undefined]).map((value) => `\`${parameter}=${value ?? "…"}\``).join(", ");
  differs(
    "not emulated",
    `\`/${endpoint}\` with ${asked}`,
    `\`${error}\`: The local org has no ${missing}.`,
    async (org) => {
      for (const value of values ?? ["some-value"]) {
        const refusal =
          endpoint === "token"
            ? await askToken(org, value)
            : answerOf(await ask(org, { [parameter]: value }));
        expect(refusal).toMatchObject({ error, error_description: `The local org has no ${missing}.` });
      }
    },
  );
}

differs(
  "not emulated",
  "`/authorize` with the scope `device_sso`",
  "`invalid_scope`: The local org has no single sign-on between apps (device_sso).",
  async (org) => {
    expect(answerOf(await ask(org, { scope: "openid device_sso" }))).toMatchObject({
      error: "invalid_scope",
      error_description: "The local org has no single sign-on between apps (device_sso).",
    });
  },
);

async function askToken(org: TestOrg, grantType: string): Promise<object> {
  const form = { grant_type: grantType, client_id: (await sharedApp(org)).clientId };
  return (await tokenRequest(new Browser(org), form)).json;
}

async function expectMissing(org: TestOrg, path: string, name: string): Promise<void> {
  const [, method = "GET", pattern = ""] = /^(?:([A-Z]+) )?(.+)$/u.exec(path) ?? [];
  const address = (pattern.startsWith("/") ? pattern : `/api/v1/${pattern}`).replaceAll("*", "some-id");
  const { status, json } = await org.call(method, address, method === "GET" ? undefined : {});
  expect([status, json.errorCode, json.errorSummary]).toEqual([
    501,
    "E0000060",
    `Unsupported operation. The local org has no ${name}.`,
  ]);
}

const kinds = {
  SAML: ["SAML_2_0", "SAML_1_1"],
  "WS-Federation": ["WS_FEDERATION"],
  bookmark: ["BOOKMARK"],
  "Basic Authentication": ["BASIC_AUTH"],
  SWA: ["BROWSER_PLUGIN", "SECURE_PASSWORD_STORE", "AUTO_LOGIN"],
};

for (const [kind, modes] of Object.entries(kinds)) {
  differs(
    "not emulated",
    `\`POST apps\` with the sign-on mode ${modes.join(", ")}`,
    `501 E0000060: The local org has no ${kind} apps.`,
    async (org) => {
      for (const signOnMode of modes) {
        const { status, json } = await newApp(org, { signOnMode });
        expect([status, json.errorSummary]).toEqual([501, expect.stringContaining(`has no ${kind} apps.`)]);
      }
    },
  );
}

differs(
  "not emulated",
  "`POST apps` with the `name` of an app of the Okta Integration Network",
  "501 E0000060: The local org has no apps of the Okta Integration Network.",
  async (org) => {
    const { status, json } = await newApp(org, { name: "zoomus" });
    expect([status, json.errorCode]).toEqual([501, "E0000060"]);
  },
);
