import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseInitiateLoginUri } from "../../../src/values/initiate-login-uri.ts";
import { anyText } from "./any-text.ts";
import { faultIn, refusalOf } from "./values.ts";

describe("an initiate login URI", () => {
  test.each([
    "https://app.example.com/login",
    "https://app.example.com",
    "https://localhost:8443/login?from=okta",
    "https://app.example.com/a%20b",
  ])("%s is kept letter by letter", (uri) => {
    expect(parseInitiateLoginUri(` ${uri} `)).toEqual({ ok: true, value: uri, notes: [] });
  });

  test.each([
    ["", "empty", undefined],
    ["http://app.example.com/login", "https", "https://app.example.com/login"],
    ["http://localhost:8080/login", "https", "https://localhost:8080/login"],
    ["com.example.app:/login", "https://", undefined],
    ["app.example.com/login", "https://", undefined],
    ["https://app.example.com/login#top", "fragment", "https://app.example.com/login"],
    ["https://app.example.com/login#", "fragment", "https://app.example.com/login"],
    ["https://me:secret@app.example.com/login", "user name", "https://app.example.com/login"],
    ["https://app.example.com/a b", "space", "https://app.example.com/a%20b"],
    ["https://{yourAppDomain}/login", "not a web address", undefined],
    [`https://app.example.com/${"a".repeat(1024)}`, "1024", undefined],
    [
      "https://münchen.example/ä",
      "a character that a URI writes encoded",
      "https://xn--mnchen-3ya.example/%C3%A4",
    ],
  ])("%s is refused", (text, reason, suggestion) => {
    const refusal = refusalOf(parseInitiateLoginUri(text));
    expect(refusal.problem).toContain(reason);
    expect(refusal.suggestion).toBe(suggestion);
  });

  test("any text is accepted as it is spelled, or refused with a sentence", () => {
    const urls = fc.webUrl({ withFragments: true, withQueryParameters: true });
    fc.assert(
      fc.property(fc.oneof(urls, anyText()), (text) => {
        expect(faultIn(parseInitiateLoginUri, text, String)).toBeUndefined();
      }),
    );
  });
});
