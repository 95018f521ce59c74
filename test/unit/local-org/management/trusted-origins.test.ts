import { afterAll, expect, test } from "vitest";
import { startTestOrg } from "../support.ts";

const shared = await startTestOrg({}, afterAll);
const path = "/api/v1/trustedOrigins";
const cors = [{ type: "CORS" }];

test("a trusted origin is created, deactivated, activated, replaced and deleted, as Okta was recorded doing it", async () => {
  const body = { name: "SPA", origin: "http://localhost:8080/", scopes: [...cors, { type: "REDIRECT" }] };
  const { status, json } = await shared.call("POST", path, body);
  const { json: me } = await shared.call("GET", "/api/v1/users/me");
  const self = `${shared.url}${path}/${json.id}`;
  expect(status).toBe(200);
  expect(json).toEqual({
    ...body,
    id: expect.stringMatching(/^tos\w{17}$/u),
    status: "ACTIVE",
    created: expect.any(String),
    createdBy: me.id,
    lastUpdated: expect.any(String),
    lastUpdatedBy: me.id,
    _links: {
      self: { href: self, hints: { allow: ["GET", "PUT", "DELETE"] } },
      deactivate: { href: `${self}/lifecycle/deactivate`, hints: { allow: ["POST"] } },
    },
  });
  const inactive = await shared.call("POST", `${path}/${json.id}/lifecycle/deactivate`);
  expect([inactive.status, inactive.json.status]).toEqual([200, "INACTIVE"]);
  expect(inactive.json["_links"].activate.href).toBe(`${self}/lifecycle/activate`);
  const changed = { ...body, origin: "https://app.example.com", status: "INACTIVE" };
  expect((await shared.call("PUT", `${path}/${json.id}`, changed)).json).toMatchObject(changed);
  expect((await shared.call("POST", `${path}/${json.id}/lifecycle/activate`)).json.status).toBe("ACTIVE");
  expect((await shared.call("DELETE", `${path}/${json.id}`)).status).toBe(204);
  const gone = await shared.call("GET", `${path}/${json.id}`);
  expect([gone.status, gone.json.errorSummary]).toEqual([
    404,
    `Not found: Resource not found: ${json.id} (TrustedOrigin)`,
  ]);
});

test("trusted origins are searched by the beginning of name and origin, and filtered", async () => {
  await shared.call("POST", path, { name: "First", origin: "https://one.example.com", scopes: cors });
  await shared.call("POST", path, {
    name: "Second",
    origin: "capacitor://localhost",
    scopes: [{ type: "REDIRECT" }],
  });
  const names = async (query: string) =>
    (await shared.call("GET", `${path}?${query}`)).json.map(({ name }: { name: string }) => name);
  expect(await names("q=fir")).toEqual(["First"]);
  expect(await names("q=https://one")).toEqual(["First"]);
  expect(await names(`filter=${encodeURIComponent('type eq "REDIRECT"')}`)).toEqual(["Second"]);
  expect(await names(`filter=${encodeURIComponent('origin eq "https://one.example.com"')}`)).toEqual([
    "First",
  ]);
  expect((await shared.call("GET", `${path}?filter=x`)).json.errorCode).toBe("E0000031");
});

test.each([
  ["name", { name: "" }],
  ["origin", { origin: "" }],
  ["origin", { origin: "example.com" }],
  ["origin", { origin: "https://example.com/path" }],
  ["origin", { origin: "https://user@example.com" }],
  ["origin", { origin: "https://" }],
  ["origin", { origin: "javascript://example.com" }],
  ["scopes", { scopes: [] }],
  ["scopes", { scopes: [{ type: "ALL" }] }],
  ["scopes", { scopes: "CORS" }],
  ["status", { status: "ON" }],
])("a trusted origin with a wrong %s is refused: %j", async (field, change) => {
  const body = { name: "Wrong", origin: "https://wrong.example.com", scopes: cors, ...change };
  const { status, json } = await shared.call("POST", path, body);
  expect([status, json.errorSummary]).toEqual([400, `Api validation failed: ${field}`]);
});

test("two trusted origins share neither name nor origin", async () => {
  const body = { name: "Taken", origin: "https://taken.example.com", scopes: cors };
  await shared.call("POST", path, body);
  const { json } = await shared.call("POST", path, body);
  expect(json.errorCauses).toHaveLength(2);
});
