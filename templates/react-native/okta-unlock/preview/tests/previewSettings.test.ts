import { readPreviewSettings } from "../previewSettings";

const okta = {
  issuer: "https://example.okta.com/oauth2/default",
  clientId: "0oa1",
  scopes: "openid offline_access",
  redirectUri: "com.example.app:/callback",
  postLogoutRedirectUri: "com.example.app:/logout",
};
const webPreview = { redirectUri: "http://localhost:8081/", postLogoutRedirectUri: "http://localhost:8081/" };

test("Okta leads back to the preview, not to the app", () => {
  expect(readPreviewSettings({ okta, webPreview }, "http://localhost:8081")).toEqual({ ...okta, ...webPreview });
});

test.each([
  ["at another port", { okta, webPreview }, "http://localhost:8082", /leads back to http:\/\/localhost:8081\/, and this is/u],
  ["under another name", { okta, webPreview }, "http://127.0.0.1:8081", /leads back to/u],
  ["without an address of its own", { okta }, "http://localhost:8081", /no address of the preview/u],
  ["without settings", undefined, "http://localhost:8081", /has no issuer/u],
])("it does not run %s, and says why", (_, extra, origin, message) => {
  expect(() => readPreviewSettings(extra, origin)).toThrow(message);
});

test("it does not run outside of development", () => {
  const globals = globalThis as { __DEV__?: boolean };
  globals.__DEV__ = false;
  try {
    expect(() => readPreviewSettings({ okta, webPreview }, "http://localhost:8081")).toThrow("for development");
  } finally {
    globals.__DEV__ = true;
  }
});
