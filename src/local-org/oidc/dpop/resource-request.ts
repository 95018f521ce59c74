import type { Context } from "koa";
import { toObject } from "../../json.ts";
import type { JsonObject } from "../../json.ts";
import type { Org } from "../../org.ts";
import { Refusal } from "../refusal.ts";
import { proofAlgorithms, readTarget, verifyProof } from "./proof.ts";

/** An access token as a request to a protected resource carries it. */
interface SentToken {
  /** `Bearer` or `DPoP`, in any case. */
  readonly scheme: string;
  readonly token: string;
  readonly claims: JsonObject;
}

/** Why a request may not use the access token it carries, in Okta's words; undefined when it may (RFC 9449, 7). */
export async function findBindingProblem(
  org: Org,
  context: Context,
  { scheme, token, claims }: SentToken,
): Promise<string | undefined> {
  const bound = readThumbprint(claims);
  const isDpop = scheme.toLowerCase() === "dpop";
  if (bound === undefined) return isDpop ? "The access token is not bound to a DPoP key." : undefined;
  if (!isDpop) return "The access token is bound to a DPoP key and needs the scheme DPoP.";
  try {
    const thumbprint = await verifyProof(org, context, { ...readTarget(org, context), accessToken: token });
    if (thumbprint === undefined) return "The DPoP proof JWT header is missing.";
    return thumbprint === bound ? undefined : "The DPoP proof JWT is signed with another key.";
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

/** The thumbprint of the key that an access token is bound to: `cnf.jkt` (RFC 9449, 6.1). */
export function readThumbprint(claims: JsonObject): string | undefined {
  const thumbprint = toObject(claims["cnf"])?.["jkt"];
  return typeof thumbprint === "string" ? thumbprint : undefined;
}

/** `WWW-Authenticate` of a request without a valid proof. */
export function composeDpopChallenge(description: string): string {
  return `DPoP algs="${proofAlgorithms.join(" ")}", error="invalid_dpop_proof", error_description="${description}"`;
}
