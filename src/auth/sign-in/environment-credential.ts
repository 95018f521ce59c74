import { setVariable } from "../../hints.ts";
import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { parseClientId } from "../../values/client-id.ts";
import { type ApiTokenCredential, type ServiceAppCredential, readApiToken } from "../credential.ts";
import { readKeyOrFile } from "./key-file.ts";
import { parseScopes } from "./scopes.ts";

type Source = Pick<Context, "env" | "secrets" | "cwd">;

/**
 * The credential that the environment holds, by the names that every Okta SDK reads; undefined when it holds none.
 * OKTA_CLIENT_AUTHORIZATIONMODE says which kind: `SSWS` (the default) or `PrivateKey`. What is secret is registered.
 * Throws `invalid-value` for a value that can't be right, and `missing-input`, its details naming every variable that is
 * not set, for a service app that is not complete.
 */
export function readEnvironmentCredential(
  context: Source,
): ApiTokenCredential | ServiceAppCredential | undefined {
  const mode = readVariable(context, "OKTA_CLIENT_AUTHORIZATIONMODE") ?? "SSWS";
  const known = { ssws: readTokenVariable, privatekey: readServiceApp }[mode.toLowerCase()];
  if (known !== undefined) return known(context);
  throw new OktaUnlockError("invalid-value", {
    message: `OKTA_CLIENT_AUTHORIZATIONMODE can't be ${JSON.stringify(mode)}.`,
    why: "It can be SSWS (an API token) or PrivateKey (a service app).",
    next: `Choose one: ${setVariable("OKTA_CLIENT_AUTHORIZATIONMODE", "PrivateKey")}`,
  });
}

function readTokenVariable(context: Source): ApiTokenCredential | undefined {
  const text = readVariable(context, "OKTA_CLIENT_TOKEN");
  if (text === undefined) return undefined;
  return { kind: "api-token", token: readApiToken(context, "OKTA_CLIENT_TOKEN", text) };
}

const variables = {
  OKTA_CLIENT_CLIENTID: "client ID of the service app",
  OKTA_CLIENT_SCOPES: "scopes of the service app (okta.apps.manage okta.groups.read …)",
  OKTA_CLIENT_PRIVATEKEY: "private key of the service app (PEM, JWK, or the path of a file)",
} as const;

function readServiceApp(context: Source): ServiceAppCredential {
  const clientId = readVariable(context, "OKTA_CLIENT_CLIENTID");
  const scopes = readVariable(context, "OKTA_CLIENT_SCOPES");
  const key = readVariable(context, "OKTA_CLIENT_PRIVATEKEY");
  if (clientId === undefined || scopes === undefined || key === undefined)
    throw createIncompleteError(context);
  const keyId =
    readVariable(context, "OKTA_CLIENT_KEYID") ?? readVariable(context, "OKTA_CLIENT_PRIVATEKEYID");
  const privateKey = readKeyOrFile(context, "OKTA_CLIENT_PRIVATEKEY", key);
  assertClientId(clientId);
  return {
    kind: "service-app",
    clientId,
    scopes: parseScopes(scopes),
    privateKey,
    ...(keyId !== undefined && { keyId }),
  };
}

function createIncompleteError(context: Source): OktaUnlockError {
  const unset = Object.entries(variables).filter(([name]) => readVariable(context, name) === undefined);
  return new OktaUnlockError("missing-input", {
    message: "The environment does not contain everything that a service app needs to sign in.",
    why: "OKTA_CLIENT_AUTHORIZATIONMODE is PrivateKey.",
    next: `Set what is missing: ${setVariable(unset[0]?.[0] ?? "", "<value>")}`,
    details: unset.map(([name, label]) => `${label}: ${name}`),
  });
}

function assertClientId(clientId: string): void {
  const parsed = parseClientId(clientId);
  if (parsed.ok) return;
  throw new OktaUnlockError("invalid-value", {
    message: "OKTA_CLIENT_CLIENTID is not the client ID of a service app.",
    why: parsed.problem,
    next: `Copy it from Admin Console > Applications > the app, then: ${setVariable("OKTA_CLIENT_CLIENTID", "<client id>")}`,
  });
}

function readVariable({ env }: Source, name: string): string | undefined {
  const trimmed = env[name]?.trim();
  return trimmed === "" ? undefined : trimmed;
}
