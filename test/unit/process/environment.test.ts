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
  expect(takeEnvironment(env)).toEqual({ ...others, ...credentials });
  expect(env).toEqual(others);
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
