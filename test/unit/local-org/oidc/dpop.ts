import { createHash, randomUUID } from "node:crypto";
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from "jose";
import type { Browser } from "./browser.ts";

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>;

/** A client with a DPoP key: it makes proofs (RFC 9449), and sends a token request again with the nonce it was given. */
export class DpopClient {
  /** The thumbprint of its key, as `cnf.jkt` has it. */
  readonly thumbprint: string;
  readonly #pair: KeyPair;
  readonly #jwk: object;

  private constructor(pair: KeyPair, jwk: object, thumbprint: string) {
    this.#pair = pair;
    this.#jwk = jwk;
    this.thumbprint = thumbprint;
  }

  static async make(alg = "ES256"): Promise<DpopClient> {
    const pair = await generateKeyPair(alg, { extractable: true });
    const jwk = await exportJWK(pair.publicKey);
    return new DpopClient(pair, { ...jwk, alg }, await calculateJwkThumbprint(jwk));
  }

  /** Claims that are undefined are left out. */
  async prove(claims: Readonly<Record<string, unknown>>, header: object = {}): Promise<string> {
    const { alg, ...jwk } = this.#jwk as { alg: string };
    const usual = { iat: Math.floor(Date.now() / 1000), jti: randomUUID() };
    return new SignJWT(JSON.parse(JSON.stringify({ ...usual, ...claims })))
      .setProtectedHeader({ typ: "dpop+jwt", alg, jwk, ...header })
      .sign(this.#pair.privateKey);
  }

  /** A nonce of the org, as its first refusal gives it. */
  async fetchNonce(browser: Browser, url: string, form: Readonly<Record<string, string>>): Promise<string> {
    const headers = { dpop: await this.prove({ htm: "POST", htu: url }) };
    const answer = await browser.request(url, { form: { ...form }, headers });
    return answer.headers.get("dpop-nonce") ?? "";
  }

  /** A token request with a proof and the nonce of the org. */
  async requestTokens(browser: Browser, url: string, form: Readonly<Record<string, string>>) {
    const target = { htm: "POST", htu: url };
    const send = async (claims: object) =>
      browser.request(url, {
        form: { ...form },
        headers: { accept: "application/json", cookie: "", dpop: await this.prove({ ...target, ...claims }) },
      });
    const first = await send({});
    const nonce = first.headers.get("dpop-nonce");
    return first.json.error === "use_dpop_nonce" ? send({ nonce }) : first;
  }

  /** The headers of a request to a protected resource. */
  async sign(url: string, accessToken: string, changes: Readonly<Record<string, unknown>> = {}) {
    const ath = createHash("sha256").update(accessToken).digest("base64url");
    const dpop = await this.prove({ htm: "GET", htu: url, ath, ...changes });
    return { authorization: `DPoP ${accessToken}`, dpop, accept: "application/json" };
  }
}
