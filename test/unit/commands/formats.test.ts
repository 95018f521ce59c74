import { execFileSync } from "node:child_process";
import { parse } from "plist";
import { expect, test } from "vitest";
import { formatApp } from "../../../src/flows/app-formats.ts";

const settings = {
  appId: "0oa1",
  org: "https://example.okta.com",
  issuer: "https://example.okta.com/oauth2/default",
  clientId: "0oa$(touch x)'&<>!*",
  redirectUri: "com.example.app:/callback?a=1&b=2",
  postLogoutRedirectUri: null,
};

test("env lines survive a real shell", () => {
  const script = `${formatApp(settings, "env")}printf '%s\\n' "$OKTA_CLIENT_ID" "$OKTA_REDIRECT_URI" "$OKTA_ISSUER"`;
  const printed = execFileSync("sh", ["-c", script], { encoding: "utf8" });
  expect(printed.split("\n")).toEqual([settings.clientId, settings.redirectUri, settings.issuer, ""]);
});

test("the property list holds the keys that the Swift SDK reads", () => {
  expect(parse(formatApp(settings, "plist"))).toEqual({
    issuer_url: settings.issuer,
    client_id: settings.clientId,
    scope: "openid profile email offline_access",
    redirect_uri: settings.redirectUri,
  });
});

test("the properties hold one line a value", () => {
  expect(formatApp(settings, "properties")).toBe(
    `issuer=${settings.issuer}\nclientId=${settings.clientId}\nsignInRedirectUri=${settings.redirectUri}\n`,
  );
});

test("JSON is one object", () => {
  expect(JSON.parse(formatApp(settings, "json"))).toEqual(settings);
});
