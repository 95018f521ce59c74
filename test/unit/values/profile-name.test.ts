import { describe, expect, test } from "vitest";
import { chooseProfileName, parseProfileName } from "../../../src/values/profile-name.ts";

describe("the name of a profile", () => {
  test.each([
    ["https://dev-1.okta.com", [], "dev-1"],
    ["https://dev-1.okta.com", ["dev-1", "dev-1-2"], "dev-1-3"],
    ["https://local.example.com", [], "local-org"],
    ["https://localhost:8643", [], "localhost-org"],
    ["https://constructor.okta.com", [], "constructor-org"],
    ["https://prototype.okta.com", ["prototype-org"], "prototype-org-2"],
    ["https://[::1]:8443", [], "1"],
    ["https://xn--mnchen-3ya.example", [], "xn-mnchen-3ya"],
  ])("for %s beside %j is %s", (url, taken, name) => {
    expect(chooseProfileName(url, taken)).toBe(name);
    expect(parseProfileName(name).ok).toBe(true);
  });

  test.each([
    "local",
    "localhost",
    "constructor",
    "prototype",
    "__proto__",
    "",
    "Work",
    "a b",
    "-a",
    "a.b",
    "../x",
  ])("%j is refused", (name) => {
    expect(parseProfileName(name)).toMatchObject({ ok: false });
  });
});
