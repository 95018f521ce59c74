import { afterAll, expect, test } from "vitest";
import { nativeApp, startTestOrg } from "./support.ts";

/** Nothing here depends on what another test made. */
const org = await startTestOrg({}, afterAll);

const oauth = "settings.oauthClient";

test.each([
  ["no label", { label: undefined }, "label", "label: The field cannot be left blank"],
  ["a blank label", { label: "  " }, "label", "label: The field cannot be left blank"],
  ["a label of 101 characters", { label: "x".repeat(101) }, "label", /^label: .*100/],
  ["a client ID of 5 characters", { "credentials.oauthClient.client_id": "abcde" }, "client_id", /6 to 100/],
  [
    "a client ID with a space",
    { "credentials.oauthClient.client_id": "my client" },
    "client_id",
    /^client_id/,
  ],
  [
    "the client ID ALL_CLIENTS",
    { "credentials.oauthClient.client_id": "ALL_CLIENTS" },
    "client_id",
    /^client_id/,
  ],
  [
    "no PKCE for a public client",
    { "credentials.oauthClient.pkce_required": false },
    "pkce_required",
    /must be true/,
  ],
  [
    "an unknown method",
    { "credentials.oauthClient.token_endpoint_auth_method": "x" },
    "token_endpoint_auth_method",
    /none/,
  ],
  ["an unknown application type", { [`${oauth}.application_type`]: "mobile" }, "application_type", /native/],
  [
    "no grant types",
    { [`${oauth}.grant_types`]: undefined },
    "grant_types",
    "grant_types: The field cannot be left blank",
  ],
  [
    "an unknown grant type",
    { [`${oauth}.grant_types`]: ["authorization_code", "magic"] },
    "grant_types",
    /'magic'/,
  ],
  [
    "client_credentials in a native app",
    { [`${oauth}.grant_types`]: ["authorization_code", "client_credentials"] },
    "grant_types",
    /'client_credentials'/,
  ],
  [
    "no authorization_code in a native app",
    { [`${oauth}.grant_types`]: ["password"] },
    "grant_types",
    /'authorization_code' is required/,
  ],
  [
    "a response type without its grant",
    { [`${oauth}.response_types`]: ["code", "token"] },
    "response_types",
    /'token'/,
  ],
  ["no response type code", { [`${oauth}.response_types`]: [] }, "response_types", /'code' is required/],
  ["no redirect URI", { [`${oauth}.redirect_uris`]: [] }, "redirect_uris", /At least one/],
  [
    "a leeway of 61",
    { [`${oauth}.refresh_token`]: { rotation_type: "ROTATE", leeway: 61 } },
    "leeway",
    /0 to 60/,
  ],
  [
    "a negative leeway",
    { [`${oauth}.refresh_token`]: { rotation_type: "ROTATE", leeway: -1 } },
    "leeway",
    /0 to 60/,
  ],
  [
    "a leeway in words",
    { [`${oauth}.refresh_token`]: { rotation_type: "ROTATE", leeway: "30" } },
    "leeway",
    /0 to 60/,
  ],
  ["no rotation type", { [`${oauth}.refresh_token`]: { leeway: 30 } }, "rotation_type", /ROTATE, STATIC/],
  ["an unknown issuer mode", { [`${oauth}.issuer_mode`]: "X" }, "issuer_mode", /ORG_URL/],
  ["an unknown consent method", { [`${oauth}.consent_method`]: "X" }, "consent_method", /TRUSTED/],
  ["a long logo URI", { [`${oauth}.logo_uri`]: `https://x/${"y".repeat(1024)}` }, "logo_uri", /1024/],
  ["a profile that is a list", { profile: [] }, "profile", /object/],
])("%s is refused with E0000001", async (_name, changes, field, cause) => {
  const { status, json } = await org.call("POST", "/api/v1/apps", nativeApp("Refused", changes));
  expect(status).toBe(400);
  expect(json).toEqual({
    errorCode: "E0000001",
    errorSummary: `Api validation failed: ${field}`,
    errorLink: "E0000001",
    errorId: expect.stringMatching(/^oae/),
    errorCauses: [{ errorSummary: expect.stringMatching(cause) }],
  });
  expect((await org.call("GET", "/api/v1/apps?q=Refused")).json).toEqual([]);
});

test("without name Okta's misleading error is given, word for word", async () => {
  const { status, json } = await org.call("POST", "/api/v1/apps", nativeApp("App", { name: undefined }));
  expect(status).toBe(400);
  expect(json.errorSummary).toBe("Api validation failed: mediated");
  expect(json.errorCauses.map((cause: { errorSummary: string }) => cause.errorSummary)).toEqual([
    "Invalid signOnMode",
    "The settings.signOn object doesn't match the type indicated by signOnMode value or is ill defined",
    "Missing visibility",
  ]);
});

test("every fault is named, not the first one only", async () => {
  const body = nativeApp("", { [`${oauth}.grant_types`]: [], [`${oauth}.issuer_mode`]: "X" });
  const { json } = await org.call("POST", "/api/v1/apps", body);
  expect(json.errorSummary).toBe("Api validation failed: label");
  expect(json.errorCauses).toHaveLength(3);
});

test.each([
  "com.example.app:/callback",
  "com.example.app://callback",
  "com.example.app:callback",
  "my-app:/cb?x=1",
  "MyApp:/cb",
  "http://localhost:8400/callback",
  "http://127.0.0.1/cb",
  "http://[::1]:1/cb",
  "https://example.com/cb",
  "http://example.com/cb",
  "http://192.168.1.20:8081/cb",
  "https://localhost/cb",
])("the redirect URI %s is accepted for a native app", async (uri) => {
  const { status, json } = await org.call(
    "POST",
    "/api/v1/apps",
    nativeApp("App", { [`${oauth}.redirect_uris`]: [uri] }),
  );
  expect([status, json.settings.oauthClient.redirect_uris]).toEqual([200, [uri]]);
});

test.each([
  "",
  "callback",
  "/callback",
  "my_app:/cb",
  "1app:/cb",
  "com.example.app:/cb#part",
  "com.example.app:/with space",
  "com.example.app:/é",
  "com.example.app:/a\nb",
  "javascript:alert(1)",
  "JavaScript:alert(1)",
  "data:text/html,x",
  "file:///etc/passwd",
  "https://",
  "https:///cb",
  "https:cb",
  "https://*.example.com/cb",
  "http://user@[::1/cb",
])("the redirect URI %j is refused, for sign-in and for sign-out", async (uri) => {
  for (const field of ["redirect_uris", "post_logout_redirect_uris"]) {
    const body = nativeApp("App", { [`${oauth}.${field}`]: ["com.example.app:/ok", uri] });
    const { status, json } = await org.call("POST", "/api/v1/apps", body);
    expect([status, json.errorSummary]).toEqual([400, `Api validation failed: ${field}`]);
    expect(json.errorCauses).toHaveLength(1);
  }
});

test("a subdomain wildcard is accepted when it is switched on", async () => {
  const body = nativeApp("App", {
    [`${oauth}.wildcard_redirect`]: "SUBDOMAIN",
    [`${oauth}.redirect_uris`]: ["https://*.example.com/cb"],
  });
  expect((await org.call("POST", "/api/v1/apps", body)).status).toBe(200);
});

test("a label of 100 characters is accepted, emoji counted as one", async () => {
  const label = `${"😀".repeat(50)}${"x".repeat(50)}`;
  expect((await org.call("POST", "/api/v1/apps", nativeApp(label))).json.label).toBe(label);
});

test("refresh_token is STATIC when nothing is chosen, and leeway 30", async () => {
  const body = nativeApp("App", { [`${oauth}.refresh_token`]: undefined });
  const { json } = await org.call("POST", "/api/v1/apps", body);
  expect(json.settings.oauthClient.refresh_token).toEqual({ rotation_type: "STATIC", leeway: 30 });
});

test("a body with values of every wrong type is refused, never a server error", async () => {
  const values = [null, 1, "x", true, [], {}, [1], [null]];
  const paths = [
    "label",
    "credentials",
    "credentials.oauthClient",
    "settings",
    oauth,
    "profile",
    "visibility",
    "accessibility",
  ];
  const fields = [
    "application_type",
    "redirect_uris",
    "grant_types",
    "response_types",
    "refresh_token",
    "logo_uri",
  ];
  for (const path of [...paths, ...fields.map((field) => `${oauth}.${field}`)]) {
    for (const value of values) {
      const { status } = await org.call("POST", "/api/v1/apps", nativeApp("App", { [path]: value }));
      expect([200, 400], `${path} = ${JSON.stringify(value)}`).toContain(status);
    }
  }
  for (const body of [null, 1, "x", true, []]) {
    expect((await org.call("POST", "/api/v1/apps", JSON.stringify(body))).json.errorCode).toBe("E0000003");
  }
});
