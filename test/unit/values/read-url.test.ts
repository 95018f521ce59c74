import { expect, test } from "vitest";
import { readUrl } from "../../../src/values/read-url.ts";

test("a URL is read by the rules of the web, and what is none is undefined", () => {
  expect(readUrl("HTTPS://Example.com")?.href).toBe("https://example.com/");
  expect(readUrl("b", "https://example.com/a")?.href).toBe("https://example.com/b");
  expect(readUrl("nothing")).toBeUndefined();
});

test("an umlaut is no fault, however many addresses were read before", () => {
  for (let count = 0; count < 50_000; count += 1) readUrl(`https://example.com/${count}`);
  expect(readUrl("https://münchen.example/ä")?.href).toBe("https://xn--mnchen-3ya.example/%C3%A4");
});
