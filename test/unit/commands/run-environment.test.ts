import { expect, test } from "vitest";
import { buildEnvironment } from "../../../src/commands/run-action.ts";
import { takeEnvironment } from "../../../src/process/environment.ts";

const variables = {
  OKTA_ORG_URL: "https://localhost:8643",
  OKTA_ISSUER: "https://localhost:8643/oauth2/default",
  OKTA_CLIENT_ID: "0oaNew",
  OKTA_REDIRECT_URI: "com.example.app:/callback",
  OKTA_POST_LOGOUT_REDIRECT_URI: "com.example.app:/logout",
};

const secrets = {
  OKTA_CLIENT_TOKEN: "00secret",
  OKTA_CLIENT_PRIVATEKEY: "-----BEGIN",
  OKTA_CLIENT_CLIENTID: "0oaService",
  OKTA_CLIENT_SCOPES: "okta.apps.manage",
  OKTA_CLIENT_KEYID: "key",
  OKTA_CLIENT_PRIVATEKEYID: "key",
  OKTA_CLIENT_AUTHORIZATIONMODE: "PrivateKey",
  Okta_Client_Token: "00secret",
};

test("the credential stays behind; all else that was there comes along", () => {
  const kept = { PATH: "/bin", OKTA_CLIENT_ORGURL: "https://x.okta.com", OKTA_UNLOCK_ORG: "dev" };
  const env = buildEnvironment({ ...kept, ...secrets }, { variables, passCredentials: false });
  expect(env).toEqual({ ...kept, ...variables });
});

test("the credential comes along when that was asked for", () => {
  const env = buildEnvironment(secrets, { variables, passCredentials: true });
  expect(env).toEqual({ ...secrets, ...variables });
});

test("an older app in the environment gives way, however it is spelled", () => {
  const older = { OKTA_CLIENT_ID: "0oaOld", Okta_Issuer: "https://old.okta.com" };
  expect(buildEnvironment(older, { variables, passCredentials: true })).toEqual(variables);
});

test.each([
  [{}, "/data/ca.pem"],
  [{ NODE_EXTRA_CA_CERTS: "" }, "/data/ca.pem"],
  [{ NODE_EXTRA_CA_CERTS: "/own.pem" }, "/own.pem"],
])("Node is told to trust the local org beside %j", (env, trusted) => {
  const local = { ...variables, OKTA_CA_CERTIFICATE: "/data/ca.pem" };
  expect(buildEnvironment(env, { variables: local, passCredentials: false })).toMatchObject({
    OKTA_CA_CERTIFICATE: "/data/ca.pem",
    NODE_EXTRA_CA_CERTS: trusted,
  });
});

test("with the variables of Windows, a second one that differs in case alone is left out", () => {
  const local = { ...variables, OKTA_CA_CERTIFICATE: "/data/ca.pem" };
  const env = takeEnvironment({ Node_Extra_CA_Certs: "", Path: "x" }, "win32");
  const built = buildEnvironment(env, { variables: local, passCredentials: false });
  expect(built).toEqual({ Path: "x", ...local, NODE_EXTRA_CA_CERTS: "/data/ca.pem" });
  const own = takeEnvironment({ Node_Extra_CA_Certs: "/own.pem" }, "win32");
  const kept = buildEnvironment(own, { variables: local, passCredentials: false });
  expect(kept).toEqual({ ...local, Node_Extra_CA_Certs: "/own.pem" });
});
