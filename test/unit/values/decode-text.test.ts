import { expect, test } from "vitest";
import { decodeText } from "../../../src/values/decode-text.ts";

const utf16 = (text: string): Buffer => Buffer.from(text, "utf16le");

test.each<[string, Buffer, string]>([
  ["UTF-8", Buffer.from("00abc é"), "00abc é"],
  ["UTF-8 with a mark", Buffer.from("\uFEFF00abc"), "00abc"],
  ["UTF-16", utf16("\uFEFF00abc\r\n"), "00abc\r\n"],
  ["UTF-16 without a mark", utf16("00abc"), "00abc"],
  ["UTF-16 with the high byte first", utf16("\uFEFF00abc").swap16(), "00abc"],
  ["UTF-16 with the high byte first and no mark", utf16("00abc").swap16(), "00abc"],
  ["nothing", Buffer.alloc(0), ""],
  ["one byte", Buffer.from("0"), "0"],
])("a text is read from %s", (_name, bytes, text) => {
  expect(decodeText(bytes)).toBe(text);
});
