import {
  addPolicy,
  authorizationRequest,
  Browser,
  codeForm,
  everyone,
  refresh,
  signInByForm,
  tokenRequest,
} from "../unit/local-org/oidc/browser.ts";
import { nativeApp, type TestOrg } from "../unit/local-org/support.ts";

/** An org as a history needs it. */
export type HistoryOrg = Pick<TestOrg, "url" | "caCertificate" | "user" | "call">;

/** The app of a history. */
interface HistoryApp {
  readonly id: string;
  readonly clientId: string;
}

/** What went wrong, in this order, and the check that has to be named for it; undefined where none explains it. */
export const historyFailures: readonly (readonly [what: string, kind: string, check: string | undefined])[] =
  [
    ["not assigned", "authorize", "app-assigned"],
    ["no policy", "authorize", "policy-covers-client"],
    ["wrong password", "sign-in", undefined],
    ["wrong redirect URI", "authorize", "redirect-uri-registered"],
    ["PKCE is missing", "authorize", "pkce-accepted"],
    ["a scope that is not there", "authorize", "scopes-known"],
    ["a wrong code verifier", "token", undefined],
    ["a refresh token that is none", "refresh", "refresh-token-rotates"],
    ["a refresh token that was replaced", "refresh", "refresh-token-rotates"],
    ["the app is inactive", "authorize", "client-known"],
  ];

/** An app that meets everything that goes wrong in `historyFailures`, and a good sign-in between. */
export async function makeHistory(org: HistoryOrg): Promise<HistoryApp> {
  const { json } = await org.call(
    "POST",
    "/api/v1/apps",
    nativeApp("Field Notes", {
      "settings.oauthClient.refresh_token": { rotation_type: "ROTATE", leeway: 0 },
    }),
  );
  const app: HistoryApp = { id: json.id, clientId: json.credentials.oauthClient.client_id };
  const authorize = async (changes: Parameters<typeof authorizationRequest>[1]) =>
    new Browser(org).open(authorizationRequest(app.clientId, changes).url);
  await signIn(org, app);
  await org.call("PUT", `/api/v1/apps/${app.id}/groups/${await everyone(org)}`, {});
  await signIn(org, app);
  await addPolicy(org, app.clientId);
  await signIn(org, app, { login: org.user.login, password: "wrong" });
  await authorize({ redirect_uri: "com.example.app:/callbak" });
  await authorize({ code_challenge: undefined, code_challenge_method: undefined });
  await authorize({ scope: "openid notes:read" });
  const { browser, code, request } = await signIn(org, app);
  const wrong = { ...codeForm(app.clientId, code, request), code_verifier: "x".repeat(43) };
  await tokenRequest(browser, wrong);
  const first = await signInToTokens(org, app);
  await refresh(browser, app.clientId, "nonsense");
  const second = await refresh(browser, app.clientId, first.refresh_token);
  await browser.request("/oauth2/default/v1/revoke", {
    form: { client_id: app.clientId, token: second.json.access_token },
  });
  await refresh(browser, app.clientId, first.refresh_token);
  await browser.request(
    `/oauth2/default/v1/logout?${new URLSearchParams({ id_token_hint: first.id_token, post_logout_redirect_uri: "com.example.app:/logout" }).toString()}`,
  );
  await org.call("POST", `/api/v1/apps/${app.id}/lifecycle/deactivate`);
  await authorize({});
  return app;
}

async function signIn(org: HistoryOrg, { clientId }: HistoryApp, who = org.user) {
  const browser = new Browser(org);
  const request = authorizationRequest(clientId);
  const { code } = await signInByForm(org, browser, request, who).catch(() => ({ code: undefined }));
  return { browser, code: code ?? "", request };
}

/** A good sign-in, up to its tokens. */
async function signInToTokens(org: HistoryOrg, app: HistoryApp) {
  const { browser, code, request } = await signIn(org, app);
  const { json } = await tokenRequest(browser, codeForm(app.clientId, code, request));
  return json;
}
