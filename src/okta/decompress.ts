import { promisify } from "node:util";
import { brotliDecompress, constants, gunzip, inflate, inflateRaw } from "node:zlib";
import { BodyTooLarge, largestBody } from "./body-limit.ts";

/** As curl and browsers do: what is there counts, because some servers leave out the end. JSON shows what is missing. */
const lenient = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: largestBody };
const lenientBrotli = { finishFlush: constants.BROTLI_OPERATION_FLUSH, maxOutputLength: largestBody };

type Decoder = (body: Buffer) => Promise<Buffer>;

const decodeGzip: Decoder = (body) => promisify(gunzip)(body, lenient);

/** Some servers send the data without the header of zlib. */
const decodeDeflate: Decoder = (body) => promisify(hasZlibHeader(body) ? inflate : inflateRaw)(body, lenient);

const decoders: ReadonlyMap<string, Decoder> = new Map([
  ["gzip", decodeGzip],
  ["x-gzip", decodeGzip],
  ["deflate", decodeDeflate],
  ["br", (body: Buffer) => promisify(brotliDecompress)(body, lenientBrotli)],
]);

/** Kilobytes can decode to gigabytes: zlib stops at the limit. */
function isTooLarge(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
}

/**
 * Undoes the codings in a Content-Encoding header, the last first. A body with an unknown one is returned as it is. Throws
 * `BodyTooLarge` as soon as one is decoded to more than the limit.
 */
export async function decompress(body: Buffer, encoding: string): Promise<Buffer> {
  const codings = encoding.toLowerCase().split(",");
  const steps = codings.map((coding) => decoders.get(coding.trim())).toReversed();
  let decoded = body;
  for (const decode of steps) {
    if (decode === undefined) return body;
    decoded = await decode(decoded).catch((error: unknown) => {
      throw isTooLarge(error) ? new BodyTooLarge() : error;
    });
  }
  return decoded;
}

function hasZlibHeader(body: Buffer): boolean {
  return ((body[0] ?? 0) & 0x0f) === 0x08;
}
