import { createPublicKey } from "node:crypto";
import type { JsonWebKey } from "node:crypto";
import type { Json, JsonObject } from "../../json.ts";
import { toObject, toText } from "../../json.ts";
import { oauthClientOf, oauthSettingsOf } from "../../model/apps.ts";
import type { Org } from "../../org.ts";
import type { StoredApp } from "../../store/collections.ts";
import { findActiveApp } from "../client-metadata.ts";
import { isFirstUse } from "../adapter.ts";
import { Refusal } from "../refusal.ts";

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const hour = 3600;

/**
 * The service app that a `client_assertion` proves (RFC 7523), checked as Okta does: key, audience, times, single use. Throws a
 * `Refusal` with Okta's words.
 */
export async function findAppOfAssertion(org: Org, form: URLSearchParams): Promise<StoredApp> {
  const assertion = form.get("client_assertion");
  if (assertion === null) throw createMethodError(org, form);
  if (form.get("client_assertion_type") !== assertionType) {
    throw createClientError(`The client_assertion_type is invalid. Valid values: [${assertionType}].`);
  }
  const { decodeJwt } = await import("jose");
  const claims = decodeOrRefuse(() => decodeJwt(assertion) as JsonObject);
  const app = findActiveApp(org, toText(claims["sub"]));
  if (app === undefined || claims["iss"] !== claims["sub"])
    throw createClientError("The client_assertion token has an invalid issuer or subject.");
  await verifySignature(app, assertion);
  checkClaims(org, claims);
  return app;
}

function createClientError(description: string): Refusal {
  return new Refusal(401, "invalid_client", description);
}

function createMethodError(org: Org, form: URLSearchParams): Refusal {
  const app = findActiveApp(org, form.get("client_id") ?? "");
  if (app === undefined) return createClientError("No client credentials found.");
  return createClientError(
    "Client Credentials requests to the Org Authorization Server must use the private_key_jwt token_endpoint_auth_method.",
  );
}

function decodeOrRefuse<T>(decode: () => T): T {
  try {
    return decode();
  } catch {
    throw createClientError("The client_assertion token is not a valid JWT.");
  }
}

async function verifySignature(app: StoredApp, assertion: string): Promise<void> {
  const { compactVerify, decodeProtectedHeader } = await import("jose");
  if (oauthClientOf(app)["token_endpoint_auth_method"] !== "private_key_jwt") {
    throw createClientError(
      "The client is not configured to use the private_key_jwt token_endpoint_auth_method.",
    );
  }
  const { kid } = decodeOrRefuse(() => decodeProtectedHeader(assertion));
  const keys = listKeys(app).filter((key) => key["status"] !== "INACTIVE");
  const key = kid === undefined && keys.length === 1 ? keys[0] : keys.find((each) => each["kid"] === kid);
  if (key === undefined) throw createClientError("The client_assertion JWT kid is invalid.");
  try {
    const publicKey = createPublicKey({ key: key as JsonWebKey, format: "jwk" });
    await compactVerify(assertion, publicKey, { algorithms: signatures });
  } catch {
    throw createClientError("The client_assertion signature is invalid.");
  }
}

const signatures = ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"];

function listKeys(app: StoredApp): readonly JsonObject[] {
  const keys: Json | undefined = toObject(oauthSettingsOf(app)["jwks"])?.["keys"];
  if (!Array.isArray(keys)) return [];
  return (keys as readonly Json[]).map(toObject).filter((key) => key !== undefined);
}

function checkClaims(org: Org, claims: JsonObject): void {
  const now = org.clock.now().getTime() / 1000;
  const { aud, exp, iat, jti } = claims;
  if (aud !== `${org.url}/oauth2/v1/token`) {
    throw createClientError(
      "The audience claim for client_assertion must be the endpoint invoked for the request.",
    );
  }
  if (typeof exp !== "number")
    throw createClientError("The client_assertion token must contain an expiration time.");
  if (exp <= now) throw createClientError("The client_assertion token is expired.");
  if (exp > now + hour + tolerance) {
    throw createClientError(
      "The client_assertion token must not have an expiration time that is more than one hour in the future.",
    );
  }
  if (typeof iat === "number" && iat > now + tolerance) {
    throw createClientError("The client_assertion token must be issued before the current time.");
  }
  if (typeof jti === "string" && !isFirstUse(org, `assertion:${toText(claims["sub"])}:${jti}`, exp - now)) {
    throw createClientError("The client_assertion token has already been used.");
  }
}

/** How many seconds two clocks may differ. */
const tolerance = 60;
