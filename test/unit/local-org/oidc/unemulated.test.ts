import { afterAll, describe, expect, test } from "vitest";
import { unemulatedValues } from "../../../../src/local-org/oidc/unemulated.ts";
import { startTestOrg } from "../support.ts";
import { answerOf, authorizationRequest, Browser, signInApp, tokenRequest } from "./browser.ts";

const org = await startTestOrg({}, afterAll);
const { clientId } = await signInApp(org);
const base = "/oauth2/default/v1";

const asked = unemulatedValues
  .filter(({ endpoint }) => endpoint === "authorize")
  .flatMap(({ parameter, values = ["some-value"], error, missing }) =>
    values.map((value) => ({ parameter, value, error, missing })),
  );

describe.each(asked)(
  "$parameter=$value is said not to be emulated",
  ({ parameter, value, error, missing }) => {
    const refusal = { error, error_description: `The local org has no ${missing}.` };
    const { url, state } = authorizationRequest(clientId, { [parameter]: value });

    test("to the app, with its state", async () => {
      expect(answerOf(await new Browser(org).request(url))).toEqual({ ...refusal, state });
    });

    test("when it is posted or pushed", async () => {
      const form = url.split("?")[1] ?? "";
      expect(answerOf(await new Browser(org).request(`${base}/authorize`, { form }))).toMatchObject(refusal);
      const pushed = await new Browser(org).request(`${base}/par`, { form });
      expect([pushed.status, pushed.json]).toEqual([400, refusal]);
    });
  },
);

test.each([
  ["acr_values", "urn:okta:loa:1fa:any"],
  ["acr_values", "urn:okta:loa:1fa:pwd"],
  ["acr_values", "urn:okta:loa:2fa:any:ifpossible"],
  ["acr_values", "phr urn:okta:loa:1fa:any"],
  ["idp", ""],
  ["ui_locales", "de"],
  ["display", "page"],
])("%s=%s is something that the local org can meet", async (name, value) => {
  const page = await new Browser(org).request(authorizationRequest(clientId, { [name]: value }).url);
  expect(page.location).toContain("/signin/");
});

test.each([
  [{ response_type: "nonsense" }, "The response type is not supported by the authorization server."],
  [{ response_mode: "nonsense" }, "unsupported response_mode requested"],
  [{ prompt: "nonsense" }, "Invalid value for 'prompt' parameter."],
])("%j is a mistake, not something that Okta has", async (changes, text) => {
  const answer = answerOf(await new Browser(org).request(authorizationRequest(clientId, changes).url));
  expect(answer["error_description"]).toContain(text);
});

test.each(["nonsense", "urn:example:grant"])("the grant %s is a mistake, too", async (grant) => {
  const { json } = await tokenRequest(new Browser(org), { grant_type: grant, client_id: clientId });
  expect(json.error_description).toContain("Configured grant types: [authorization_code, refresh_token]");
});

describe("pages of Okta's", () => {
  test.each([
    ["/login/login.htm", "dashboard"],
    ["/app/UserHome", "dashboard"],
    ["/app/template_saml_2_0/exk1/sso/saml", "SAML"],
    ["/sso/saml2/0oa1", "SAML"],
    ["/signin", "dashboard"],
    ["/signin/register", "sign-up of users"],
    ["/signin/forgot-password", "recovery by users"],
    ["/admin", "Admin Console"],
    ["/admin/dashboard", "Admin Console"],
    ["/enduser/settings", "dashboard"],
    ["/home/saml_app/0oa1/aln1", "dashboard"],
  ])("%s says what the local org has not, as a page and as JSON", async (path, what) => {
    const page = await new Browser(org).request(path);
    expect([page.status, page.headers.get("content-type")]).toEqual([
      501,
      expect.stringContaining("text/html"),
    ]);
    expect(page.text).toContain(`The local org has no ${what}`);
    const { status, json } = await org.call("GET", path, undefined, { token: undefined });
    expect([status, json.errorCode, json.errorSummary]).toEqual([
      501,
      "E0000060",
      expect.stringContaining(`The local org has no ${what}`),
    ]);
  });

  test("a typing mistake is still one", async () => {
    expect((await new Browser(org).request("/logins")).json.errorCode).toBe("E0000008");
    expect((await new Browser(org).request("/oauth2/default/v1/interactions")).json.errorCode).toBe(
      "E0000008",
    );
  });
});
