// Okta's own JavaScript SDK, as a server-side app uses it.
import type { AccessToken, IDToken, RefreshToken } from "@okta/okta-auth-js";
import { OktaAuth, TokenKind } from "@okta/okta-auth-js";
import { answerQuestions } from "./support/answers.ts";

const [issuer = "", clientId = ""] = process.argv.slice(2);
let location = "";

const auth = new OktaAuth({
  issuer,
  clientId,
  redirectUri: "com.example.app:/callback",
  postLogoutRedirectUri: "com.example.app:/logout",
  scopes: ["openid", "profile", "email", "offline_access"],
  setLocation: (address) => {
    location = address;
  },
});

answerQuestions({
  begin: async (changes: object) => {
    await auth.token.getWithRedirect(changes);
    return location;
  },
  // `parseFromUrl` is for browsers; what it does in the end is this.
  finish: async (url: string) => {
    const { code: authorizationCode = "", state } = Object.fromEntries(new URL(url).searchParams);
    const begun = auth.transactionManager.load(state === undefined ? {} : { state });
    const { tokens } = await auth.token.exchangeCodeForTokens({ ...begun, authorizationCode });
    auth.tokenManager.setTokens(tokens);
    return tokens;
  },
  renew: async (refreshToken: RefreshToken) =>
    auth.token.renewTokensWithRefresh({ scopes: refreshToken.scopes }, refreshToken),
  renewAll: async () => auth.token.renewTokens(),
  userInfo: async () => auth.getUser(),
  verify: async ({ idToken, accessToken }: { idToken: IDToken; accessToken: AccessToken }) =>
    auth.token.verify(idToken, {
      accessToken: accessToken.accessToken,
      nonce: idToken.claims["nonce"] as string,
    }),
  introspect: async (accessToken: AccessToken) =>
    (await auth.token.introspect(TokenKind.ACCESS, accessToken)) as unknown,
  revokeAccessToken: async () => auth.revokeAccessToken(),
  revokeRefreshToken: async () => auth.revokeRefreshToken(),
  // Documented, and not in the types of 8.0.1.
  signOutUrl: () =>
    (auth as unknown as { getSignOutRedirectUrl(options: object): string }).getSignOutRedirectUrl({
      state: "bye",
    }),
  isAuthenticated: async () => auth.isAuthenticated({ onExpiredToken: "none" }),
});
