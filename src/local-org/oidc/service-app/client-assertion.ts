import { createPublicKey } from "node:crypto";
import type { JsonWebKey } from "node:crypto";
import type { Json, JsonObject } from "../../json.ts";
import { asObject, textOf } from "../../json.ts";
import { oauthClientOf, oauthSettingsOf } from "../../model/app-fields.ts";
import type { Org } from "../../org.ts";
import type { StoredApp } from "../../store/collections.ts";
import { activeAppOf } from "../client-metadata.ts";
import { isFirstUse } from "../adapter.ts";
import { Refusal } from "./refusal.ts";

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const hour = 3600;

/**
 * The service app that a `client_assertion` proves (RFC 7523), checked as Okta does: key, audience, times, single use. Throws a
 * `Refusal` with Okta's words.
 */
export async function appOfAssertion(org: Org, form: URLSearchParams): Promise<StoredApp> {
  const assertion = form.get("client_assertion");
  if (assertion === null) throw notByKey(org, form);
  if (form.get("client_assertion_type") !== assertionType) {
    throw refused(`The client_assertion_type is invalid. Valid values: [${assertionType}].`);
  }
  const { decodeJwt } = await import("jose");
  const claims = decoded(() => decodeJwt(assertion) as JsonObject);
  const app = activeAppOf(org, textOf(claims["sub"]));
  if (app === undefined || claims["iss"] !== claims["sub"])
    throw refused("The client_assertion token has an invalid issuer or subject.");
  await verifySignature(app, assertion);
  checkClaims(org, claims);
  return app;
}

function refused(description: string): Refusal {
  return new Refusal(401, "invalid_client", description);
}

function notByKey(org: Org, form: URLSearchParams): Refusal {
  const app = activeAppOf(org, form.get("client_id") ?? "");
  if (app === undefined) return refused("No client credentials found.");
  return refused(
    "Client Credentials requests to the Org Authorization Server must use the private_key_jwt token_endpoint_auth_method.",
  );
}

function decoded<T>(decode: () => T): T {
  try {
    return decode();
  } catch {
    throw refused("The client_assertion token is not a valid JWT.");
  }
}

async function verifySignature(app: StoredApp, assertion: string): Promise<void> {
  const { compactVerify, decodeProtectedHeader } = await import("jose");
  if (oauthClientOf(app)["token_endpoint_auth_method"] !== "private_key_jwt") {
    throw refused("The client is not configured to use the private_key_jwt token_endpoint_auth_method.");
  }
  const { kid } = decoded(() => decodeProtectedHeader(assertion));
  const keys = keysOf(app).filter((key) => key["status"] !== "INACTIVE");
  const key = kid === undefined && keys.length === 1 ? keys[0] : keys.find((each) => each["kid"] === kid);
  if (key === undefined) throw refused("The client_assertion JWT kid is invalid.");
  try {
    const publicKey = createPublicKey({ key: key as JsonWebKey, format: "jwk" });
    await compactVerify(assertion, publicKey, { algorithms: signatures });
  } catch {
    throw refused("The client_assertion signature is invalid.");
  }
}

const signatures = ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"];

function keysOf(app: StoredApp): readonly JsonObject[] {
  const keys: Json | undefined = asObject(oauthSettingsOf(app)["jwks"])?.["keys"];
  if (!Array.isArray(keys)) return [];
  return (keys as readonly Json[]).map(asObject).filter((key) => key !== undefined);
}

function checkClaims(org: Org, claims: JsonObject): void {
  const now = org.clock.now().getTime() / 1000;
  const { aud, exp, iat, jti } = claims;
  if (aud !== `${org.url}/oauth2/v1/token`) {
    throw refused("The audience claim for client_assertion must be the endpoint invoked for the request.");
  }
  if (typeof exp !== "number") throw refused("The client_assertion token must contain an expiration time.");
  if (exp <= now) throw refused("The client_assertion token is expired.");
  if (exp > now + hour + tolerance) {
    throw refused(
      "The client_assertion token must not have an expiration time that is more than one hour in the future.",
    );
  }
  if (typeof iat === "number" && iat > now + tolerance) {
    throw refused("The client_assertion token must be issued before the current time.");
  }
  if (typeof jti === "string" && !isFirstUse(org, `assertion:${textOf(claims["sub"])}:${jti}`, exp - now)) {
    throw refused("The client_assertion token has already been used.");
  }
}

/** Seconds that two clocks may differ. */
const tolerance = 60;
