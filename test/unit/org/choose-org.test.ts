import { describe, expect, test } from "vitest";
import { chooseOrg } from "../../../src/org/choose-org.ts";
import { createSecretRegistry } from "../../../src/terminal/secrets.ts";

function choose(org: string | undefined, env: Record<string, string> = {}) {
  return chooseOrg({ env, secrets: createSecretRegistry(), cwd: "/" }, { org });
}

const url = "https://dev-1.okta.com";
const environment = { OKTA_CLIENT_ORGURL: url, OKTA_CLIENT_TOKEN: "00token" };

describe("the org", () => {
  test("is the local one for --org local, whatever the environment says", () => {
    expect(choose("local", environment)).toEqual({ kind: "local" });
  });

  test("is that of the environment without --org", () => {
    expect(choose(undefined, environment)).toEqual({
      kind: "okta",
      orgUrl: url,
      credential: { kind: "api-token", token: "00token" },
      notes: [],
    });
  });

  test("is that of --org before that of the environment", () => {
    expect(choose("https://dev-2.okta.com", environment)).toMatchObject({ orgUrl: "https://dev-2.okta.com" });
  });

  test("is put right, with a note", () => {
    const chosen = choose(" dev-1-admin.okta.com/admin/dashboard ");
    expect(chosen).toMatchObject({ kind: "okta", orgUrl: url });
    expect(chosen.kind === "okta" && chosen.notes.length).toBeGreaterThan(0);
  });

  test.each([{}, { OKTA_CLIENT_ORGURL: "  " }])("is missing, with the ways to give it: %o", (env) => {
    expect(choose(undefined, env)).toEqual({
      kind: "missing",
      what: [expect.stringMatching(/--org.*OKTA_CLIENT_ORGURL/) as string],
    });
  });

  test.each(["http://dev-1.okta.com", "https://{yourOktaDomain}", "https://a b.okta.com"])(
    "%s is refused with the flag it came by",
    (org) => {
      expect(() => choose(org)).toThrow(
        expect.objectContaining({
          code: "invalid-value",
          message: expect.stringContaining("--org") as string,
        }),
      );
    },
  );

  test("that is wrong in the environment is refused with the variable's name", () => {
    expect(() => choose(undefined, { OKTA_CLIENT_ORGURL: "http://dev-1.okta.com" })).toThrow(
      /^OKTA_CLIENT_ORGURL/,
    );
  });

  test("by a profile name that does not exist is refused", () => {
    expect(() => choose("staging")).toThrow(/no org profile named "staging"/);
  });
});

describe("the token", () => {
  test("is undefined when there is none, so that it can be asked for", () => {
    expect(choose(url)).not.toHaveProperty("credential");
  });

  test("goes with --org when the environment names the same org or none", () => {
    expect(choose("dev-1.okta.com/", environment)).toMatchObject({ credential: { token: "00token" } });
    expect(choose(url, { OKTA_CLIENT_TOKEN: "00token" })).toMatchObject({ credential: { token: "00token" } });
  });

  test("of another org stays at home", () => {
    expect(choose("https://dev-2.okta.com", environment)).not.toHaveProperty("credential");
    expect(choose(url, { ...environment, OKTA_CLIENT_ORGURL: "not a url" })).not.toHaveProperty("credential");
  });

  test("is a secret at once, even when the org is refused", () => {
    const secrets = createSecretRegistry();
    const env = { OKTA_CLIENT_TOKEN: "00secret-token", OKTA_CLIENT_ORGURL: "http://x.okta.com" };
    expect(() => chooseOrg({ env, secrets, cwd: "/" }, {})).toThrow("OKTA_CLIENT_ORGURL");
    expect(secrets.mask("SSWS 00secret-token")).not.toContain("00secret-token");
  });

  test.each(["{apiToken}", "<token>", "00abc def", "00abc\r\nX-Evil: 1"])(
    "%j is refused without being shown",
    (value) => {
      const attempt = () => choose(undefined, { ...environment, OKTA_CLIENT_TOKEN: value });
      expect(attempt).toThrow(expect.objectContaining({ code: "invalid-value" }));
      expect(attempt).not.toThrow(value);
    },
  );

  test("loses the line break of a file it was read from", () => {
    expect(choose(undefined, { ...environment, OKTA_CLIENT_TOKEN: "00token\n" })).toMatchObject({
      credential: { kind: "api-token", token: "00token" },
    });
  });
});
