import { OktaAuthorizationServer } from "../OktaAuthorizationServer";
import { OktaClient } from "../OktaClient";
import { OktaClock } from "../OktaClock";

const issuer = "https://example.okta.com/oauth2/default";
const settings = {
  issuer,
  clientId: "0oa1",
  scopes: "openid offline_access",
  redirectUri: "com.example.app:/callback",
  postLogoutRedirectUri: "com.example.app:/logout",
};
const endpoints = { issuer, token_endpoint: `${issuer}/v1/token`, jwks_uri: `${issuer}/v1/keys` };

/** Refreshes with `R1`, which the token endpoint answers with `answer`, and returns what was written to the console. */
async function refresh(answer: () => Promise<Response>): Promise<string> {
  const written = jest.spyOn(console, "info").mockImplementation(() => {});
  const clock = new OktaClock(() => ({ wall: Date.now(), steady: performance.now() }));
  const client = new OktaClient(settings, clock, async (url) => {
    if (url.endsWith("/token")) return answer();
    return new Response(JSON.stringify(url.includes("openid-configuration") ? endpoints : { keys: [] }));
  });
  await new OktaAuthorizationServer(client).renew("R1").catch(() => undefined);
  return written.mock.calls.flat().join("\n");
}

const environment = process.env as { NODE_ENV?: string };

afterEach(() => {
  environment.NODE_ENV = "test";
  jest.restoreAllMocks();
});

const refuse = async () => new Response(`{"error":"invalid_grant","refresh_token":"R2"}`, { status: 400 });
const breakOff = () => Promise.reject(new Error("Trust anchor for certification path not found."));
const forge = async () => new Response(`{"access_token":"A1","refresh_token":"R2","id_token":"no.id.token"}`);

test.each([
  ["what Okta refused", refuse, `Okta: ${issuer}/v1/token 400 invalid_grant`],
  ["why it can't be reached", breakOff, `Okta: ${issuer}/v1/token Trust anchor for certification path not found.`],
  ["why an ID token is not accepted", forge, "Okta: ID token: JWS Protected Header is invalid"],
])("a debug build says %s, and names no token", async (_, answer, said) => {
  environment.NODE_ENV = "development";
  const written = await refresh(answer);
  expect(written).toBe(said);
  expect(written).not.toMatch(/R1|R2|A1|no\.id/u);
});

test("a release build says nothing", async () => {
  environment.NODE_ENV = "production";
  expect(await refresh(refuse)).toBe("");
});
