// DER (X.690), as much of it as certificates take (RFC 5280): the library for it took longer to load than a start may.

const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Encodes an element: its tag, the length of its content, its content. */
function encode(tag: number, content: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([tag, ...encodeLength(content.length)]), content]);
}

/** Up to 127 in one byte; else the number of the bytes that follow, and these. */
function encodeLength(length: number): number[] {
  if (length < 128) return [length];
  return length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
}

/** Encodes elements one after the other: `sequence(version, serialNumber)`. */
export function sequence(...elements: readonly Uint8Array[]): Buffer {
  return encode(tags.sequence, Buffer.concat(elements));
}

export function set(...elements: readonly Uint8Array[]): Buffer {
  return encode(tags.set, Buffer.concat(elements));
}

export function boolean(isTrue: boolean): Buffer {
  return encode(tags.boolean, Buffer.from([isTrue ? 0xff : 0]));
}

/** Encodes a whole number that is not negative, given as its bytes. */
export function integer(...bytes: readonly number[]): Buffer {
  const [first = 0] = bytes;
  return encode(tags.integer, Buffer.from(first < 0x80 ? bytes : [0, ...bytes]));
}

/** Encodes bits, of which the last byte leaves so many unused. */
export function bitString(bytes: Uint8Array, unusedBits = 0): Buffer {
  return encode(tags.bitString, Buffer.concat([Buffer.from([unusedBits]), bytes]));
}

export function octetString(bytes: Uint8Array): Buffer {
  return encode(tags.octetString, bytes);
}

export function utf8String(text: string): Buffer {
  return encode(tags.utf8String, Buffer.from(text, "utf8"));
}

/** Encodes a dotted object identifier: the first two numbers in one byte, the others in groups of seven bits. */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return encode(tags.objectIdentifier, Buffer.from([first * 40 + second, ...rest.flatMap(sevenBitGroups)]));
}

function sevenBitGroups(number: number): number[] {
  const groups = [number & 0x7f];
  for (let rest = number >>> 7; rest > 0; rest >>>= 7) groups.unshift((rest & 0x7f) | 0x80);
  return groups;
}

/** Encodes a time as RFC 5280 wants it: with two digits of the year before 2050, with four from then on. */
export function time(date: Date): Buffer {
  const digits = `${date.toISOString().replaceAll(/\D/gu, "").slice(0, 14)}Z`;
  if (date.getUTCFullYear() < 2050) return encode(tags.utcTime, Buffer.from(digits.slice(2), "latin1"));
  return encode(tags.generalizedTime, Buffer.from(digits, "latin1"));
}

/** Encodes a field that a number in brackets tells from its neighbours, `[0] EXPLICIT`: it holds whole elements. */
export function explicit(number: number, ...elements: readonly Uint8Array[]): Buffer {
  return encode(0xa0 + number, Buffer.concat(elements));
}

/** The same as `[2] IMPLICIT`: it holds bytes whose type the number tells. */
export function implicit(number: number, bytes: Uint8Array): Buffer {
  return encode(0x80 + number, bytes);
}

/** Splits the content of an element into the elements that it holds, each whole: with its tag and its length. */
export function readElements(element: Uint8Array): Buffer[] {
  const content = contentOf(element);
  const elements: Buffer[] = [];
  for (let at = 0; at < content.length;) {
    const rest = content.subarray(at);
    const { start, length } = readLength(rest);
    elements.push(rest.subarray(0, start + length));
    at += start + length;
  }
  return elements;
}

/** The content of an element, without its tag and its length. */
export function contentOf(element: Uint8Array): Buffer {
  const { start, length } = readLength(element);
  return Buffer.from(element).subarray(start, start + length);
}

function readLength(element: Uint8Array): { readonly start: number; readonly length: number } {
  const [, first = 0, second = 0, third = 0] = element;
  if (first === 0x81) return { start: 3, length: second };
  return first === 0x82 ? { start: 4, length: (second << 8) | third } : { start: 2, length: first };
}
