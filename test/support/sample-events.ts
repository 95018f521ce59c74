import type { NewEvent } from "../../src/local-org/store/collections.ts";

const app = {
  id: "0oa1fieldnotes000001",
  type: "PublicClientApp",
  alternateId: "0oa1fieldnotes000001",
  displayName: "Field notes",
};
const otherApp = { ...app, id: "0oa1tides000000000001", displayName: "Tides" };
const user = {
  id: "00u1test000000000001",
  type: "User",
  alternateId: "test@example.com",
  displayName: "Test User",
};

function request(details: NonNullable<NewEvent["details"]>) {
  return {
    details: { clientId: app.id, authorizationServer: "default", ...details },
    ipAddress: "127.0.0.1",
    userAgent: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15",
    requestId: "Zk3v9QyT1mC0p8rXw2LsAA",
  };
}

/** What a day with the local org looks like: sign-in, refresh, refusals, sign-out. */
export const sampleEvents: readonly NewEvent[] = [
  {
    eventType: "application.lifecycle.create",
    message: "Made the app",
    outcome: "SUCCESS",
    targets: [{ ...app, type: "AppInstance" }],
  },
  {
    ...request({
      redirectUri: "com.example.fieldnotes:/callbak",
      requestedScopes: ["openid", "offline_access"],
    }),
    eventType: "app.oauth2.as.authorize",
    message: "Asked for an authorization code",
    outcome: "FAILURE",
    reason: "The 'redirect_uri' parameter must be a Login redirect URI in the client app settings.",
    fix: "The app has `com.example.fieldnotes:/callback`: send that one, or add this one to the app.",
    actor: app,
  },
  {
    ...request({}),
    eventType: "user.session.start",
    message: "Signed in",
    outcome: "SUCCESS",
    actor: user,
    targets: [app],
  },
  {
    ...request({ requestedScopes: ["openid", "offline_access"] }),
    eventType: "policy.evaluate_sign_on",
    message: "Evaluated the access policies",
    outcome: "FAILURE",
    reason: "Policy evaluation failed for this request, please check the policy configurations.",
    fix: "okta-unlock create --org local --if-exists update",
    actor: user,
    targets: [app],
  },
  {
    ...request({
      grantType: "authorization_code",
      requestedScopes: ["openid", "profile", "offline_access"],
      redirectUri: "com.example.fieldnotes:/callback",
    }),
    eventType: "app.oauth2.as.token.grant",
    message: "Exchanged a code for tokens",
    outcome: "SUCCESS",
    actor: app,
    targets: [user],
  },
  {
    ...request({ grantType: "refresh_token", requestedScopes: ["openid", "offline_access"] }),
    eventType: "app.oauth2.as.token.grant.refresh_token",
    message: "Refreshed the tokens",
    outcome: "SUCCESS",
    actor: app,
    targets: [user],
  },
  {
    ...request({ grantType: "refresh_token" }),
    eventType: "app.oauth2.as.token.detect_reuse",
    message: "A refresh token was used a second time",
    outcome: "FAILURE",
    reason: "The refresh token is invalid or expired.",
    fix: "Store the new refresh token before the new access token is used, and refresh one at a time.",
    actor: app,
    targets: [user],
  },
  {
    ...request({}),
    details: { clientId: otherApp.id },
    eventType: "device.auth.request",
    message: "Asked for a device code",
    outcome: "CHALLENGE",
    actor: otherApp,
  },
  {
    ...request({}),
    eventType: "user.session.end",
    message: "Signed out",
    outcome: "SUCCESS",
    actor: user,
    targets: [app],
  },
];
