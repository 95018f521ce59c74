import { crc32 } from "node:zlib";

/** One record of a state file: the CRC-32 of the JSON in eight hex digits, a space, the JSON, a newline. */
export function encodeLine(value: unknown): string {
  const json = JSON.stringify(value);
  return `${checksum(json)} ${json}\n`;
}

/** The value of a line (without its newline), or undefined when the checksum or the JSON is wrong. */
export function decodeLine(line: string): unknown {
  const json = line.slice(9);
  if (line[8] !== " " || checksum(json) !== line.slice(0, 8)) return undefined;
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, "0");
}
