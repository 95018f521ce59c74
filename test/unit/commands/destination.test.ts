import type { Context } from "../../../src/context.ts";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { chooseDestination } from "../../../src/flows/choose-destination.ts";
import { startGathering } from "../../../src/flows/fields.ts";
import { OktaUnlockError } from "../../../src/errors.ts";
import { createSecretRegistry } from "../../../src/terminal/secrets.ts";
import { createOrgContext } from "../okta/org-context.ts";
import { pemOf, rsaKey } from "../auth/sign-in/support.ts";

const serviceApp = {
  OKTA_CLIENT_AUTHORIZATIONMODE: "PrivateKey",
  OKTA_CLIENT_CLIENTID: "0oaServiceApp0000001",
  OKTA_CLIENT_SCOPES: "okta.apps.manage",
  OKTA_CLIENT_PRIVATEKEY: pemOf(rsaKey),
};

/** Somebody who names their org when asked for it, and is asked for nothing else. */
function choose(env: Record<string, string>, { canAsk = false, isPreview = false } = {}) {
  const unexpected = async (): Promise<never> => {
    throw new Error("nobody should be asked this");
  };
  const context = {
    args: ["create"],
    env,
    cwd: "/",
    signal: new AbortController().signal,
    platform: process.platform,
    configDirectory: join(tmpdir(), "okta-unlock-no-such-folder"),
    keyring: { read: unexpected, write: unexpected, remove: unexpected },
    secrets: createSecretRegistry(),
    log: createOrgContext().log,
    interaction: { canAsk, yes: false, json: false, verbose: false, isUnattended: false },
    prompts: {
      input: async () => "https://dev-1.okta.com",
      select: async <T>(question: { readonly choices: readonly { readonly value: T }[] }) =>
        question.choices.find(({ value }) => value === "okta")!.value,
      password: unexpected,
      checkbox: unexpected,
      confirm: unexpected,
    },
  };
  const gathering = startGathering(context);
  return {
    gathering,
    chosen: chooseDestination(context as unknown as Context, gathering, { flag: undefined, isPreview }),
  };
}

describe("with a service app in the environment", () => {
  test.each([
    ["the org is taken from there too", { OKTA_CLIENT_ORGURL: "https://dev-1.okta.com" }, {}],
    ["only the org is asked for", {}, { canAsk: true }],
    [
      "a preview needs no token either",
      { OKTA_CLIENT_ORGURL: "https://dev-1.okta.com" },
      { isPreview: true },
    ],
  ])("%s", async (_case, env, options) => {
    const { chosen } = choose({ ...serviceApp, ...env }, options);
    expect(await chosen).toMatchObject({
      kind: "okta",
      orgUrl: "https://dev-1.okta.com",
      credential: { kind: "service-app", clientId: "0oaServiceApp0000001" },
    });
  });

  test("that is not complete, all that is missing is named, the org too", async () => {
    const { chosen, gathering } = choose({ OKTA_CLIENT_AUTHORIZATIONMODE: "PrivateKey" });
    expect(await chosen).toBeUndefined();
    const error = thrownBy(() => gathering.finish());
    expect(error.code).toBe("missing-input");
    const said = error.details.join("\n");
    for (const name of ["CLIENTID", "SCOPES", "PRIVATEKEY", "ORGURL"])
      expect(said).toContain(`OKTA_CLIENT_${name}`);
    expect(said).not.toContain("OKTA_CLIENT_TOKEN");
  });
});

test("a token in the environment is not asked for again when the org is asked for", async () => {
  const { chosen } = choose({ OKTA_CLIENT_TOKEN: "00token-token" }, { canAsk: true });
  expect(await chosen).toMatchObject({ credential: { kind: "api-token", token: "00token-token" } });
});

function thrownBy(work: () => void): OktaUnlockError {
  try {
    work();
  } catch (error) {
    if (error instanceof OktaUnlockError) return error;
    throw error;
  }
  throw new Error("expected an error");
}
