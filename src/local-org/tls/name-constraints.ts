/** The object identifier of the extension (RFC 5280, 4.2.1.10). */
export const nameConstraintsOid = "2.5.29.30";

/**
 * The DER of name constraints that permit these names and no others: whoever got hold of the authority's key could not use
 * it for any other site. IPv4 as four bytes, IPv6 as sixteen; each is permitted as a single address.
 */
export function permittedNames(dnsNames: readonly string[], addresses: readonly Uint8Array[]): Uint8Array {
  const subtrees = [
    ...dnsNames.map((name) => element(dnsNameTag, Buffer.from(name, "latin1"))),
    ...addresses.map((address) =>
      element(ipAddressTag, Buffer.concat([address, Buffer.alloc(address.length, 0xff)])),
    ),
  ].map((name) => element(sequenceTag, name));
  return element(sequenceTag, element(permittedSubtreesTag, Buffer.concat(subtrees)));
}

const sequenceTag = 0x30;
const permittedSubtreesTag = 0xa0;
const dnsNameTag = 0x82;
const ipAddressTag = 0x87;

/** One DER element. What is built here stays under 256 bytes, so one or two length bytes do. */
function element(tag: number, content: Uint8Array): Buffer {
  const length = content.length < 128 ? [content.length] : [0x81, content.length];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}
