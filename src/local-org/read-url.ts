/**
 * A URL by the WHATWG rules; undefined for what is none. Not by `URL.canParse`: in Node 20 and 22 it refuses umlauts and other
 * characters of Latin-1 as soon as it is compiled, after some thousand calls.
 */
export function readUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
