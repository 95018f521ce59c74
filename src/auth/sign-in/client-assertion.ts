import { randomUUID } from "node:crypto";
import type { Clock } from "../../context.ts";
import type { SigningKey } from "./private-key.ts";

interface AssertionParts {
  readonly clientId: string;
  readonly signingKey: SigningKey;
  readonly keyId: string | undefined;
  /** The endpoint that the assertion is for. */
  readonly audience: string;
}

const lifetime = 300;

/** The form fields by which a service app proves itself, good once (RFC 7523, section 2.2). */
export async function clientAssertion(
  clock: Pick<Clock, "now">,
  { clientId, signingKey: { key, algorithm }, keyId, audience }: AssertionParts,
): Promise<{ client_assertion_type: string; client_assertion: string }> {
  const { SignJWT } = await import("jose");
  const issuedAt = Math.floor(clock.now().getTime() / 1000);
  const assertion = await new SignJWT()
    .setProtectedHeader({ alg: algorithm, ...(keyId !== undefined && { kid: keyId }) })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(audience)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + lifetime)
    .setJti(randomUUID())
    .sign(key);
  return {
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: assertion,
  };
}
