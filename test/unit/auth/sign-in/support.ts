import { createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import type { OrgContext } from "../../../../src/okta/exchange.ts";
import { connectOrg } from "../../../../src/auth/connect-org.ts";
import type { Credential, ServiceAppCredential } from "../../../../src/auth/credential.ts";
import type { OktaOrg } from "../../../../src/okta/port.ts";
import type { TestOrg } from "../../local-org/support.ts";
import { createOrgContext, type TestContext } from "../../okta/org-context.ts";

export const rsaKey = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;

export function pemOf(key: KeyObject, type: "pkcs1" | "pkcs8" | "sec1" = "pkcs8"): string {
  return key.export({ type, format: "pem" } as { type: "pkcs8"; format: "pem" }).toString();
}

export function jwkOf(key: KeyObject, more: object = {}): string {
  return JSON.stringify({ ...key.export({ format: "jwk" }), ...more });
}

interface ServiceApp {
  readonly id: string;
  readonly credential: ServiceAppCredential;
}

/** A service app with one public key (`key-1`), and the credential that it would be given. */
export async function serviceApp(
  org: Pick<TestOrg, "url" | "call">,
  options: {
    readonly granted?: readonly string[];
    readonly key?: KeyObject;
    readonly settings?: object;
    readonly credential?: Partial<ServiceAppCredential>;
  } = {},
): Promise<ServiceApp> {
  const { granted = ["okta.apps.manage", "okta.groups.read"], key = rsaKey, settings } = options;
  const jwk = { ...createPublicKey(key).export({ format: "jwk" }), kid: "key-1", use: "sig" };
  const { json } = await org.call("POST", "/api/v1/apps", {
    name: "oidc_client",
    label: "CI",
    signOnMode: "OPENID_CONNECT",
    credentials: { oauthClient: { token_endpoint_auth_method: "private_key_jwt" } },
    settings: {
      oauthClient: {
        application_type: "service",
        grant_types: ["client_credentials"],
        response_types: ["token"],
        jwks: { keys: [jwk] },
        ...settings,
      },
    },
  });
  for (const scopeId of granted) {
    await org.call("POST", `/api/v1/apps/${json.id}/grants`, { scopeId, issuer: org.url });
  }
  const scopes = granted.length > 0 ? granted : ["okta.apps.manage"];
  return {
    id: json.id,
    credential: {
      kind: "service-app",
      clientId: json.id,
      privateKey: pemOf(key),
      scopes,
      ...options.credential,
    },
  };
}

export function connectAs(
  org: Pick<TestOrg, "url" | "caCertificate">,
  credential: Credential,
  context: OrgContext = createOrgContext(),
): OktaOrg {
  return connectOrg(context, { orgUrl: org.url, credential, trust: org.caCertificate });
}

/** How many answers with this status the trace tells of. */
export function traced({ traced: lines }: TestContext, start: string): string[] {
  return lines.filter((line) => line.startsWith(start));
}

/** A context whose clock is this many milliseconds from real time. */
export function atOffset(milliseconds: () => number, context: TestContext = createOrgContext()): TestContext {
  return { ...context, clock: { ...context.clock, now: () => new Date(Date.now() + milliseconds()) } };
}
