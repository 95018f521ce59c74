import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseBundleId } from "../../../src/values/bundle-id.ts";
import {
  checkSameScheme,
  buildPostLogoutRedirectUri,
  buildRedirectUri,
  parseAppRedirectUri,
  parseRedirectUri,
  readScheme,
  splitRedirectUris,
} from "../../../src/values/redirect-uri.ts";
import { anyPath, anyText, anyWebUrl } from "./any-text.ts";
import { faultIn, refusalOf, valueOf } from "./values.ts";

test.each([
  ["com.a.b:/one", ["com.a.b:/one"]],
  ["com.a.b:/one,com.a.b:/two", ["com.a.b:/one", "com.a.b:/two"]],
  ["com.a.b:/one, com.c.d:/two\ncom.e.f:/three,", ["com.a.b:/one", "com.c.d:/two", "com.e.f:/three"]],
  ["com.a.b:/one,two", ["com.a.b:/one,two"]],
])("the variable %j is a list of redirect URIs", (text, uris) => {
  expect(splitRedirectUris(text)).toEqual(uris);
});

describe("a redirect URI", () => {
  test.each([
    "com.example.app:/callback",
    "com.okta.integrator-1234567:/callback",
    "com.example.app:/Call/back?a=B&c=%2F",
    "com.example+x.app:/cb/",
  ])("is kept letter by letter: %j", (text) => {
    expect(parseRedirectUri(` ${text} `)).toEqual({ ok: true, value: text, notes: [] });
  });

  test.each([
    ["", "empty", undefined],
    ["https://example.com/callback", "custom scheme", undefined],
    ["http://localhost:8080/callback", "custom scheme", undefined],
    ["javascript:/alert(1)", "reserved by the system", undefined],
    ["file:/etc/passwd", "reserved by the system", undefined],
    ["myapp:/callback", "dot", undefined],
    ["com.Example.App:/callback", "lowercase", "com.example.app:/callback"],
    ["com.example.app://callback", "different redirect URIs", "com.example.app:/callback"],
    ["com.example.app:///callback", "different redirect URIs", "com.example.app:/callback"],
    ["com.my_app:/callback", "underscore", "com.myapp:/callback"],
    ["com.example.app:/callback#x", "fragment", "com.example.app:/callback"],
    ["com.example.app:/call back", "space", undefined],
    ["com.example.app:callback", "slash", "com.example.app:/callback"],
    ["com.example.app:/", "no path", "com.example.app:/callback"],
    ["com.example.app:", "slash", "com.example.app:/callback"],
    ["com.example.app:/?a=b", "no path", "com.example.app:/callback?a=b"],
    ["com.example.app", "no scheme", undefined],
    ["/callback", "no scheme", undefined],
    ["3d.example.app:/callback", "must start with a letter", undefined],
    ["com..app:/callback", "dot", undefined],
    ["com.app.:/callback", "dot", undefined],
    ["com.example.app:/{redirect}", "percent-encode", undefined],
    ["com.example.app:/naïve", "percent-encode", undefined],
    ["com.example.app:/100%", "percent-encode", undefined],
    ["com.example.app:/one,com.example.app:/two", "several", undefined],
    [`com.example.app:/${"x".repeat(1024)}`, "1024", undefined],
  ])("is not read from %j", (text, word, suggestion) => {
    const refusal = refusalOf(parseRedirectUri(text));
    expect(refusal.problem).toContain(word);
    expect(refusal.suggestion).toBe(suggestion);
  });

  test("is sound for any text", () => {
    const text = fc
      .tuple(
        fc.stringMatching(/^[a-zA-Z\d._+-]{0,12}$/u),
        fc.constantFrom(":", ":/", "://", ""),
        anyPath,
        fc.constantFrom("", "#x", "?y"),
      )
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.oneof(text, anyWebUrl, anyText()), (candidate) => {
        expect(faultIn(parseRedirectUri, candidate, String)).toBeUndefined();
      }),
    );
  });

  test("has the scheme that URL parsers see", () => {
    const uri = valueOf(parseRedirectUri("com.example.app:/callback"));
    expect(`${readScheme(uri)}:`).toBe(new URL(uri).protocol);
  });

  test("by default is made of the bundle ID in lower case", () => {
    const bundleId = valueOf(parseBundleId("com.Example.MyApp"));
    expect(buildRedirectUri(bundleId)).toBe("com.example.myapp:/callback");
    expect(buildPostLogoutRedirectUri(buildRedirectUri(bundleId))).toBe("com.example.myapp:/logout");
    expect(valueOf(parseRedirectUri(buildRedirectUri(bundleId)))).toBe(buildRedirectUri(bundleId));
  });
});

describe("a redirect URI of an app at Okta", () => {
  test.each([
    "com.example.app:/callback",
    "http://localhost:8081/",
    "http://localhost/callback",
    "http://127.0.0.1:8400/callback?a=b",
    "http://[::1]:3000/",
  ])("is kept letter by letter: %j", (text) => {
    expect(parseAppRedirectUri(` ${text} `)).toEqual({ ok: true, value: text, notes: [] });
  });

  test.each([
    ["http://localhost:8081", "has a path", "http://localhost:8081/"],
    ["http://example.com/callback", "of this computer", undefined],
    ["http://localhost.example.com/", "of this computer", undefined],
    ["http://localhost@example.com/", "of this computer", undefined],
    ["http://localhost:80:81/", "of this computer", undefined],
    ["http://localhost:99999/", "of this computer", undefined],
    ["HTTP://localhost/", "of this computer", undefined],
    ["http://localhost:*/", "of this computer", undefined],
    ["http://localhost:8081/#x", "fragment", undefined],
    ["http://localhost:8081/a b", "space", undefined],
    ["http://localhost:8081//callback", "one slash", undefined],
    ["https://localhost:8081/", "custom scheme", undefined],
    ["com.example.app:/", "no path", "com.example.app:/callback"],
  ])("is not read from %j", (text, word, suggestion) => {
    const refusal = refusalOf(parseAppRedirectUri(text));
    expect(refusal.problem).toContain(word);
    expect(refusal.suggestion).toBe(suggestion);
  });
});

describe("a post-logout redirect URI", () => {
  const redirectUri = valueOf(parseRedirectUri("com.example.app:/callback"));

  test("may share the scheme of the redirect URI", () => {
    const postLogout = valueOf(parseRedirectUri("com.example.app:/bye"));
    expect(valueOf(checkSameScheme(redirectUri, postLogout))).toBe(postLogout);
  });

  test("is refused with another scheme, and told the right one", () => {
    const other = valueOf(parseRedirectUri("com.example.other:/bye"));
    expect(refusalOf(checkSameScheme(redirectUri, other)).suggestion).toBe("com.example.app:/bye");
  });
});
