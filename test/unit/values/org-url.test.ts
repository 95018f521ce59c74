import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseOrgUrl } from "../../../src/values/org-url.ts";
import { anyPath, anyText, anyWebUrl } from "./any-text.ts";
import { faultIn, refusalOf, valueOf } from "./values.ts";

describe("an org URL", () => {
  test.each([
    ["https://integrator-1234567.okta.com", "https://integrator-1234567.okta.com"],
    ["  https://dev-1.okta.com/ \n", "https://dev-1.okta.com"],
    ["dev-1.okta.com", "https://dev-1.okta.com"],
    ["DEV-1.OKTA.com", "https://dev-1.okta.com"],
    ["dev-1.okta.com.", "https://dev-1.okta.com"],
    ["login.example.org", "https://login.example.org"],
    ["https://login.example.org:8443", "https://login.example.org:8443"],
    ["login.example.org:8443", "https://login.example.org:8443"],
    ["https://dev-1.okta.com:443", "https://dev-1.okta.com"],
    ["http://localhost:8080", "http://localhost:8080"],
    ["localhost:8080", "https://localhost:8080"],
    ["http://127.0.0.1:3000/", "http://127.0.0.1:3000"],
    ["http://[::1]:3000", "http://[::1]:3000"],
    ["https://my-admin.example.com", "https://my-admin.example.com"],
  ])("is read from %j", (text, url) => {
    expect(parseOrgUrl(text)).toEqual({ ok: true, value: url, notes: [] });
  });

  test.each([
    ["https://dev-1-admin.okta.com/admin/dashboard#x", "https://dev-1.okta.com", 2],
    ["dev-1-admin.oktapreview.com", "https://dev-1.oktapreview.com", 1],
    ["dev-1-admin.okta-emea.com", "https://dev-1.okta-emea.com", 1],
    ["dev-1-admin.okta-gov.com", "https://dev-1.okta-gov.com", 1],
    ["dev-1-admin.okta.mil", "https://dev-1.okta.mil", 1],
    ["https://dev-1.okta.com/oauth2/default", "https://dev-1.okta.com", 1],
    ["https://dev-1.okta.com/?from=mail", "https://dev-1.okta.com", 1],
    ["https://dev-1.okta.com/#here", "https://dev-1.okta.com", 1],
  ])("made from %j says what was left out", (text, url, notes) => {
    const parsed = parseOrgUrl(text);
    expect(parsed).toMatchObject({ ok: true, value: url });
    expect(parsed.ok && parsed.notes).toHaveLength(notes);
  });

  test.each([
    ["", "empty"],
    ["   ", "empty"],
    ["https://my org.okta.com", "space"],
    ["https://dev-1.okta.com\u0000", "control"],
    ["https://{yourOktaDomain}", "placeholder"],
    ["https://${yourOktaDomain}", "placeholder"],
    ["yourOktaDomain", "placeholder"],
    ["<your org>.okta.com", "space"],
    ["https://user:secret@dev-1.okta.com", "password"],
    ["https://token@dev-1.okta.com", "user name"],
    ["ftp://dev-1.okta.com", "https"],
    ["mailto:me@example.com", "https"],
    ["javascript:alert(1)", "https"],
    ["javascript:1", "https"],
    ["tel:123/4", "https"],
    ["https:443", "https"],
    ["https:dev-1.okta.com", "https://"],
    ["https://dev-1.okta.com.com", ".com.com"],
    ["http://dev-1.okta.com", "https"],
    ["https://", "web address"],
    ["https://a..okta.com", "host"],
    ["https://-.okta.com", "host"],
    ["https://evil.example\\@dev-1.okta.com", "backslash"],
    ["dev-123456", "only a name"],
    [`https://${"a.".repeat(130)}com`, "253"],
    ["dev-1.okta.com:99999", "web address"],
  ])("is not read from %j", (text, word) => {
    expect(refusalOf(parseOrgUrl(text)).problem).toContain(word);
  });

  test.each([
    ["http://dev-1.okta.com", "https://dev-1.okta.com"],
    ["http://dev-1-admin.okta.com/admin", "https://dev-1.okta.com"],
    ["https://user:secret@dev-1.okta.com/x", "https://dev-1.okta.com"],
    ["https://dev-1.okta.com.com", "https://dev-1.okta.com"],
    ["dev-123456", "https://dev-123456.okta.com"],
  ])("refused as %j comes with a suggestion", (text, suggestion) => {
    expect(refusalOf(parseOrgUrl(text)).suggestion).toBe(suggestion);
  });

  test("never repeats a password in a message", () => {
    expect(JSON.stringify(parseOrgUrl("https://user:hunter2@dev-1.okta.com"))).not.toContain("hunter2");
  });

  test("is sound for any text", () => {
    const host = fc.oneof(
      fc.domain(),
      fc.constantFrom("x-admin.okta.com", "x-admin-admin.okta.com", "a.com.com", "a"),
    );
    const pasted = fc
      .tuple(
        fc.constantFrom("", "https://", "http://", "HTTPS://", "ftp://"),
        host,
        fc.constantFrom("", ":8443", ":x"),
        anyPath,
      )
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.oneof(pasted, anyWebUrl, anyText()), (text) => {
        expect(faultIn(parseOrgUrl, text, String)).toBeUndefined();
      }),
    );
  });

  test("has no path, no upper case and no end slash, whatever it was made from", () => {
    fc.assert(
      fc.property(
        anyWebUrl.map((url) => url.replace("http://", "https://")),
        (text) => {
          expect(valueOf(parseOrgUrl(text))).toMatch(/^https:\/\/[a-z\d.:_-]+[a-z\d]$/u);
        },
      ),
    );
  });
});
