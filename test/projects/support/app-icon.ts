import { deflateSync } from "node:zlib";

type Colour = readonly [red: number, green: number, blue: number];

/** The colours of one look of the icon: its ground from top to bottom, and the lock on it. */
interface Look {
  readonly top: Colour;
  readonly bottom: Colour;
  readonly lock: Colour;
}

/** The looks that iOS chooses from; for `tinted` it takes the brightness only. */
export const looks: Readonly<Record<"light" | "dark" | "tinted", Look>> = {
  light: { top: [38, 119, 186], bottom: [18, 65, 120], lock: [255, 255, 255] },
  dark: { top: [24, 38, 58], bottom: [10, 17, 29], lock: [125, 184, 236] },
  tinted: { top: [0, 0, 0], bottom: [0, 0, 0], lock: [235, 235, 235] },
};

/** Pixels on a side. */
const iconSize = 1024;

/** The pixels of the icon, row by row, three bytes each: a lock, drawn from its outline. */
export function drawIcon({ top, bottom, lock }: Look): Buffer {
  const pixels = Buffer.alloc(iconSize * iconSize * 3);
  for (let y = 0; y < iconSize; y++) {
    const ground = mixed(top, bottom, y / (iconSize - 1));
    for (let x = 0; x < iconSize; x++) {
      // Half a pixel to either side of the outline is mixed: that is what makes it smooth.
      const share = Math.min(1, Math.max(0, 0.5 - distanceToLock(x + 0.5, y + 0.5)));
      pixels.set(mixed(ground, lock, share), (y * iconSize + x) * 3);
    }
  }
  return pixels;
}

function mixed(from: Colour, to: Colour, share: number): Colour {
  const at = (index: 0 | 1 | 2): number => Math.round(from[index] + (to[index] - from[index]) * share);
  return [at(0), at(1), at(2)];
}

/** In pixels; negative inside of the lock. */
function distanceToLock(x: number, y: number): number {
  const body = roundedBox(x - 512, y - 612, [210, 176, 56]);
  const shackle = Math.max(Math.abs(archDistance(x - 512, y - 400)) - 34, y - 500);
  const keyhole = Math.min(Math.hypot(x - 512, y - 584) - 48, roundedBox(x - 512, y - 653, [20, 69, 20]));
  return Math.max(Math.min(body, shackle), -keyhole);
}

/** To the line in the middle of the shackle: half a circle, and straight down from its ends. */
function archDistance(x: number, y: number): number {
  return (y < 0 ? Math.hypot(x, y) : Math.abs(x)) - 128;
}

function roundedBox(x: number, y: number, [width, height, radius]: Colour): number {
  const right = Math.abs(x) - width + radius;
  const down = Math.abs(y) - height + radius;
  return Math.hypot(Math.max(right, 0), Math.max(down, 0)) + Math.min(Math.max(right, down), 0) - radius;
}

/** A PNG (ISO/IEC 15948) of these pixels, without transparency: the App Store refuses icons that have it. */
export function pngOf(pixels: Buffer): Buffer {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0]);
  header.writeUInt32BE(iconSize, 0);
  header.writeUInt32BE(iconSize, 4);
  const row = iconSize * 3;
  const rows = Array.from({ length: iconSize }, (_, y) => [
    Buffer.of(2),
    filtered(
      pixels.subarray(y * row, (y + 1) * row),
      y === 0 ? undefined : pixels.subarray((y - 1) * row, y * row),
    ),
  ]);
  const data = deflateSync(Buffer.concat(rows.flat()), { level: 9 });
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", data),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** Each byte as its difference from the one above: filter 2, "up". */
function filtered(line: Buffer, above: Buffer | undefined): Buffer {
  return above === undefined ? line : Buffer.from(line.map((byte, index) => byte - (above[index] ?? 0)));
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(checksum(body), body.length + 4);
  return frame;
}

/** CRC-32, as ISO 3309 has it. `zlib.crc32` came with Node 22.2. */
function checksum(data: Buffer): number {
  let value = 0xff_ff_ff_ff;
  for (const byte of data) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xed_b8_83_20 : 0);
  }
  return (value ^ 0xff_ff_ff_ff) >>> 0;
}
