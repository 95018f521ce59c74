import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseIssuer } from "../../../src/values/issuer.ts";
import { anyText, anyWebUrl } from "./any-text.ts";
import { faultIn, refusalOf } from "./values.ts";

describe("an issuer", () => {
  test.each([
    ["https://dev-1.okta.com", "https://dev-1.okta.com", 0],
    ["https://dev-1.okta.com/oauth2/default", "https://dev-1.okta.com/oauth2/default", 0],
    ["https://Dev-1.okta.com/oauth2/ausAbC123", "https://dev-1.okta.com/oauth2/ausAbC123", 0],
    ["http://localhost:8080/oauth2/default", "http://localhost:8080/oauth2/default", 0],
    ["https://localhost:8443", "https://localhost:8443", 0],
    ["https://dev-1.okta.com/", "https://dev-1.okta.com", 0],
    ["https://dev-1.okta.com/oauth2/default/", "https://dev-1.okta.com/oauth2/default", 1],
    [
      "https://dev-1.okta.com/oauth2/default/.well-known/openid-configuration",
      "https://dev-1.okta.com/oauth2/default",
      1,
    ],
    ["https://dev-1.okta.com/.well-known/oauth-authorization-server", "https://dev-1.okta.com", 1],
  ])("is read from %j", (text, issuer, notes) => {
    const parsed = parseIssuer(text);
    expect(parsed).toMatchObject({ ok: true, value: issuer });
    expect(parsed.ok && parsed.notes).toHaveLength(notes);
  });

  test.each([
    ["https://dev-1-admin.okta.com/oauth2/default", "Admin", "https://dev-1.okta.com/oauth2/default"],
    ["https://dev-1.okta.com/oauth2/default?x=1", "query", "https://dev-1.okta.com/oauth2/default"],
    ["https://dev-1.okta.com/oauth2/default#x", "fragment", "https://dev-1.okta.com/oauth2/default"],
    ["https://dev-1.okta.com/oauth2/default/v1/authorize", "path", "https://dev-1.okta.com/oauth2/default"],
    ["https://dev-1.okta.com/oauth2/v1", "path", "https://dev-1.okta.com"],
    ["https://dev-1.okta.com/oauth2/v1/token", "path", "https://dev-1.okta.com"],
    ["https://dev-1.okta.com/oauth2", "path", "https://dev-1.okta.com"],
    ["https://dev-1.okta.com/app/x", "path", "https://dev-1.okta.com"],
    ["http://dev-1.okta.com/oauth2/default", "https", "https://dev-1.okta.com/oauth2/default"],
    ["dev-1.okta.com/oauth2/default", "https://", "https://dev-1.okta.com/oauth2/default"],
    ["https://a:b@dev-1.okta.com/oauth2/default", "password", "https://dev-1.okta.com/oauth2/default"],
    ["https://{yourOktaDomain}/oauth2/default", "placeholder", undefined],
    ["https://dev-1.okta.com/oauth2/{id}", "placeholder", undefined],
    ["ftp://dev-1.okta.com", "https", undefined],
    ["", "empty", undefined],
  ])("is not read from %j", (text, word, suggestion) => {
    const refusal = refusalOf(parseIssuer(text));
    expect(refusal.problem).toContain(word);
    expect(refusal.suggestion).toBe(suggestion);
  });

  test("is sound for any text", () => {
    const path = fc.constantFrom(
      "",
      "/",
      "/oauth2/default",
      "/oauth2/a b",
      "/oauth2/v1/token",
      "/.well-known/x",
      "//",
    );
    const pasted = fc
      .tuple(
        fc.constantFrom("https://", "http://", ""),
        fc.domain(),
        path,
        fc.constantFrom("", "?a", "#b", "/"),
      )
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.oneof(pasted, anyWebUrl, anyText()), (text) => {
        expect(faultIn(parseIssuer, text, String)).toBeUndefined();
      }),
    );
  });
});
