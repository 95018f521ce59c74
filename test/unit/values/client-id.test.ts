import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseClientId } from "../../../src/values/client-id.ts";
import { faultIn, refusalOf, valueOf } from "./values.ts";

describe("a client ID", () => {
  test.each(["0oafxqCAJWWGELFTYASJ", "abcdef", "a$-_.+!*'(),", "x".repeat(100)])("can be %j", (text) => {
    expect(valueOf(parseClientId(` ${text}\n`))).toBe(text);
  });

  test.each([
    ["", "empty"],
    ["{clientId}", "placeholder"],
    ["<client id>", "placeholder"],
    ["$CLIENT_ID", "placeholder"],
    ["yourClientId", "placeholder"],
    ["abcde", "short"],
    ["x".repeat(101), "long"],
    ["0oa fxqCAJ", "character"],
    ["0oafxqCAJé", "character"],
    ["https://dev-1.okta.com", "character"],
    ["ALL_CLIENTS", "policies"],
  ])("can't be %j", (text, word) => {
    expect(refusalOf(parseClientId(text)).problem).toContain(word);
  });

  test("is sound for any text", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(faultIn(parseClientId, text, String)).toBeUndefined();
      }),
    );
  });
});
