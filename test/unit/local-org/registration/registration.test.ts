import { expect, test } from "vitest";
import { startTestOrg, temporaryFolder, type TestOrg } from "../support.ts";

const register = "/api/v1/registration/reg1/register";
const ada = { firstName: "Ada", lastName: "Byron", email: "ada@example.com", country: "United Kingdom" };
const open = { token: undefined };

async function start(org: TestOrg, profile: object = ada): Promise<string> {
  const { json } = await org.call("POST", register, { userProfile: profile }, open);
  return `/api/internal/v1/developer/redeem/${json.developerOrgCliToken}`;
}

test("what is missing or wrong is said in Okta's form, each field once", async () => {
  const org = await startTestOrg({ registration: true });
  const { status, json } = await org.call("POST", register, { userProfile: { email: "ada" } }, open);
  expect([status, json.errorCode, json.errorSummary]).toEqual([
    400,
    "E0000001",
    "Api validation failed: email",
  ]);
  const causes = (json.errorCauses as { errorSummary: string }[]).map(({ errorSummary }) => errorSummary);
  expect(causes).toEqual([
    "email: Does not match required pattern",
    "firstName: The field cannot be left blank",
    "lastName: The field cannot be left blank",
    "country: The field cannot be left blank",
  ]);
});

test("an address that has registered is refused", async () => {
  const org = await startTestOrg({ registration: true });
  await start(org);
  const { status, json } = await org.call("POST", register, { userProfile: ada }, open);
  expect([status, json.errorCauses[0].errorSummary]).toEqual([
    400,
    "email: An object with this field already exists in the current organization",
  ]);
});

test("a registration that waits outlives a restart", async () => {
  const dataDirectory = await temporaryFolder();
  const first = await startTestOrg({ dataDirectory, registration: true });
  const path = await start(first);
  await first.call("GET", path, undefined, open);
  await first.close();
  const org = await startTestOrg({ dataDirectory, registration: true });
  expect((await org.call("GET", path, undefined, open)).json).toEqual({ status: "PENDING" });
  const { json } = await org.call("GET", path, undefined, open);
  expect(json.status).toBe("ACTIVE");
  const roles = await org.call("GET", "/api/v1/users/me/roles", undefined, { token: json.apiToken });
  expect(roles.json).toMatchObject([{ type: "SUPER_ADMIN" }]);
});

test("the System Log has the user and the token, and neither of the two secrets", async () => {
  const org = await startTestOrg({ registration: true });
  const path = await start(org);
  for (let poll = 0; poll < 2; poll += 1) await org.call("GET", path, undefined, open);
  const { json } = await org.call("GET", path, undefined, open);
  const log = await org.call("GET", "/api/v1/logs");
  const types = (log.json as { eventType: string }[]).map(({ eventType }) => eventType);
  expect(types).toEqual(expect.arrayContaining(["user.lifecycle.create", "system.api_token.create"]));
  expect(log.text).not.toContain(json.apiToken);
  expect(log.text).not.toContain(path.split("/").at(-1));
});

test.each([
  ["another origin", { origin: "https://evil.example" }],
  ["another site", { "sec-fetch-site": "cross-site" }],
])("a page of %s can't register", async (_what, headers) => {
  const org = await startTestOrg({ registration: true });
  const { status, json } = await org.call("POST", register, { userProfile: ada }, { ...open, headers });
  expect([status, json.errorCode]).toEqual([403, "E0000006"]);
});

test("those who watch the requests don't see the token that redeems", async () => {
  const urls: string[] = [];
  const org = await startTestOrg({ registration: true, onRequest: ({ url }) => urls.push(url) });
  await org.call("GET", await start(org), undefined, open);
  expect(urls).toContain("/api/internal/v1/developer/redeem/***");
});

test("nothing else is open without a token", async () => {
  const org = await startTestOrg({ registration: true });
  for (const path of [`${register}/more`, "/api/v1/registration/reg1", "/api/internal/v1/developer/redeem"])
    expect((await org.call("POST", path, {}, open)).status).toBe(403);
});

test("nobody can register unless that was asked for", async () => {
  const org = await startTestOrg();
  const answer = await org.call("POST", "/api/v1/registration/reg1/register", {}, { token: undefined });
  expect(answer.status).toBe(403);
});
