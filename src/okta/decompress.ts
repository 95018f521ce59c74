import { promisify } from "node:util";
import { brotliDecompress, constants, gunzip, inflate, inflateRaw } from "node:zlib";

/** As curl and browsers do: what is there counts, because some servers leave out the end. JSON shows what is missing. */
const lenient = { finishFlush: constants.Z_SYNC_FLUSH };
const lenientBrotli = { finishFlush: constants.BROTLI_OPERATION_FLUSH };

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

/** Undoes the codings in a Content-Encoding header, the last first. A body with an unknown one is returned as it is. */
export async function decompress(body: Buffer, encoding: string): Promise<Buffer> {
  const codings = encoding.toLowerCase().split(",");
  const steps = codings.map((coding) => decoders.get(coding.trim())).toReversed();
  let decoded = body;
  for (const decode of steps) {
    if (decode === undefined) return body;
    decoded = await decode(decoded);
  }
  return decoded;
}

function hasZlibHeader(body: Buffer): boolean {
  return ((body[0] ?? 0) & 0x0f) === 0x08;
}
