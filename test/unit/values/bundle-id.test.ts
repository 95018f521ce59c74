import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseBundleId } from "../../../src/values/bundle-id.ts";
import { platforms } from "../../../src/values/platform.ts";
import { buildRedirectUri, parseRedirectUri } from "../../../src/values/redirect-uri.ts";
import { packageKeywords } from "../../../src/values/reserved-words.ts";
import { anyText } from "./any-text.ts";
import { faultIn, refusalOf, valueOf } from "./values.ts";

describe("a bundle ID", () => {
  test.each(["com.example.app", "com.Example.MyApp", "a.b", "io.acme2.unlock"])(
    "can be %j anywhere",
    (text) => {
      for (const platform of [undefined, ...platforms])
        expect(valueOf(parseBundleId(` ${text} `, platform))).toBe(text);
    },
  );

  test.each([
    "com.acme-corp.app",
    "com.class.switch",
    "1com.2example.3app",
    "com.2degrees.app",
    "a-.-b",
    "in.new",
  ])("can be %j on iOS, and where no platform is known", (text) => {
    expect(valueOf(parseBundleId(text, "ios"))).toBe(text);
    expect(valueOf(parseBundleId(text))).toBe(text);
  });

  test.each([
    ["com.example.my-app", "hyphen", "com.example.myapp"],
    ["com.3d.app", "letter", "com.app3d.app"],
    ["com.example.new", "keyword", "com.example.newapp"],
    ["in.example.app", "keyword", "inapp.example.app"],
    ["com.example.aux", "Windows", "com.example.auxapp"],
    ["com.Con.app", "Windows", "com.Conapp.app"],
  ])("can't be %j where Android is among the platforms", (text, word, suggestion) => {
    for (const platform of ["android", "react-native"] as const) {
      const refusal = refusalOf(parseBundleId(text, platform));
      expect(refusal.problem).toContain(word);
      expect(refusal.suggestion).toBe(suggestion);
    }
  });

  test.each([
    ["com.example.my_app", "underscore", "com.example.myapp"],
    ["myapp", "two segments", "com.example.myapp"],
    ["com..app", "empty segment", "com.app"],
    [".com.app", "empty segment", "com.app"],
    ["com.app.", "empty segment", "com.app"],
    ["com.exämple.app", "ASCII", "com.example.app"],
    ["com.example.my app", "ASCII", "com.example.myapp"],
    ["com.example/app", "ASCII", "com.exampleapp"],
    ["", "empty", undefined],
    ["名.前", "ASCII", undefined],
    [`com.${"x".repeat(152)}`, "155", undefined],
  ])("can't be %j anywhere", (text, word, suggestion) => {
    for (const platform of [undefined, ...platforms]) {
      const refusal = refusalOf(parseBundleId(text, platform));
      expect(refusal.problem).toContain(word);
      expect(refusal.suggestion).toBe(suggestion);
    }
  });

  test("keeps the hyphens of what iOS is offered instead", () => {
    expect(refusalOf(parseBundleId("com.acme-corp.my_app", "ios")).suggestion).toBe("com.acme-corp.myapp");
  });

  test("fits the rules of its platform when it is accepted", () => {
    const segment = fc.stringMatching(/^[A-Za-z\d_-]{0,6}$/u);
    const text = fc.array(segment, { maxLength: 4 }).map((segments) => segments.join("."));
    fc.assert(
      fc.property(text, fc.constantFrom(...platforms), (candidate, platform) => {
        const parsed = parseBundleId(candidate, platform);
        if (!parsed.ok) return;
        expect(parsed.value).toMatch(/^[A-Za-z\d-]+(?:\.[A-Za-z\d-]+)+$/u);
        if (platform === "ios") return;
        expect(parsed.value).toMatch(/^[A-Za-z]\w*(?:\.[A-Za-z]\w*)+$/u);
        expect(parsed.value.split(".").some((part) => packageKeywords.has(part))).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test("gives a redirect URI that is one", () => {
    const segment = fc.stringMatching(/^[A-Za-z\d-]{1,6}$/u);
    const text = fc.array(segment, { minLength: 2, maxLength: 4 }).map((segments) => segments.join("."));
    fc.assert(
      fc.property(text, (candidate) => {
        const uri = buildRedirectUri(valueOf(parseBundleId(candidate, "ios")));
        expect(valueOf(parseRedirectUri(uri))).toBe(uri);
      }),
    );
  });

  test("is sound for any text", () => {
    const text = fc.oneof(anyText(), fc.stringMatching(/^[a-z\d._-]{0,20}$/u));
    fc.assert(
      fc.property(text, fc.constantFrom(undefined, ...platforms), (candidate, platform) => {
        const parse = (each: string) => parseBundleId(each, platform);
        expect(faultIn(parse, candidate, String)).toBeUndefined();
      }),
    );
  });
});
