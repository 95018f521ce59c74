import { describe, expect, test } from "vitest";
import { chooseOrg } from "../../../src/auth/choose-org.ts";
import type { Profile, ProfileBook } from "../../../src/auth/profiles/profile.ts";
import { createSecretRegistry } from "../../../src/terminal/secrets.ts";
import type { OrgUrl } from "../../../src/values/org-url.ts";

const staging: Profile = {
  name: "staging",
  orgUrl: "https://dev-9.okta.com" as OrgUrl,
  login: "me",
  method: { kind: "api-token" },
  storedIn: "keyring",
};
const other: Profile = { ...staging, name: "other", orgUrl: "https://dev-1.okta.com" as OrgUrl };
const book: ProfileBook = { current: "staging", profiles: [staging, other] };

function choose(
  org: string | undefined,
  env: Record<string, string> = {},
  profiles: ProfileBook = { profiles: [] },
) {
  return chooseOrg({ env, secrets: createSecretRegistry(), cwd: "/" }, { org }, async () => profiles);
}

const url = "https://dev-1.okta.com";
const environment = { OKTA_CLIENT_ORGURL: url, OKTA_CLIENT_TOKEN: "00token" };

describe("flag beats OKTA_UNLOCK_ORG beats OKTA_CLIENT_ORGURL beats the current profile", () => {
  test.each([
    ["https://dev-3.okta.com", { OKTA_UNLOCK_ORG: "other", ...environment }, "https://dev-3.okta.com"],
    ["staging", { OKTA_UNLOCK_ORG: "other", ...environment }, staging.orgUrl],
    [undefined, { OKTA_UNLOCK_ORG: "staging", ...environment }, staging.orgUrl],
    [undefined, { OKTA_CLIENT_ORGURL: "https://dev-4.okta.com" }, "https://dev-4.okta.com"],
    [undefined, {}, staging.orgUrl],
  ])("%s with %o gives %s", async (flag, env: Record<string, string>, orgUrl) => {
    expect(await choose(flag, env, book)).toMatchObject({ kind: "okta", orgUrl });
  });

  test("the local org can be named by each of them", async () => {
    expect(await choose("local", environment, book)).toEqual({ kind: "local" });
    expect(await choose(undefined, { ...environment, OKTA_UNLOCK_ORG: "local" }, book)).toEqual({
      kind: "local",
    });
    expect(await choose(undefined, {}, { ...book, current: "local" })).toEqual({ kind: "local" });
  });
});

describe("a profile", () => {
  test("is found by its name and by the URL of its org", async () => {
    expect(await choose("staging", {}, book)).toMatchObject({ profile: staging });
    expect(await choose("dev-9.okta.com", {}, book)).toMatchObject({ profile: staging });
    expect(await choose(undefined, { OKTA_CLIENT_ORGURL: url }, book)).toMatchObject({ profile: other });
  });

  test("named localhost, as earlier versions did, is found before the address", async () => {
    const localhost: Profile = { ...staging, name: "localhost", orgUrl: "https://localhost:8643" as OrgUrl };
    expect(await choose("localhost", {}, { profiles: [localhost] })).toMatchObject({ profile: localhost });
    expect(await choose("localhost", {}, book)).toMatchObject({ orgUrl: "https://localhost" });
  });

  test("that none is the current one is said with their names", async () => {
    const { profiles } = book;
    expect(await choose(undefined, {}, { profiles })).toMatchObject({
      kind: "missing",
      what: [expect.stringMatching(/\(staging, other\): .okta-unlock orgs use <name>/) as string],
      profiles: ["staging", "other"],
    });
  });

  test("that is missing beside a token says that the token has no URL", async () => {
    expect(await choose(undefined, { OKTA_CLIENT_TOKEN: "00token" })).toMatchObject({
      kind: "missing",
      what: [expect.stringContaining("OKTA_CLIENT_TOKEN is set, but OKTA_CLIENT_ORGURL") as string],
    });
  });

  test("gives way to the token of the environment for the same org", async () => {
    const chosen = await choose("other", environment, book);
    expect(chosen).toMatchObject({ orgUrl: url, credential: { token: "00token" } });
    expect(chosen).not.toHaveProperty("profile");
  });

  test.each([
    ["staging", environment],
    ["staging", { OKTA_CLIENT_TOKEN: "00token" }],
    [undefined, { OKTA_CLIENT_TOKEN: "00token" }],
    [undefined, { ...environment, OKTA_UNLOCK_ORG: "staging" }],
  ])("of another org never gets that token: %s with %o", async (flag, env: Record<string, string>) => {
    const chosen = await choose(flag, env, book);
    expect(chosen).toMatchObject({ orgUrl: staging.orgUrl, profile: staging });
    expect(chosen).not.toHaveProperty("credential");
  });

  test.each([
    [undefined, book, "The profile staging is used instead"],
    ["other", book, "The profile other is used instead"],
    [undefined, { ...book, current: "local" }, "The local org is used instead"],
  ])("says that a token without its URL is not used: --org %s, %o", async (flag, profiles, used) => {
    const { warning } = (await choose(flag, { OKTA_CLIENT_TOKEN: "00token" }, profiles)) as {
      readonly warning?: string;
    };
    expect(warning).toContain("OKTA_CLIENT_TOKEN is not used: OKTA_CLIENT_ORGURL");
    expect(warning).toContain(used);
    expect(await choose(flag, {}, profiles)).not.toHaveProperty("warning");
  });

  test("with a typing error is refused with the nearest name and where it came from", async () => {
    await expect(choose("stagign", {}, book)).rejects.toMatchObject({
      code: "invalid-value",
      message: expect.stringContaining("--org") as string,
      next: expect.stringContaining("Did you mean staging?") as string,
    });
    await expect(choose(undefined, { OKTA_UNLOCK_ORG: "zzzzzz" }, book)).rejects.toMatchObject({
      message: expect.stringContaining("OKTA_UNLOCK_ORG") as string,
      next: expect.not.stringContaining("Did you mean") as string,
    });
  });
});

describe("the org", () => {
  test("is the local one for --org local, whatever the environment says", async () => {
    expect(await choose("local", environment)).toEqual({ kind: "local" });
  });

  test("is that of the environment without --org", async () => {
    expect(await choose(undefined, environment)).toEqual({
      kind: "okta",
      orgUrl: url,
      credential: { kind: "api-token", token: "00token" },
      notes: [],
    });
  });

  test("is that of --org before that of the environment", async () => {
    expect(await choose("https://dev-2.okta.com", environment)).toMatchObject({
      orgUrl: "https://dev-2.okta.com",
    });
  });

  test("is put right, with a note", async () => {
    const chosen = await choose(" dev-1-admin.okta.com/admin/dashboard ");
    expect(chosen).toMatchObject({ kind: "okta", orgUrl: url });
    expect(chosen.kind === "okta" && chosen.notes.length).toBeGreaterThan(0);
  });

  test.each([{}, { OKTA_CLIENT_ORGURL: "  " }])(
    "is missing, with the ways to give it: %o",
    async (env: Record<string, string>) => {
      expect(await choose(undefined, env)).toEqual({
        kind: "missing",
        what: [expect.stringMatching(/--org.*OKTA_CLIENT_ORGURL/) as string],
        profiles: [],
      });
    },
  );

  test.each(["http://dev-1.okta.com", "https://{yourOktaDomain}", "https://a b.okta.com"])(
    "%s is refused with the flag it came by",
    async (org) => {
      await expect(choose(org)).rejects.toMatchObject({
        code: "invalid-value",
        message: expect.stringContaining("--org") as string,
      });
    },
  );

  test("that is wrong in the environment is refused with the variable's name", async () => {
    await expect(choose(undefined, { OKTA_CLIENT_ORGURL: "http://dev-1.okta.com" })).rejects.toThrow(
      /^OKTA_CLIENT_ORGURL/,
    );
  });

  test("by a profile name that does not exist is refused", async () => {
    await expect(choose("staging")).rejects.toThrow(/no org profile named "staging"/);
  });
});

describe("the token", () => {
  test("is undefined when there is none, so that it can be asked for", async () => {
    expect(await choose(url)).not.toHaveProperty("credential");
  });

  test("goes with --org when the environment names the same org or none", async () => {
    expect(await choose("dev-1.okta.com/", environment)).toMatchObject({ credential: { token: "00token" } });
    expect(await choose(url, { OKTA_CLIENT_TOKEN: "00token" })).toMatchObject({
      credential: { token: "00token" },
    });
  });

  test("of another org stays at home", async () => {
    expect(await choose("https://dev-2.okta.com", environment)).not.toHaveProperty("credential");
    expect(await choose(url, { ...environment, OKTA_CLIENT_ORGURL: "not a url" })).not.toHaveProperty(
      "credential",
    );
  });

  test("is a secret at once, even when the org is refused", async () => {
    const secrets = createSecretRegistry();
    const env = { OKTA_CLIENT_TOKEN: "00secret-token", OKTA_CLIENT_ORGURL: "http://x.okta.com" };
    await expect(chooseOrg({ env, secrets, cwd: "/" }, {}, async () => ({ profiles: [] }))).rejects.toThrow(
      "OKTA_CLIENT_ORGURL",
    );
    expect(secrets.mask("SSWS 00secret-token")).not.toContain("00secret-token");
  });

  test.each(["{apiToken}", "<token>", "00abc def", "00abc\r\nX-Evil: 1"])(
    "%j is refused without being shown",
    async (value) => {
      const error: unknown = await choose(undefined, { ...environment, OKTA_CLIENT_TOKEN: value }).catch(
        (thrown: unknown) => thrown,
      );
      expect(error).toMatchObject({ code: "invalid-value" });
      expect(String(error)).not.toContain(value);
    },
  );

  test("loses the line break of a file it was read from", async () => {
    expect(await choose(undefined, { ...environment, OKTA_CLIENT_TOKEN: "00token\n" })).toMatchObject({
      credential: { token: "00token" },
    });
  });
});
