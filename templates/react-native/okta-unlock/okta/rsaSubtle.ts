import { decode } from "jose/base64url";
import { PKCS1_SHA256, type PublicKey } from "micro-rsa-dsa-dh/rsa.js";

/** A key as jose expects one: it looks at all of these before it is used. */
interface RsaKey {
  readonly [Symbol.toStringTag]: "CryptoKey";
  readonly type: "public";
  readonly extractable: true;
  readonly usages: readonly string[];
  readonly algorithm: { readonly name: string; readonly hash: { readonly name: string }; readonly modulusLength: number };
  readonly rsa: PublicKey;
}

const name = "RSASSA-PKCS1-v1_5";

/**
 * The two functions of WebCrypto that jose needs to check a signature with RS256, and nothing else. No secret is
 * involved, so that it does not matter how long anything takes.
 */
export const rsaSubtle = {
  async importKey(format: string, jwk: JsonWebKey, asked: { name: string; hash: string }): Promise<RsaKey> {
    if (format !== "jwk" || jwk.kty !== "RSA" || jwk.d !== undefined) throw new TypeError("Not a public RSA key.");
    if (asked.name !== name || asked.hash !== "SHA-256") throw new TypeError(`${asked.name} is not supported.`);
    const rsa = { n: readNumber(jwk.n), e: readNumber(jwk.e) };
    return {
      [Symbol.toStringTag]: "CryptoKey",
      type: "public",
      extractable: true,
      usages: ["verify"],
      algorithm: { name, hash: { name: asked.hash }, modulusLength: rsa.n.toString(2).length },
      rsa,
    };
  },

  async verify(_algorithm: unknown, key: RsaKey, signature: Uint8Array, data: Uint8Array): Promise<boolean> {
    return PKCS1_SHA256.verify(key.rsa, data, signature);
  },
};

function readNumber(text = ""): bigint {
  const hex = Array.from(decode(text), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return BigInt(`0x${hex}`);
}
