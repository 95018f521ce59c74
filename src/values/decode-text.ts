/**
 * The text in bytes from outside: UTF-8, or the UTF-16 that PowerShell 5 and Notepad write. A byte order mark decides and is
 * left out; without one every second byte of UTF-16 is zero as long as it spells ASCII.
 */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder(findEncoding(bytes)).decode(bytes);
}

function findEncoding([first, second]: Uint8Array): string {
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return "utf-16le";
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0 && second !== undefined)) {
    return "utf-16be";
  }
  return "utf-8";
}
