import { expect, test } from "vitest";
import { isContinuousIntegration, takeEnvironment } from "../../../src/process/environment.ts";

test("the credentials leave the process, which keeps everything else for its children", () => {
  const others = { PATH: "/bin", OKTA_CLIENT_ORGURL: "https://acme.okta.com", OKTA_UNLOCK_ORG: "acme" };
  const credentials = {
    OKTA_CLIENT_TOKEN: "00secret",
    OKTA_CLIENT_PRIVATEKEY: "key",
    OKTA_CLIENT_CLIENTID: "0oa1",
    okta_client_token: "as Windows may spell it",
  };
  const env: NodeJS.ProcessEnv = { ...others, ...credentials };
  expect(takeEnvironment(env, "linux")).toEqual({ ...others, ...credentials });
  expect(env).toEqual(others);
});

test("on Windows a variable is found in any case, and listed as it is spelled", () => {
  const spelled = {
    Path: "C:\\bin",
    Https_Proxy: "http://proxy:3128",
    Okta_Unlock_Org: "acme",
    okta_client_token: "00secret",
    Node_Options: "--no-warnings",
    Okta_Client_OrgUrl: "",
    Node_Extra_CA_Certs: "C:\\ca.pem",
  };
  const env = takeEnvironment({ ...spelled }, "win32");
  const { Okta_Client_OrgUrl: _empty, ...kept } = spelled;
  expect({ ...env }).toEqual(kept);
  expect(env["OKTA_UNLOCK_ORG"]).toBe("acme");
  expect(env["OKTA_CLIENT_TOKEN"]).toBe("00secret");
  expect(env["https_proxy"]).toBe("http://proxy:3128");
  expect(env["HTTPS_PROXY"]).toBe("http://proxy:3128");
  expect(env["PATH"]).toBe("C:\\bin");
  expect("NODE_OPTIONS" in env).toBe(true);
  expect(env["OKTA_CLIENT_ORGURL"]).toBeUndefined();
});

test("elsewhere a name is its spelling", () => {
  expect(takeEnvironment({ Okta_Unlock_Org: "acme" }, "linux")["OKTA_UNLOCK_ORG"]).toBeUndefined();
});

test.each(["", " ", "0", "false", "False", "FALSE", "no", "No", "off", "n", "f", " false "])(
  "CI=%j is no CI system",
  (value) => {
    expect(isContinuousIntegration({ CI: value })).toBe(false);
  },
);

test.each(["1", "true", "True", "yes", "woodpecker", "azure"])("CI=%j is a CI system", (value) => {
  expect(isContinuousIntegration({ CI: value })).toBe(true);
});
