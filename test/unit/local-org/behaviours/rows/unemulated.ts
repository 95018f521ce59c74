import { expect } from "vitest";
import { unemulated } from "../../../../../src/local-org/management/unemulated.ts";
import type { TestOrg } from "../../support.ts";
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
