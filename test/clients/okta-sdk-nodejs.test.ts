import { afterAll, expect, test } from "vitest";
import { startTestOrg } from "../unit/local-org/support.ts";
import { startClient } from "./support/ask.ts";

const org = await startTestOrg({}, afterAll);
const ask = await startClient("okta-sdk-nodejs-child.ts", org, [org.url, org.apiToken]);

test("Okta's SDK rotates a client secret, which is shown when it is made and never again", async () => {
  expect(await ask("secrets")).toEqual({
    isShownOnce: [true, "none"],
    inactive: "INACTIVE",
    isRotated: [1, true, true],
  });
});

test("Okta's SDK keeps trusted origins", async () => {
  expect(await ask("origins")).toEqual(["ACTIVE", "INACTIVE", ["http://localhost:3000"]]);
});

test("Okta's SDK finds a system policy of each type", async () => {
  expect(await ask("policies")).toEqual([
    ["PASSWORD", "Default Policy", true],
    ["OKTA_SIGN_ON", "Default Policy", true],
    ["MFA_ENROLL", "Default Policy", true],
    ["PROFILE_ENROLLMENT", "Default Policy", true],
  ]);
});

test("Okta's SDK changes a system claim", async () => {
  expect(await ask("claims")).toEqual([19, "locale", true]);
});

test("Okta's SDK is told what the local org has not", async () => {
  expect(await ask("missing")).toBe(
    "501 E0000060 Unsupported operation. The local org has no identity providers.",
  );
});
