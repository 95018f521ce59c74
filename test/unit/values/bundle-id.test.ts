import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseBundleId } from "../../../src/values/bundle-id.ts";
import { packageKeywords } from "../../../src/values/reserved-words.ts";
import { anyText } from "./any-text.ts";
import { faultIn, refusalOf, valueOf } from "./values.ts";

describe("a bundle identifier", () => {
  test.each(["com.example.app", "com.Example.MyApp", "a.b", "io.acme2.unlock"])("can be %j", (text) => {
    expect(valueOf(parseBundleId(` ${text} `))).toBe(text);
  });

  test.each([
    ["com.example.my_app", "underscore", "com.example.myapp"],
    ["com.example.my-app", "hyphen", "com.example.myapp"],
    ["myapp", "two segments", "com.example.myapp"],
    ["com.3d.app", "letter", "com.app3d.app"],
    ["com.example.new", "keyword", "com.example.newapp"],
    ["in.example.app", "keyword", "inapp.example.app"],
    ["com..app", "empty segment", "com.app"],
    [".com.app", "empty segment", "com.app"],
    ["com.app.", "empty segment", "com.app"],
    ["com.exämple.app", "ASCII", "com.example.app"],
    ["com.example.my app", "ASCII", "com.example.myapp"],
    ["com.example/app", "ASCII", "com.exampleapp"],
    ["", "empty", undefined],
    ["名.前", "ASCII", undefined],
    [`com.${"x".repeat(152)}`, "155", undefined],
  ])("can't be %j", (text, word, suggestion) => {
    const refusal = refusalOf(parseBundleId(text));
    expect(refusal.problem).toContain(word);
    expect(refusal.suggestion).toBe(suggestion);
  });

  test("fits the rules of iOS and of Android when it is accepted", () => {
    const segment = fc.stringMatching(/^[A-Za-z\d_-]{0,6}$/u);
    const text = fc.array(segment, { maxLength: 4 }).map((segments) => segments.join("."));
    fc.assert(
      fc.property(text, (candidate) => {
        const parsed = parseBundleId(candidate);
        if (!parsed.ok) return;
        expect(parsed.value).toMatch(/^[A-Za-z\d.-]+$/u);
        expect(parsed.value).toMatch(/^[A-Za-z]\w*(?:\.[A-Za-z]\w*)+$/u);
        expect(parsed.value.split(".").some((part) => packageKeywords.has(part))).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test("is sound for any text", () => {
    const text = fc.oneof(anyText(), fc.stringMatching(/^[a-z\d._-]{0,20}$/u));
    fc.assert(
      fc.property(text, (candidate) => {
        expect(faultIn(parseBundleId, candidate, String)).toBeUndefined();
      }),
    );
  });
});
